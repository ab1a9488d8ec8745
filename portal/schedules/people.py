"""The people of the boards at the back office: who is away, their phone and portrait."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import model_validator
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select

from portal.accounts import guard
from portal.accounts.permissions import Permission, allows
from portal.core.clock import TZ
from portal.core.i18n import Message, _
from portal.core.paging import pages
from portal.core.phone import Phone
from portal.core.text import fold
from portal.core.ui import Ui, Unfit, Widget
from portal.core.work import Reading, Writing
from portal.directory import absences
from portal.directory import queries as directory
from portal.directory.absences import Away
from portal.directory.cards import OrgCard, PostCard
from portal.directory.errors import NoSuchPerson
from portal.directory.models import Absence, AbsenceReason, Holding, Org, Person, Post
from portal.media.models import Media, MediaKind
from portal.media.verbs import claim
from portal.publishing.body import Part
from portal.schedules.errors import NotAPicture

PER_PAGE = 50
REASONS: dict[AbsenceReason, Message] = {
    AbsenceReason.LEAVE: _("Leave"),
    AbsenceReason.SICK: _("Sick leave"),
    AbsenceReason.TRAINING: _("Training"),
    AbsenceReason.FIELD: _("Out in the villages"),
    AbsenceReason.OTHER: _("Something else"),
}
_TIME = re.compile(r"(\d{1,2})(?:[:.点时](?:(\d{1,2})分?|(半))?|(\d{2}))?")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody in the list. ``absences``: those not over yet, the nearest first."""

    id: int
    slug: str
    name: str
    phone: str
    posts: tuple[PostCard, ...]
    absences: tuple[Away, ...]
    may: bool

    def now(self, moment: datetime) -> Away | None:
        """The absence that holds at ``moment``."""
        return next((away for away in self.absences if away.since <= moment), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; ``org`` takes in everything below it."""

    org: OrgCard | None = None
    away: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[StaffRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


class AwayIn(Part):
    """From when to when; what is left empty: from now, from the morning, until further notice."""

    since: Annotated[date | None, Ui(_("First day"), hint=_("For example 2026-11-22. Empty: today"))] = None
    since_time: Annotated[str, Ui(_("From what time"), hint=_("For example 14:30. Empty: from now"))] = ""
    until: Annotated[
        date | None, Ui(_("Back on"), hint=_("The day of the return. Empty: until further notice"))
    ] = None
    until_time: Annotated[str, Ui(_("Back at what time"), hint=_("Empty: from the morning on"))] = ""
    reason: Annotated[AbsenceReason, Ui(_("Why"), hint=_("Visitors do not read it."), options=REASONS)] = (
        AbsenceReason.OTHER
    )

    @model_validator(mode="after")
    def _times(self) -> Self:
        for name in ("since_time", "until_time"):
            if getattr(self, name) and _time(getattr(self, name)) is None:
                raise Unfit(_("Write a time such as 8:30 or 14:00."), field=name)
        if self.until_time and self.until is None:
            raise Unfit(_("On which day?"), field="until")
        if self.since and self.until and self.until < self.since:
            raise Unfit(_("The end must come after the beginning."), field="until")
        return self

    def moments(self, now: datetime) -> tuple[datetime, datetime | None]:
        """The beginning and the end; times are those of the hall's wall clock."""
        today = now.astimezone(TZ).date()
        begins = datetime.combine(self.since or today, _time(self.since_time) or time(), TZ)
        since = now if self.since in (None, today) and not self.since_time else begins
        if self.until is None:
            return since, None
        return since, datetime.combine(self.until, _time(self.until_time) or time(), TZ)


class CardIn(Part):
    """What a person's card shows beside the name."""

    phone: Annotated[Phone, Ui(_("Phone"), widget=Widget.PHONE)] = ""


def staff(work: Reading, wanted: Wanted, page: int = 1) -> Listing:
    """One page of those who hold a post that the actor may see, by unit and name."""
    statement = select(Person.id, func.min(Org.path)).where(*_criteria(work, wanted))
    statement = _held(statement).group_by(Person.id, Person.name).order_by(func.min(Org.path), Person.name)
    values = {"day": work.today}
    total = work.session.execute(select(func.count()).select_from(statement.subquery()), values).scalar_one()
    page = min(page, pages(total, PER_PAGE))
    found = work.session.execute(statement.limit(PER_PAGE).offset((page - 1) * PER_PAGE), values)
    return Listing(tuple(_rows(work, [row.id for row in found])), total, page)


def one(work: Reading, person_id: int) -> StaffRow:
    """Somebody who holds a post that the actor may see. Raises ``NoSuchPerson``."""
    statement = _held(select(Person.id)).where(
        Person.id == person_id, guard.under(work.actor, Permission.SEE)
    )
    if work.session.scalar(statement.limit(1), {"day": work.today}) is None:
        raise NoSuchPerson(_("Nobody with this number holds a post of yours."))
    return _rows(work, [person_id])[0]


def mark_away(work: Writing, person_id: int, away: AwayIn) -> int:
    """The id of the absence. Raises ``Forbidden`` and what ``absences.mark_away`` raises."""
    _demand(work, person_id)
    since, until = away.moments(work.now)
    return absences.mark_away(work, person_id, since, until, away.reason)


def mark_back(work: Writing, person_id: int, absence_id: int) -> None:
    """Raises ``Forbidden`` and what ``absences.mark_back`` raises."""
    _demand(work, person_id)
    absences.mark_back(work, person_id, absence_id)


def put_card(work: Writing, person_id: int, card: CardIn, key: str) -> None:
    """Change the phone, and the portrait where the form with this key brought one.

    Raises ``Forbidden`` and ``NotAPicture``.
    """
    _demand(work, person_id)
    person = work.session.get_one(Person, person_id, with_for_update=True)
    person.phone = card.phone
    for media_id in claim(work, key):
        if work.session.get_one(Media, media_id).kind is MediaKind.PDF:
            raise NotAPicture(_("A portrait is a photo (JPEG or PNG), not a PDF."))
        old, person.portrait_id = person.portrait_id, media_id
        work.session.flush()
        work.session.execute(delete(Media).where(Media.id == old))
    work.record("change", "people", person_id, fields=["phone", "portrait_id"])
    work.announce("person", person_id)


def _demand(work: Writing, person_id: int) -> None:
    """The actor may edit for a unit of which the person holds a post."""
    row = one(work, person_id)
    if not row.may:
        org = directory.orgs(work, [row.posts[0].org_id])[row.posts[0].org_id]
        guard.demand(work, Permission.EDIT, org.path)


def _rows(work: Reading, person_ids: list[int]) -> list[StaffRow]:
    posts = directory.posts_held(work, person_ids)
    orgs = directory.orgs(work, {post.org_id for held in posts.values() for post in held})
    ahead = absences.ahead(work, person_ids)
    people = select(Person.id, Person.slug, Person.name, Person.phone).where(Person.id.in_(person_ids))
    known = {row.id: row for row in work.session.execute(people)}
    return [
        StaffRow(
            *known[number],
            posts=tuple(posts[number]),
            absences=ahead.get(number, ()),
            may=any(allows(work.actor, Permission.EDIT, orgs[post.org_id].path) for post in posts[number]),
        )
        for number in person_ids
    ]


def _held(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.join(Holding, and_(Holding.person_id == Person.id, directory.valid(Holding)))
        .join(Post, Post.id == Holding.post_id)
        .join(Org, Org.id == Post.org_id)
    )


def _criteria(work: Reading, wanted: Wanted) -> list[ColumnElement[bool]]:
    criteria = [guard.under(work.actor, Permission.SEE)]
    if wanted.org is not None:
        criteria.append(Org.path.startswith(wanted.org.path, autoescape=True))
    if wanted.away:
        open_still = or_(Absence.until.is_(None), Absence.until > work.now)
        criteria.append(Person.id.in_(select(Absence.person_id).where(Absence.since <= work.now, open_still)))
    words = fold(wanted.text)[:100].split()
    return [*criteria, *(Person.name.icontains(word, autoescape=True) for word in words)]


def _time(text: str) -> time | None:
    """``8:30``, ``8点半``, ``14时`` or ``0830`` as a time; ``None`` for anything else."""
    found = _TIME.fullmatch(fold(text).replace(" ", ""))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[4] or (30 if found[3] else 0))
    return time(hour, minute) if hour < 24 and minute < 60 else None
