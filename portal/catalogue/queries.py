"""Reading guides: the page of one, the cards of some. Plain rows, no entities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from portal.catalogue.body import Guide
from portal.catalogue.codes import Handling, Kind, Level
from portal.catalogue.models import GuideCard
from portal.catalogue.projection import KIND
from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard, PostCard, WindowCard
from portal.publishing.models import Document, Edition, State

PARSED = 256
"""Guides kept as they were read, of about 60 KB each; a body never changes."""

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide with what it points to. ``unit`` owns it."""

    document_id: int
    guide: Guide
    number: int
    live_from: datetime | None
    live_until: datetime | None
    unit: OrgCard
    co_units: tuple[OrgCard, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A guide in a list."""

    code: str
    name: str
    org_id: int
    kind: Kind
    level: Level | None
    handling: Handling | None
    days: int | None
    day_unit: str
    free: bool | None
    complete: bool


_now = bindparam("now", type_=UTCDateTime())
_live = and_(Edition.live_from <= _now, or_(Edition.live_until.is_(None), _now < Edition.live_until))
_editions: Rows = (
    select(Document.id, Document.org_id, Edition.number, Edition.body, Edition.live_from, Edition.live_until)
    .join(Edition, Edition.document_id == Document.id)
    .where(Document.kind == KIND, Document.code == bindparam("code"))
)
_live_edition = _editions.where(_live)
_past_edition = _editions.where(
    Edition.number == bindparam("number"), Edition.live_from <= _now, Edition.state == State.APPROVED
)
_withdrawn: Rows = (
    select(Edition.reason, Edition.live_until)
    .join(Document, Document.id == Edition.document_id)
    .where(Document.kind == KIND, Document.code == bindparam("code"), Edition.state == State.WITHDRAWN)
    .order_by(Edition.number.desc())
    .limit(1)
)
_cards: Rows = (
    select(
        Document.code,
        GuideCard.name,
        GuideCard.org_id,
        GuideCard.kind,
        GuideCard.level,
        GuideCard.handling,
        GuideCard.days,
        GuideCard.day_unit,
        GuideCard.free,
        GuideCard.complete,
    )
    .join(Edition, Edition.id == GuideCard.edition_id)
    .join(Document, Document.id == Edition.document_id)
    .where(_live)
)
_cards_by_id: Rows = _cards.add_columns(Document.id).where(Document.id.in_(bindparam("ids", expanding=True)))
_cards_by_code: Rows = _cards.where(Document.code.in_(bindparam("codes", expanding=True)))


def guide_page(work: Reading, code: str, number: int | None = None) -> GuidePage | None:
    """The edition that holds now, or a past edition by its number."""
    if number is None:
        found = work.rows(_live_edition, {"code": code, "now": work.now})
    else:
        found = work.rows(_past_edition, {"code": code, "now": work.now, "number": number})
    row = found.first()
    return assemble(work, row) if row else None


def assemble(work: Reading, row: Any) -> GuidePage:
    """A row of document and edition with what its body points to."""
    guide = _parsed(row.body)
    orgs = directory.orgs(work, {row.org_id, guide.unit_id, *guide.co_unit_ids})
    return GuidePage(
        document_id=row.id,
        guide=guide,
        number=row.number,
        live_from=row.live_from,
        live_until=row.live_until,
        unit=orgs[guide.unit_id],
        co_units=tuple(orgs[i] for i in guide.co_unit_ids if i in orgs),
    )


@lru_cache(PARSED)
def _parsed(body: str) -> Guide:
    return Guide.parse(body)


def withdrawn(work: Reading, code: str) -> str | None:
    """Why the guide of this code was withdrawn; ``None`` where it was not."""
    row = work.session.execute(_withdrawn, {"code": code}).first()
    return row.reason if row else None


def places(work: Reading, page: GuidePage, window_ids: tuple[int, ...] | None) -> list[WindowCard]:
    """The windows to go to: the case's, else the guide's, else the unit's own."""
    default = (page.unit.window_id,) if page.unit.window_id else ()
    wanted = window_ids or page.guide.window_ids or default
    found = directory.windows(work, wanted)
    return [found[i] for i in wanted if i in found]


def answerable(work: Reading, page: GuidePage, windows: list[WindowCard]) -> list[PostCard]:
    """The posts of the unit at these windows, with who holds them today."""
    return directory.posts_at(work, page.unit.id, [window.id for window in windows])


def cards(work: Reading, document_ids: Iterable[int]) -> dict[int, Card]:
    """Those of these guides that are published now, by document id."""
    rows = work.rows(_cards_by_id, {"ids": list(document_ids), "now": work.now})
    return {row[-1]: Card(*row[:-1]) for row in rows}


def named(work: Reading, codes: Sequence[str]) -> list[Card]:
    """Those of these guides that are published now, in the order of ``codes``."""
    rows = work.rows(_cards_by_code, {"codes": list(codes), "now": work.now})
    found = {row.code: Card(*row) for row in rows}
    return [found[code] for code in codes if code in found]


def addresses(work: Reading) -> list[tuple[str, datetime]]:
    """Code and publication moment of every guide that is published now, for the site map."""
    wanted: Rows = _cards.with_only_columns(Document.code, Edition.live_from).order_by(Document.id)
    return [(row.code, row.live_from) for row in work.session.execute(wanted, {"now": work.now})]
