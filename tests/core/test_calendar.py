"""The national table against another one, and time limits by their properties."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.calendar.national import Marks, national
from portal.core.calendar.statutory import statutory
from portal.core.calendar.workdays import LONGEST, UNSETTLED, Calendar, Day, Due, Unit

CALENDAR = Calendar()
TYPHOON: Marks = {date(2026, 9, 8): (False, "台风停工")}
NOTICE_2027: Marks = {
    date(2026, 12, 31): (False, "元旦"),
    date(2027, 1, 3): (True, "元旦"),
    date(2027, 2, 11): (False, "春节"),
}

days = st.dates(date(2005, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 400)
units = st.sampled_from(Unit)


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_every_announced_day_agrees_with_chinesecalendar() -> None:
    announced = span(date(2007, 1, 1), date(2026, 12, 31))
    assert len(announced) == 7305
    assert [d for d in announced if CALENDAR.is_working(d) != chinese_calendar.is_workday(d)] == []


def test_every_year_from_2007_to_2026_is_announced_with_all_its_holidays() -> None:
    assert list(national()) == list(range(2007, 2027))
    assert not CALENDAR.announced(2006) and not CALENDAR.announced(2027)
    for year, marks in national().items():
        names = {part for _, name in marks.values() for part in name.split("、")}
        assert names >= {"元旦", "春节", "劳动节", "国庆节"}
        assert year == 2007 or names >= {"清明节", "端午节", "中秋节"}


def test_statutory_holidays_are_off_in_the_years_announced_under_the_same_regulation() -> None:
    for year in (2025, 2026):
        for day, name in statutory(year).items():
            assert not CALENDAR.is_working(day)
            assert set(name.split("、")) <= set((CALENDAR.day(day).name or "").split("、"))
    assert len(statutory(2025)) == 13 and statutory(2024) == {}


def test_days_of_december_that_only_the_next_notice_settles() -> None:
    own_year_wrong = {
        day: working
        for year, marks in national().items()
        for day, (working, _) in marks.items()
        if day.year < year and (day.weekday() < 5) != working and day.year >= 2007
    }
    assert own_year_wrong == {
        date(2007, 12, 29): True,
        date(2007, 12, 31): False,
        date(2011, 12, 31): True,
        date(2018, 12, 29): True,
        date(2018, 12, 31): False,
    }
    assert all(CALENDAR.is_working(day) == working for day, working in own_year_wrong.items())
    early = [d for year, marks in national().items() for d in marks if d.year < year]
    assert min((d.month, d.day) for d in early) == UNSETTLED


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2026, 9, 20), True, "国庆节"),
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 2, 16), False, "春节"),
        (date(2020, 1, 31), False, "春节"),
        (date(2020, 2, 2), False, "春节"),
        (date(2020, 2, 3), True, None),
        (date(2019, 5, 5), True, "劳动节"),
        (date(2015, 9, 3), False, "抗战胜利纪念日"),
        (date(2026, 7, 4), False, None),
    ],
)
def test_known_days(day: date, working: bool, name: str | None) -> None:
    assert CALENDAR.day(day) == Day(day, working, False, name)


@pytest.mark.parametrize(
    ("start", "n", "unit", "due"),
    [
        (date(2026, 9, 18), 1, Unit.WORKING, date(2026, 9, 20)),
        (date(2026, 9, 30), 1, Unit.WORKING, date(2026, 10, 8)),
        (date(2026, 9, 30), 5, Unit.WORKING, date(2026, 10, 13)),
        (date(2026, 2, 13), 20, Unit.WORKING, date(2026, 3, 19)),
        (date(2020, 1, 23), 2, Unit.WORKING, date(2020, 2, 4)),
        (date(2026, 9, 16), 15, Unit.CALENDAR, date(2026, 10, 8)),
        (date(2026, 9, 5), 15, Unit.CALENDAR, date(2026, 9, 20)),
        (date(2026, 9, 6), 15, Unit.CALENDAR, date(2026, 9, 21)),
        (date(2026, 7, 4), 0, Unit.WORKING, date(2026, 7, 6)),
        (date(2026, 7, 6), 0, Unit.CALENDAR, date(2026, 7, 6)),
    ],
)
def test_known_limits(start: date, n: int, unit: Unit, due: date) -> None:
    assert CALENDAR.add(start, n, unit) == Due(due, False)


def test_a_year_not_announced_is_computed_and_provisional() -> None:
    assert CALENDAR.day(date(2027, 2, 5)) == Day(date(2027, 2, 5), False, True, "春节")
    assert CALENDAR.day(date(2027, 2, 9)) == Day(date(2027, 2, 9), True, True, None)
    assert CALENDAR.add(date(2026, 12, 24), 2, Unit.WORKING) == Due(date(2026, 12, 28), False)
    assert CALENDAR.add(date(2026, 12, 24), 3, Unit.WORKING) == Due(date(2026, 12, 29), True)
    assert CALENDAR.add(date(2026, 12, 24), 6, Unit.WORKING) == Due(date(2027, 1, 4), True)
    assert CALENDAR.add(date(2026, 12, 1), 31, Unit.CALENDAR) == Due(date(2027, 1, 4), True)


def test_before_2007_only_weekends_are_known() -> None:
    assert CALENDAR.day(date(2006, 10, 2)) == Day(date(2006, 10, 2), True, True, None)
    assert CALENDAR.day(date(2006, 10, 1)) == Day(date(2006, 10, 1), False, True, None)


def test_a_new_notice_settles_its_year_and_the_december_before() -> None:
    later = Calendar(notices={2027: NOTICE_2027})
    assert later.announced(2027) and not CALENDAR.announced(2027)
    assert later.add(date(2026, 12, 24), 5, Unit.WORKING) == Due(date(2027, 1, 1), False)
    assert later.day(date(2027, 2, 11)) == Day(date(2027, 2, 11), False, False, "春节")
    with pytest.raises(ValueError, match="notice for 2028 cannot hold 2026-12-31"):
        Calendar(notices={2028: NOTICE_2027})


def test_a_corrected_notice_replaces_that_of_the_table() -> None:
    corrected = {day: mark for day, mark in national()[2026].items() if day != date(2026, 9, 20)}
    assert not Calendar(notices={2026: corrected}).is_working(date(2026, 9, 20))


def test_a_local_override_wins_and_is_not_provisional() -> None:
    overrides = {**TYPHOON, date(2026, 10, 1): (True, "窗口不打烊"), date(2030, 1, 1): (True, "窗口不打烊")}
    local = Calendar(overrides)
    overrides.clear()
    assert local.add(date(2026, 9, 7), 1, Unit.WORKING) == Due(date(2026, 9, 9), False)
    assert local.day(date(2026, 9, 8)) == Day(date(2026, 9, 8), False, False, "台风停工")
    assert local.is_working(date(2026, 10, 1)) and not CALENDAR.is_working(date(2026, 10, 1))
    assert local.day(date(2030, 1, 1)) == Day(date(2030, 1, 1), True, False, "窗口不打烊")


@pytest.mark.parametrize("n", [-1, LONGEST + 1])
def test_a_limit_out_of_bounds_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="0 to 10000 days"):
        CALENDAR.add(date(2026, 1, 1), n, Unit.WORKING)


@pytest.mark.parametrize("unit", Unit)
def test_the_ends_of_time_are_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="no date is 10 days after"):
        CALENDAR.add(date.max, 10, unit)
    with pytest.raises(ValueError, match="more than 20000 days"):
        CALENDAR.between(date.min, date.max)
    with pytest.raises(TypeError, match="dates"):
        CALENDAR.day(datetime(2026, 10, 1))


def test_the_longest_limit() -> None:
    due = CALENDAR.add(date(2026, 1, 1), LONGEST, Unit.WORKING)
    assert due.provisional and CALENDAR.between(date(2026, 1, 1), due.date) == LONGEST


@given(days, counts, units)
def test_a_limit_ends_on_a_working_day_and_never_before_its_start(start: date, n: int, unit: Unit) -> None:
    due = CALENDAR.add(start, n, unit).date
    assert due >= start + timedelta(days=n)
    assert CALENDAR.is_working(due)


@given(days, counts, counts, units)
def test_a_longer_limit_never_ends_earlier(start: date, a: int, b: int, unit: Unit) -> None:
    short, long = (CALENDAR.add(start, n, unit) for n in sorted((a, b)))
    assert short.date <= long.date
    assert unit is Unit.CALENDAR or short.provisional <= long.provisional


@given(days, st.integers(1, 400))
def test_a_working_limit_counts_just_its_working_days(start: date, n: int) -> None:
    due = CALENDAR.add(start, n, Unit.WORKING)
    assert CALENDAR.between(start, due.date) == n == -CALENDAR.between(due.date, start)
    touched = span(start + timedelta(days=1), due.date)
    assert due.provisional == any(CALENDAR.day(day).provisional for day in touched)


@given(days, counts)
def test_a_calendar_limit_moves_over_days_not_worked_only(start: date, n: int) -> None:
    end, due = start + timedelta(days=n), CALENDAR.add(start, n, Unit.CALENDAR).date
    assert not any(CALENDAR.is_working(day) for day in span(end, due)[:-1])
    assert due == CALENDAR.next_working(end)


@given(days, units)
def test_a_limit_of_no_days_ends_at_once(start: date, unit: Unit) -> None:
    assert CALENDAR.add(start, 0, unit).date == CALENDAR.next_working(start)


def test_importing_the_calendar_reads_no_table_and_no_lunar_package() -> None:
    code = (
        "import sys; from portal.core.calendar import lunar, national, workdays;"
        "sys.exit('cnlunar' in sys.modules or national.national.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
