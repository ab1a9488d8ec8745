"""The editors' desk: what waits for somebody, and every guide that they may see, whatever its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.permissions import Permission, Staff
from portal.catalogue.checks import Severity
from portal.catalogue.findings import Checked, Tally, tallies
from portal.catalogue.models import GuideCard
from portal.catalogue.projection import KIND
from portal.core.paging import pages
from portal.core.text import fold
from portal.core.work import Actor, Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import Org
from portal.publishing.models import Document, Edition, State

PER_PAGE = 50
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A guide in a list: ``number`` and ``state`` of its latest edition; ``live``: the visible number."""

    document_id: int
    code: str
    name: str
    unit: str
    number: int
    state: State
    live: int | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; ``None`` or empty: not narrowed."""

    unit: OrgCard | None = None
    state: State | None = None
    severity: Severity | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[Row, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Guides that wait for the actor: the first few of each pile, and how many there are."""

    returned: Listing
    to_publish: Listing
    drafts: Listing


def waiting(work: Reading) -> Waiting:
    """What the actor has to do: put right what came back, publish what others submitted, finish drafts."""
    own = Edition.author_id == (work.actor.id if work.actor else None)
    others = or_(Edition.author_id.is_(None), ~own)
    publishable = _under(work.actor, Permission.PUBLISH)
    return Waiting(
        returned=_page(work, _latest(work).where(own, Edition.state == State.RETURNED), 1, SHOWN),
        to_publish=_page(
            work, _latest(work).where(publishable, others, Edition.state == State.SUBMITTED), 1, SHOWN
        ),
        drafts=_page(work, _latest(work).where(own, Edition.state == State.DRAFT), 1, SHOWN),
    )


def guides(work: Reading, wanted: Wanted, page: int = 1) -> Listing:
    """One page of the guides that the actor may see, by name."""
    statement = _latest(work).where(*_criteria(wanted))
    if wanted.severity is None:
        return _page(work, statement, page, PER_PAGE)
    found = work.session.execute(statement).all()
    counted = tallies(work, (Checked(row.edition_id, row.digest, row.org_id) for row in found))
    kept = [row for row in found if counted[row.edition_id].has(wanted.severity)]
    page = min(page, pages(len(kept), PER_PAGE))
    return Listing(_rows(work, kept[(page - 1) * PER_PAGE : page * PER_PAGE]), len(kept), page)


def units(work: Reading) -> list[OrgCard]:
    """The units whose guides the actor may see, for the list's filter."""
    owners = select(Document.org_id).join(Org, Org.id == Document.org_id).distinct()
    seen = owners.where(Document.kind == KIND, _under(work.actor, Permission.SEE))
    cards = directory.orgs(work, work.session.scalars(seen))
    return sorted(cards.values(), key=lambda card: card.name)


def _latest(work: Reading) -> Select[*tuple[Any, ...]]:
    newest = aliased(Edition)
    last = select(func.max(newest.number)).where(newest.document_id == Document.id).scalar_subquery()
    live = aliased(Edition)
    return (
        select(
            Document.id,
            Document.code,
            GuideCard.name,
            GuideCard.org_id,
            Edition.id.label("edition_id"),
            Edition.number,
            Edition.state,
            Edition.digest,
            live.number.label("live"),
        )
        .select_from(Document)
        .join(Edition, and_(Edition.document_id == Document.id, Edition.number == last))
        .join(GuideCard, GuideCard.edition_id == Edition.id)
        .join(Org, Org.id == Document.org_id)
        .outerjoin(live, and_(live.document_id == Document.id, live.live(work.now)))
        .where(Document.kind == KIND, _under(work.actor, Permission.SEE))
        .order_by(GuideCard.name, Document.id)
    )


def _under(actor: Actor | None, permission: Permission) -> ColumnElement[bool]:
    paths = actor.paths(permission) if isinstance(actor, Staff) else ()
    return or_(false(), *(Org.path.startswith(path, autoescape=True) for path in paths))


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if wanted.unit is not None:
        criteria.append(Org.path.startswith(wanted.unit.path, autoescape=True))
    if wanted.state is not None:
        criteria.append(Edition.state == wanted.state)
    for word in fold(wanted.text)[:100].split():
        named = GuideCard.name.icontains(word, autoescape=True)
        criteria.append(or_(named, Document.code.icontains(word, autoescape=True)))
    return criteria


def _page(work: Reading, statement: Select[*tuple[Any, ...]], page: int, size: int) -> Listing:
    counting = statement.with_only_columns(func.count()).order_by(None)
    total = work.session.execute(counting).scalar_one()
    page = min(page, pages(total, size))
    found = work.session.execute(statement.limit(size).offset((page - 1) * size)).all()
    return Listing(_rows(work, found), total, page)


def _rows(work: Reading, found: Sequence[Any]) -> tuple[Row, ...]:
    counted = tallies(work, (Checked(row.edition_id, row.digest, row.org_id) for row in found))
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
            counted[row.edition_id],
        )
        for row in found
    )
