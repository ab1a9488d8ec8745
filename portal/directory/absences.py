"""Who is away, from when to when (practice S11): the post's B stands in, on every page at the next request.

Who may say so is the caller's question.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select, union_all

from portal.core.clock import local
from portal.core.db import UTCDateTime
from portal.core.i18n import NotFound, _
from portal.core.work import Reading, Writing
from portal.directory.errors import AlreadyAway, NoSuchPerson, WrongDates
from portal.directory.models import Absence, AbsenceReason, Person

LONGEST = timedelta(days=400)
"""Beyond it a date is taken for a slip; who is away for longer has given up the post."""


@dataclass(frozen=True, slots=True)
class Away:
    """One absence. ``until`` is ``None`` where the day of return is not known."""

    id: int
    person_id: int
    since: datetime
    until: datetime | None
    reason: AbsenceReason


_now = bindparam("now", type_=UTCDateTime())
_moments = union_all(
    *(select(func.min(column)).where(column > _now) for column in (Absence.since, Absence.until))
)
_absences = select(Absence.id, Absence.person_id, Absence.since, Absence.until, Absence.reason).order_by(
    Absence.since
)


def next_boundary(work: Reading) -> datetime | None:
    """The next moment after ``work.now`` at which somebody leaves or returns; ``None``: none is known."""
    moments = work.session.scalars(_moments, {"now": work.now})
    return min(filter(None, moments), default=None)


def ahead(work: Reading, person_ids: list[int]) -> dict[int, tuple[Away, ...]]:
    """The absences of these people that are not over yet, the nearest first, by person."""
    found: dict[int, tuple[Away, ...]] = {}
    open_still = or_(Absence.until.is_(None), Absence.until > work.now)
    for row in work.session.execute(_absences.where(Absence.person_id.in_(person_ids), open_still)):
        found[row.person_id] = (*found.get(row.person_id, ()), Away(*row))
    return found


def mark_away(
    work: Writing,
    person_id: int,
    since: datetime,
    until: datetime | None = None,
    reason: AbsenceReason = AbsenceReason.OTHER,
) -> int:
    """The id of a new absence. ``since`` may be earlier today, never an earlier day: the past was shown.

    Raises ``NoSuchPerson``, ``WrongDates``, and ``AlreadyAway`` where it would overlap another one.
    """
    _check(work, since, until)
    _lock(work, person_id)
    ends_later = or_(Absence.until.is_(None), Absence.until > since)
    begins_earlier = [Absence.since < until] if until is not None else []
    other = work.session.execute(
        _absences.where(Absence.person_id == person_id, ends_later, *begins_earlier).limit(1)
    ).first()
    if other is not None:
        raise AlreadyAway(
            _("Somebody has marked this person away already, from ${since}.", since=_minute(other.since))
        )
    absence = Absence(
        person_id=person_id,
        since=since,
        until=until,
        reason=reason,
        recorded_by=work.actor.id if work.actor else None,
        recorded_at=work.now,
    )
    work.session.add(absence)
    work.session.flush()
    work.record("mark_away", "person", person_id, absence=absence.id, reason=reason.value)
    return absence.id


def mark_back(work: Writing, person_id: int, absence_id: int) -> None:
    """End an absence now; one that has not begun is taken back. Raises ``NotFound`` where it is over."""
    _lock(work, person_id)
    absence = work.session.get(Absence, absence_id)
    if absence is None or absence.person_id != person_id or _over(absence, work.now):
        raise NotFound(_("This absence is over already, or was taken back."))
    if absence.since >= work.now:
        work.session.delete(absence)
    else:
        absence.until = work.now
    work.record("mark_back", "person", person_id, absence=absence_id)


def _over(absence: Absence, now: datetime) -> bool:
    return absence.until is not None and absence.until <= now


def _lock(work: Writing, person_id: int) -> None:
    """Whoever marks the same person waits: two at once must not overlap."""
    if work.session.get(Person, person_id, with_for_update=True) is None:
        raise NoSuchPerson(_("There is no such person."))


def _check(work: Writing, since: datetime, until: datetime | None) -> None:
    if local(since).date() < work.today:
        raise WrongDates(_("An absence begins today or later."))
    if since > work.now + LONGEST:
        raise WrongDates(_("That is more than a year ahead. Please check the year."))
    if until is None:
        return
    if until <= since:
        raise WrongDates(_("The end must come after the beginning."))
    if until <= work.now:
        raise WrongDates(_("This end has passed already."))
    if until > since + LONGEST:
        raise WrongDates(_("That is more than a year away. Please check the year."))


def _minute(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M")
