"""The editors' desk: documents of a kind by their latest edition, whatever its state, and what waits.

A kind brings its card: the projection row, and which column of it is the document's name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.guard import under
from portal.accounts.permissions import Permission
from portal.core.paging import pages
from portal.core.text import fold
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import Org
from portal.publishing.models import Document, Edition, State

PER_PAGE = 50
SHOWN = 10

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents of one kind. ``card``: their projection class; ``name``: its column with the name."""

    kind: str
    card: Any
    name: Any


@dataclass(frozen=True, slots=True)
class Row:
    """A document in a list: ``number`` and ``state`` of its latest edition; ``live``: the visible number."""

    document_id: int
    code: str
    name: str
    unit: str
    number: int
    state: State
    live: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; ``None`` or empty: not narrowed."""

    unit: OrgCard | None = None
    state: State | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows of ``latest``, and how many there are in all."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


def latest(work: Reading, shelf: Shelf) -> Rows:
    """Documents that the actor may see, each with its latest edition and its card, by name."""
    newest = aliased(Edition)
    last = select(func.max(newest.number)).where(newest.document_id == Document.id).scalar_subquery()
    live = aliased(Edition)
    return (
        select(
            Document.id,
            Document.code,
            shelf.name.label("name"),
            shelf.card.org_id,
            Edition.id.label("edition_id"),
            Edition.number,
            Edition.state,
            Edition.digest,
            live.number.label("live"),
        )
        .select_from(Document)
        .join(Edition, and_(Edition.document_id == Document.id, Edition.number == last))
        .join(shelf.card, shelf.card.edition_id == Edition.id)
        .join(Org, Org.id == Document.org_id)
        .outerjoin(live, and_(live.document_id == Document.id, live.live(work.now)))
        .where(Document.kind == shelf.kind, under(work.actor, Permission.SEE))
        .order_by(shelf.name, Document.id)
    )


def narrowed(statement: Rows, shelf: Shelf, wanted: Wanted) -> Rows:
    """``latest``, narrowed to what is wanted."""
    if wanted.unit is not None:
        statement = statement.where(Org.path.startswith(wanted.unit.path, autoescape=True))
    if wanted.state is not None:
        statement = statement.where(Edition.state == wanted.state)
    for word in fold(wanted.text)[:100].split():
        named = shelf.name.icontains(word, autoescape=True)
        statement = statement.where(or_(named, Document.code.icontains(word, autoescape=True)))
    return statement


def piles(work: Reading, shelf: Shelf) -> Iterator[tuple[State, Found]]:
    """What the actor has to do: put right what came back, publish what others submitted, finish drafts."""
    own = Edition.author_id == (work.actor.id if work.actor else None)
    others = or_(Edition.author_id.is_(None), ~own)
    mine = {
        State.RETURNED: own,
        State.SUBMITTED: and_(under(work.actor, Permission.PUBLISH), others),
        State.DRAFT: own,
    }
    for state, whose in mine.items():
        yield state, paged(work, latest(work, shelf).where(Edition.state == state, whose), 1, SHOWN)


def paged(work: Reading, statement: Rows, page: int, size: int = PER_PAGE) -> Found:
    """One page of ``statement``; the last one where it has fewer."""
    counting = statement.with_only_columns(func.count()).order_by(None)
    total = work.session.execute(counting).scalar_one()
    page = min(page, pages(total, size))
    rows = work.session.execute(statement.limit(size).offset((page - 1) * size)).all()
    return Found(rows, total, page)


def rows(work: Reading, found: Sequence[Any]) -> tuple[Row, ...]:
    """Rows of ``latest`` with the names of their units."""
    cards = directory.orgs(work, {row.org_id for row in found})
    return tuple(
        Row(
            row.id,
            row.code,
            row.name,
            cards[row.org_id].name if row.org_id in cards else "",
            row.number,
            row.state,
            row.live,
        )
        for row in found
    )


def units(work: Reading, kind: str) -> list[OrgCard]:
    """The units whose documents of this kind the actor may see, for the list's filter."""
    owners = select(Document.org_id).join(Org, Org.id == Document.org_id).distinct()
    seen = owners.where(Document.kind == kind, under(work.actor, Permission.SEE))
    cards = directory.orgs(work, work.session.scalars(seen))
    return sorted(cards.values(), key=lambda card: card.name)
