"""Whether a place is open now, by the hours on its door."""

from datetime import datetime

import pytest

from portal.core.calendar.workdays import Calendar
from portal.core.clock import TZ
from portal.core.work import Store
from portal.directory import queries as directory
from portal.schedules.opening import is_open, open_now
from tests.support.portal import MovableClock

HALL = "工作日 9:00–12:00，13:30–17:30；周六 9:00–12:00（户籍、婚姻、医保窗口）"
TOWN = "工作日 9：00-12：00、14：00-17：30；赶集日 8:00–14:00"
MONDAY, SATURDAY, NATIONAL_DAY, MADE_UP = "2026-03-02", "2026-03-07", "2026-10-01", "2026-10-10"


@pytest.mark.parametrize(
    ("hours", "moment", "market", "expected"),
    [
        (HALL, f"{MONDAY} 09:00", False, True),
        (HALL, f"{MONDAY} 08:59", False, False),
        (HALL, f"{MONDAY} 12:00", False, False),
        (HALL, f"{SATURDAY} 10:00", False, None),
        (HALL, f"{SATURDAY} 13:00", False, False),
        (HALL, f"{NATIONAL_DAY} 10:00", False, False),
        (HALL, f"{MADE_UP} 14:00", False, True),
        (TOWN, f"{MONDAY} 08:30", False, False),
        (TOWN, f"{MONDAY} 08:30", True, True),
        (TOWN, f"{SATURDAY} 12:30", True, True),
        ("8:00–20:00", f"{NATIONAL_DAY} 19:59", False, True),
        ("周一至周五 8:30–17:00", f"{MONDAY} 10:00", False, True),
        ("星期一、星期三 8:30–17:00", "2026-03-03 10:00", False, False),
        ("周末 9:00–16:00", f"{SATURDAY} 10:00", False, True),
        ("周末 9:00–16:00", "2026-10-03 10:00", False, False),
        ("工作日全天", f"{MONDAY} 10:00", False, None),
        ("夏天 8:00–12:00", f"{MONDAY} 10:00", False, None),
        ("工作日 99:99–99:99", f"{MONDAY} 10:00", False, None),
        ("每天 0:00–24:00", f"{MONDAY} 23:59", False, True),
        ("", f"{MONDAY} 10:00", False, False),
    ],
)
def test_hours_are_read(hours: str, moment: str, market: bool, expected: bool | None) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=TZ)
    assert is_open(hours, now, Calendar().day(now.date()), market=market) is expected


def test_the_places_of_a_centre_open_and_close(demo: Store, clock: MovableClock) -> None:
    def opened() -> dict[str, bool]:
        with demo.reading() as work:
            units = directory.all_orgs(work)
            now = open_now(work, units)
            return {org.slug: now[org.id] for org in units if org.id in now}

    clock.now = datetime(2026, 3, 2, 8, 30, tzinfo=TZ)  # a market day in Liuwan
    early = opened()
    clock.pass_time(hours=1)
    later = opened()
    assert (early["liuwan-hall"], early["county-hall"]) == (True, False)
    assert (later["liuwan-hall"], later["county-hall"]) == (True, True)
