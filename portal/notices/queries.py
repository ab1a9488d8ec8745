"""Reading notices: one, a list, the latest. Plain rows, no entities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations

from portal.core.paging import pages
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import Org
from portal.media import queries as media
from portal.media.queries import Stored
from portal.notices.body import Notice
from portal.notices.columns import ColumnSlug
from portal.notices.models import NoticeCard
from portal.notices.projection import KIND
from portal.publishing.models import Document, Edition, EditionRef, State

PER_PAGE = 20
FEED = 50

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """A notice in a list. ``published``: when its first edition began; ``updated``: when this one did."""

    id: int
    title: str
    summary: str
    column: ColumnSlug
    org_id: int
    valid_until: date | None
    published: datetime
    updated: datetime

    def over(self, today: date) -> bool:
        """It does not hold any more."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class Listing:
    cards: tuple[Card, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice with what it points to. ``files``: pairs of file and caption; a draft has no moments."""

    document_id: int
    notice: Notice
    number: int
    unit: OrgCard
    files: tuple[tuple[Stored, str], ...]
    published: datetime | None
    live_from: datetime | None
    live_until: datetime | None

    def over(self, now: datetime, today: date) -> bool:
        """Its time has passed: taken out of the lists, or past the last day on which it holds."""
        ended = self.live_until is not None and self.live_until <= now
        return ended or (self.notice.valid_until is not None and self.notice.valid_until < today)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A notice that was public and was withdrawn."""

    reason: str


_any = aliased(Edition)
_published = (
    select(func.min(_any.live_from))
    .where(
        _any.document_id == Document.id,
        _any.state.in_((State.APPROVED, State.WITHDRAWN)),
        or_(_any.live_until.is_(None), _any.live_from < _any.live_until),
    )
    .correlate(Document)
    .scalar_subquery()
)
_cards: Rows = (
    select(
        Document.id,
        NoticeCard.title,
        NoticeCard.summary,
        NoticeCard.column,
        NoticeCard.org_id,
        NoticeCard.valid_until,
        _published.label("published"),
        Edition.live_from,
    )
    .join(Edition, Edition.document_id == Document.id)
    .join(NoticeCard, NoticeCard.edition_id == Edition.id)
    .join(Org, Org.id == NoticeCard.org_id)
    .where(Document.kind == KIND)
)
_NEWEST = (_published.desc(), Document.id.desc())
_editions: Rows = (
    select(
        Document.id,
        Document.org_id,
        Edition.number,
        Edition.body,
        Edition.state,
        Edition.reason,
        Edition.live_from,
        Edition.live_until,
        _published.label("published"),
    )
    .join(Edition, Edition.document_id == Document.id)
    .where(Document.kind == KIND)
)


def visible(work: Reading) -> SQLCoreOperations[bool]:
    """What the public finds in lists now."""
    return Edition.live(work.now)


def standing(work: Reading) -> ColumnElement[bool]:
    """The newest edition of each notice that was ever public: what its address shows, or why it does not."""
    newest = select(func.max(_any.number)).where(
        _any.document_id == Edition.document_id,
        _any.state.in_((State.APPROVED, State.WITHDRAWN)),
        _any.live_from <= work.now,
        or_(_any.live_until.is_(None), _any.live_from <= _any.live_until),
    )
    return Edition.number == newest.correlate(Edition).scalar_subquery()


def listing(
    work: Reading, *, column: ColumnSlug | None = None, org: OrgCard | None = None, page: int = 1
) -> Listing:
    """One page of the notices that are published now, the newest first; ``org`` takes in what is below it."""
    narrowed = _narrowed(work, column, org)
    counting = narrowed.with_only_columns(func.count(), maintain_column_froms=True)
    total = work.session.execute(counting).scalar_one()
    page = min(page, pages(total, PER_PAGE))
    shown = narrowed.order_by(*_NEWEST).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Listing(_found(work, shown), total, page)


def latest(work: Reading, n: int, org: OrgCard | None = None) -> tuple[Card, ...]:
    """The ``n`` newest notices; of one unit and those below it where ``org`` is given."""
    return _found(work, _narrowed(work, None, org).order_by(*_NEWEST).limit(n))


def cards(work: Reading, document_ids: Iterable[int]) -> dict[int, Card]:
    """Those of these notices that are published now, by id."""
    found = _found(work, _narrowed(work).where(Document.id.in_(list(document_ids))))
    return {card.id: card for card in found}


def filled(work: Reading) -> tuple[ColumnSlug, ...]:
    """The columns in which something is published now."""
    found = set(work.session.scalars(_narrowed(work).with_only_columns(NoticeCard.column).distinct()))
    return tuple(slug for slug in ColumnSlug if slug in found)


def publishers(work: Reading) -> list[OrgCard]:
    """The units that have published something which is shown now, by name."""
    ids = work.session.scalars(_narrowed(work).with_only_columns(NoticeCard.org_id).distinct())
    return sorted(directory.orgs(work, ids).values(), key=lambda org: org.name)


def one(work: Reading, document_id: int) -> NoticePage | Withdrawn | None:
    """The edition that holds now or held last; ``None`` for what was never public."""
    row = work.session.execute(_editions.where(Document.id == document_id, standing(work))).first()
    if row is None:
        return None
    return Withdrawn(row.reason) if row.state is State.WITHDRAWN else assemble(work, row, row.published)


def assemble(work: Reading, row: Any, published: datetime | None = None) -> NoticePage:
    """A row of document and edition with what its body points to."""
    notice = Notice.parse(row.body)
    files = media.several(work, (attachment.media_id for attachment in notice.attachments))
    return NoticePage(
        document_id=row.id,
        notice=notice,
        number=row.number,
        unit=directory.orgs(work, [notice.org_id])[notice.org_id],
        files=tuple((files[a.media_id], a.caption) for a in notice.attachments if a.media_id in files),
        published=published,
        live_from=row.live_from,
        live_until=row.live_until,
    )


def shown_files(work: Reading) -> Select[int | None]:
    """Ids of the files of notices that everybody may read: a public use of media."""
    return (
        select(EditionRef.ref_id)
        .join(Edition, Edition.id == EditionRef.edition_id)
        .join(Document, Document.id == Edition.document_id)
        .where(
            Document.kind == KIND,
            EditionRef.kind == "media",
            Edition.state == State.APPROVED,
            standing(work),
        )
    )


def _narrowed(work: Reading, column: ColumnSlug | None = None, org: OrgCard | None = None) -> Rows:
    narrowed = _cards.where(visible(work))
    if column is not None:
        narrowed = narrowed.where(NoticeCard.column == column)
    if org is not None:
        narrowed = narrowed.where(Org.path.startswith(org.path, autoescape=True))
    return narrowed


def _found(work: Reading, statement: Rows) -> tuple[Card, ...]:
    return tuple(Card(*row) for row in work.session.execute(statement))
