"""When a case is due: from its receipt, longer where a leader says so, anew when a calendar arrives."""

from datetime import timedelta

from sqlalchemy import select

from portal.cases.channels import Clock
from portal.cases.models import Case
from portal.cases.workflow import OPEN
from portal.core.calendar.local import local_calendar
from portal.core.calendar.workdays import Calendar, Due
from portal.core.clock import today
from portal.core.work import Writing


def start(case: Case, calendar: Calendar, clock: Clock) -> None:
    """Set the limits of a case that came in at ``received_at``; that day does not count."""
    received = today(case.received_at)
    case.days, case.unit, case.extended = clock.days, clock.unit, 0
    # §22 names 15 days and no working day: nothing is gained by a weekend.
    case.register_due = received + timedelta(days=clock.register) if clock.register else None
    _set(case, calendar)


def lengthen(case: Case, calendar: Calendar, days: int) -> None:
    """Add days of the clock's own unit."""
    case.days += days
    case.extended += days
    _set(case, calendar)


def recompute(work: Writing) -> int:
    """Compute anew what was provisional; how many limits have changed. Part of ``portal tick``."""
    calendar, changed = local_calendar(work), 0
    waiting = select(Case).where(Case.provisional, Case.state.in_(OPEN)).order_by(Case.id).with_for_update()
    for case in work.session.scalars(waiting):
        before = case.due, case.provisional
        _set(case, calendar)
        if before != (case.due, case.provisional):
            changed += 1
            work.record("recompute", "case", case.id, due=case.due.isoformat())
    return changed


def cap(case: Case, other: Due) -> None:
    """A part of another case is due no later than the whole."""
    case.due, case.provisional = min((case.due, case.provisional), other)


def _set(case: Case, calendar: Calendar) -> None:
    case.due, case.provisional = calendar.add(today(case.received_at), case.days, case.unit)
