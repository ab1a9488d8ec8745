"""The inbox: what the actor may see, narrowed, counted, and in the order in which it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from portal.accounts.models import User
from portal.accounts.permissions import Permission, Staff
from portal.cases.access import held, visible
from portal.cases.channels import CHANNELS, ENTRUSTED, CaseKind, Channel
from portal.cases.codes import plain_number
from portal.cases.models import Case
from portal.cases.workflow import OPEN, CaseState, Publication
from portal.core.i18n import Message, _
from portal.core.paging import pages
from portal.core.text import fold
from portal.core.work import Reading
from portal.directory import queries as directory

PER_PAGE = 30
SHOWN = 10


class Pile(StrEnum):
    """What is to be done with a letter."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    LATE = "late"
    PROPOSED = "proposed"


PILES: dict[Pile, Message] = {
    Pile.MINE: _("Mine"),
    Pile.UNASSIGNED: _("Nobody has taken it"),
    Pile.LATE: _("Late"),
    Pile.PROPOSED: _("Publication to decide"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the inbox is narrowed to; ``None`` or empty: not narrowed."""

    pile: Pile | None = None
    channel: str = ""
    state: CaseState | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    number: str
    channel: Channel
    kind: CaseKind
    title: str
    state: CaseState
    publication: Publication
    unit: str
    handler: str
    received_at: datetime
    due: date
    provisional: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def inbox(work: Reading, wanted: Wanted, page: int = 1) -> Listing:
    """One page of the letters that the actor may see: unanswered first, by the day they are due."""
    statement = _cases(work).where(*_criteria(work, wanted))
    return _page(work, statement, page, PER_PAGE)


def everything(work: Reading, wanted: Wanted) -> tuple[Row, ...]:
    """All of them, for an export."""
    return _rows(work, work.session.execute(_cases(work).where(*_criteria(work, wanted))).all())


def counts(work: Reading) -> dict[Pile, int]:
    """How many letters each pile has for the actor."""
    columns = [func.count(case((pile_clause(work, pile), 1))) for pile in Pile]
    found = work.session.execute(select(*columns).select_from(Case).where(visible(work))).one()
    return dict(zip(Pile, found, strict=True))


def waiting(work: Reading) -> dict[Pile, Listing]:
    """What waits for the actor: the first few of each pile that they can do something about."""
    piles = (Pile.MINE, Pile.UNASSIGNED, Pile.PROPOSED)
    return {pile: _page(work, _cases(work).where(pile_clause(work, pile)), 1, SHOWN) for pile in piles}


def pile_clause(work: Reading, pile: Pile) -> ColumnElement[bool]:
    """The letters of a pile, among those that are visible."""
    actor = work.actor.id if work.actor else None
    if pile is Pile.MINE:
        return (Case.handler_id == actor) & (Case.state != CaseState.CLOSED)
    if pile is Pile.LATE:
        return and_(Case.late(work.today))
    theirs = or_(
        Case.channel.in_(ENTRUSTED),
        held(work.actor, Permission.HANDLE) if isinstance(work.actor, Staff) else Case.id.is_(None),
    )
    if pile is Pile.PROPOSED:
        return theirs & (Case.publication == Publication.PROPOSED)
    return theirs & Case.handler_id.is_(None) & Case.state.in_(OPEN)


def _cases(work: Reading) -> Select[*tuple[Any, ...]]:
    return (
        select(Case, User.name)
        .outerjoin(User, User.id == Case.handler_id)
        .where(visible(work))
        .order_by(case((Case.state.in_(OPEN), 0), else_=1), Case.due, Case.id)
    )


def _criteria(work: Reading, wanted: Wanted) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if wanted.pile is not None:
        criteria.append(pile_clause(work, wanted.pile))
    if wanted.channel:
        criteria.append(Case.channel == wanted.channel)
    if wanted.state is not None:
        criteria.append(Case.state == wanted.state)
    for word in fold(wanted.text)[:100].split():
        fields = (Case.title, Case.text, Case.author_name, Case.author_phone, Case.number)
        said = [field.icontains(word, autoescape=True) for field in fields]
        criteria.append(or_(Case.number == plain_number(word), *said))
    return criteria


def _page(work: Reading, statement: Select[*tuple[Any, ...]], page: int, size: int) -> Listing:
    counting = statement.with_only_columns(func.count()).order_by(None)
    total = work.session.execute(counting).scalar_one()
    page = min(max(page, 1), pages(total, size))
    found = work.session.execute(statement.limit(size).offset((page - 1) * size)).all()
    return Listing(_rows(work, found), total, page, pages(total, size))


def _rows(work: Reading, found: Sequence[Any]) -> tuple[Row, ...]:
    units = directory.orgs(work, {letter.org_id for letter, _name in found if letter.org_id})
    return tuple(
        Row(
            id=letter.id,
            number=letter.number,
            channel=CHANNELS[letter.channel],
            kind=letter.kind,
            title=letter.title,
            state=letter.state,
            publication=letter.publication,
            unit=units[letter.org_id].name if letter.org_id in units else "",
            handler=name or "",
            received_at=letter.received_at,
            due=letter.due,
            provisional=letter.provisional,
            late=letter.late(work.today),
        )
        for letter, name in found
    )
