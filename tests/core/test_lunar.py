"""Lunar dates, solar terms, stems and branches on days known from wall calendars."""

from datetime import date, datetime, timedelta

import cnlunar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.calendar.lunar import FIRST, LAST, Lunar, ganzhi, lunar, solar_term
from portal.core.calendar.statutory import statutory


@pytest.mark.parametrize(
    ("day", "expected", "text"),
    [
        (date(2026, 2, 10), Lunar(2025, 12, 23, False), "腊月廿三"),
        (date(2026, 2, 16), Lunar(2025, 12, 29, False), "腊月廿九"),
        (date(2026, 2, 17), Lunar(2026, 1, 1, False), "正月初一"),
        (date(2025, 7, 25), Lunar(2025, 6, 1, True), "闰六月初一"),
        (date(2026, 9, 25), Lunar(2026, 8, 15, False), "八月十五"),
        (date(2023, 3, 22), Lunar(2023, 2, 1, True), "闰二月初一"),
        (date(2033, 12, 22), Lunar(2033, 11, 1, True), "闰冬月初一"),
        (date(2024, 2, 9), Lunar(2023, 12, 30, False), "腊月三十"),
        (date(2026, 11, 28), Lunar(2026, 10, 20, False), "十月二十"),
    ],
)
def test_known_days(day: date, expected: Lunar, text: str) -> None:
    assert lunar(day) == expected
    assert lunar(day).text() == text


@given(st.dates(FIRST, LAST - timedelta(days=1)))
def test_a_lunar_day_is_followed_by_the_next(day: date) -> None:
    here, after = lunar(day), lunar(day + timedelta(days=1))
    if after.day == 1:
        assert here.day in (29, 30)
        following = here.month % 12 + 1
        assert after.month == following or (after.leap and after.month == here.month)
    else:
        assert after == here._replace(day=here.day + 1)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_days_outside_of_the_tables_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="known from 1901-02-19 to 2100-02-08"):
        lunar(day)


def test_the_first_and_the_last_day_are_known() -> None:
    assert lunar(FIRST) == Lunar(1901, 1, 1, False)
    assert lunar(LAST)[:2] == (2099, 12)


@given(st.dates(FIRST, LAST))
def test_stem_and_branch_agree_with_cnlunar(day: date) -> None:
    assert ganzhi(day) == cnlunar.Lunar(datetime(day.year, day.month, day.day)).day8Char


def test_solar_terms() -> None:
    assert solar_term(2026, "清明") == date(2026, 4, 5)
    assert solar_term(2026, "冬至") == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("year", "eve", "dragon_boat", "mid_autumn"),
    [
        (2028, date(2028, 1, 25), date(2028, 5, 28), date(2028, 10, 3)),
        (2031, date(2031, 1, 22), date(2031, 6, 24), date(2031, 10, 1)),
        (2033, date(2033, 1, 30), date(2033, 6, 1), date(2033, 9, 8)),
    ],
)
def test_festivals_of_years_with_leap_months_and_merged_holidays(
    year: int, eve: date, dragon_boat: date, mid_autumn: date
) -> None:
    holidays = statutory(year)
    assert holidays[eve] == "春节" and (eve - timedelta(days=1)) not in holidays
    assert [day for day, name in holidays.items() if name == "端午节"] == [dragon_boat]
    assert [day for day, name in holidays.items() if "中秋节" in name] == [mid_autumn]


@pytest.mark.parametrize("year", range(2025, 2100))
def test_every_year_has_thirteen_holidays_unless_two_fall_together(year: int) -> None:
    holidays = statutory(year)
    assert len(holidays) == 13 - ("国庆节、中秋节" in holidays.values())


def test_where_lunar_dates_end_the_fixed_holidays_remain() -> None:
    assert set(statutory(2100).values()) == {"元旦", "劳动节", "国庆节"}
