"""The statutory holidays of a year that no notice has arranged yet."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from portal.core.calendar.lunar import LAST, lunar, solar_term

IN_FORCE = 2025
"""First year of the regulation below."""


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The holidays that all citizens have by law, by date, before anything is shifted.

    Source: 全国年节及纪念日放假办法 art. 2 as amended in 2024, in force since 2025-01-01; empty for earlier
    years. The day off in lieu of a holiday on a weekend (art. 6) is left to the notice, which alone fixes
    its date. After 2099 the lunar dates are not known and only the fixed ones are given.
    """
    days: dict[date, str] = {}
    if year >= IN_FORCE:
        days[date(year, 1, 1)] = "元旦"
        days |= dict.fromkeys((date(year, 5, 1), date(year, 5, 2)), "劳动节")
        days |= dict.fromkeys((date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)), "国庆节")
    if IN_FORCE <= year < LAST.year:
        new_year = _lunar_day(date(year, 1, 20), 1, 1)
        days |= dict.fromkeys((new_year + timedelta(days=n) for n in range(-1, 3)), "春节")
        days[solar_term(year, "清明")] = "清明节"
        days[_lunar_day(date(year, 5, 20), 5, 5)] = "端午节"
        mid_autumn = _lunar_day(date(year, 9, 1), 8, 15)
        days[mid_autumn] = "国庆节、中秋节" if mid_autumn in days else "中秋节"
    return MappingProxyType(days)


def _lunar_day(start: date, month: int, day: int) -> date:
    """The first day from `start` on that has this lunar month (not a leap month) and day."""
    while (here := lunar(start))[1:] != (month, day, False):
        # A lunar month has 29 or 30 days: a step counted with 29 falls one day short at most, never beyond.
        start += timedelta(days=(day - here.day) % 29 or 1)
    return start
