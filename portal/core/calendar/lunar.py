"""Lunar dates, solar terms, and the stem and branch of a day."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

FIRST, LAST = date(1901, 2, 19), date(2100, 2, 8)
"""The days that cnlunar knows; outside of them it wraps around to another year without a word."""

MONTHS = ("正月", *(f"{n}月" for n in "二三四五六七八九十"), "冬月", "腊月")
DAYS = (*(f"初{n}" for n in "一二三四五六七八九十"), *(f"十{n}" for n in "一二三四五六七八九"), "二十",
        *(f"廿{n}" for n in "一二三四五六七八九"), "三十")  # fmt: skip
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


class Lunar(NamedTuple):
    """A lunar date. `year`: the Gregorian year in which the lunar year begins; `month` 1–12; `day` 1–30;
    `leap`: in the leap month that follows the month of the same number."""

    year: int
    month: int
    day: int
    leap: bool

    def text(self) -> str:
        """Month and day as the wall calendar writes them: 腊月廿三, 闰六月初一."""
        return f"{'闰' if self.leap else ''}{MONTHS[self.month - 1]}{DAYS[self.day - 1]}"


@lru_cache(maxsize=4096)
def lunar(day: date) -> Lunar:
    """The lunar date of a day, from cnlunar (tables of the Hong Kong Observatory).

    Three months whose new moon falls within minutes of midnight (the ninth of 2057, the eighth of 2089, the
    seventh of 2097) begin a day earlier there than in other tables. ValueError before 1901-02-19 and after
    2100-02-08.
    """
    found = _cnlunar(day)
    return Lunar(found.lunarYear, found.lunarMonth, found.lunarDay, found.isLunarLeapMonth)


def solar_term(year: int, name: str) -> date:
    """The day of one of the 24 solar terms (清明, 冬至 …) in a Gregorian year. KeyError for an unknown name,
    ValueError outside of 1902–2100."""
    return date(year, *_cnlunar(date(year, 1, 1)).thisYearSolarTermsDic[name])


def ganzhi(day: date) -> str:
    """Stem and branch of a day, one of the sixty pairs that have followed one another without a gap: 甲子."""
    count = day.toordinal() + 14
    return STEMS[count % 10] + BRANCHES[count % 12]


def _cnlunar(day: date) -> Any:
    import cnlunar  # slow to import, and few pages need it

    if not FIRST <= day <= LAST:
        raise ValueError(f"lunar dates are known from {FIRST} to {LAST}, not for {day}")
    return cnlunar.Lunar(datetime.combine(day, time()))
