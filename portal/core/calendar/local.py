"""Local changes to the official calendar: a day that this place works, or does not, with the reason."""

from datetime import date

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.calendar.workdays import Calendar
from portal.core.db import Base
from portal.core.work import Reading, Writing


class CalendarDay(Base):
    """One day that differs here from the national calendar."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200))


_days = select(CalendarDay.day, CalendarDay.working, CalendarDay.reason).order_by(CalendarDay.day)


def local_calendar(work: Reading) -> Calendar:
    """The national calendar with this place's own days."""
    return work.known(
        "local calendar",
        lambda: Calendar({day: (working, reason) for day, working, reason in work.rows(_days)}),
    )


def set_day(work: Writing, day: date, working: bool, reason: str) -> None:
    """Let ``day`` be worked, or not, here; an earlier entry for it is replaced."""
    work.session.merge(CalendarDay(day=day, working=working, reason=reason))
    work.record("set", "calendar_day", None, day=day.isoformat(), working=working)


def unset_day(work: Writing, day: date) -> bool:
    """Follow the national calendar again on ``day``; False where it was followed already."""
    entry = work.session.get(CalendarDay, day)
    if entry is None:
        return False
    work.session.delete(entry)
    work.record("unset", "calendar_day", None, day=day.isoformat())
    return True
