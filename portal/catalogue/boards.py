"""Disclosure boards 公开栏 (practice S8): time limits, fees and powers, from the same rows as lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import numpy as np
from sqlalchemy import Select, bindparam, select

from portal.catalogue.body import TimeLimit
from portal.catalogue.census import COMPLETE, FREE, Census, Flags, changed
from portal.catalogue.census import Rows as Guides
from portal.catalogue.codes import DayUnit, Handling, Kind, Level
from portal.catalogue.enumerator import census
from portal.catalogue.models import GuideCard, GuideFee
from portal.core.paging import pages
from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.directory.models import Org
from portal.publishing.models import Document, Edition

PER_PAGE = 50
MOST = 5000
"""Rows of a board shown in one piece, for print and for CSV."""

Row = TypeVar("Row", bound="Line")
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """What every row of a board says: which matter, of which unit."""

    code: str
    name: str
    org_id: int


@dataclass(frozen=True, slots=True)
class LimitLine(Line):
    handling: Handling | None
    promised: TimeLimit | None
    statutory: TimeLimit | None


@dataclass(frozen=True, slots=True)
class FeeLine(Line):
    """``amount`` in yuan, ``None`` where the standard is a formula; ``cases``: for which, empty: for all."""

    fee: str
    cases: str
    amount: Decimal | None
    standard: str
    basis: str
    reduction: str


@dataclass(frozen=True, slots=True)
class PowerLine(Line):
    kind: Kind
    level: Level | None
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board(Generic[Row]):
    """One page of a board, unit by unit. ``changed``: when the latest of its guides was published."""

    lines: tuple[Row, ...]
    total: int
    page: int
    pages: int
    changed: datetime | None


_guides: Rows = (
    select(GuideCard.edition_id, Document.code, GuideCard.name, GuideCard.org_id)
    .join(Edition, Edition.id == GuideCard.edition_id)
    .join(Document, Document.id == Edition.document_id)
    .where(GuideCard.edition_id.in_(bindparam("ids", expanding=True)))
)
_limits = _guides.add_columns(
    GuideCard.handling,
    GuideCard.days,
    GuideCard.day_unit,
    GuideCard.statutory_days,
    GuideCard.statutory_unit,
)
_fees = (
    _guides.add_columns(
        GuideFee.name.label("fee"),
        GuideFee.cases,
        GuideFee.amount,
        GuideFee.standard,
        GuideFee.basis,
        GuideFee.reduction,
    )
    .join(GuideFee, GuideFee.edition_id == GuideCard.edition_id)
    .order_by(GuideFee.position)
)
_powers = _guides.add_columns(GuideCard.kind, GuideCard.level, GuideCard.basis)


def time_limits(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> Board[LimitLine]:
    """Promised and statutory limits of what is listed completely; ``page`` ``None``: all of them."""

    def line(row: Any) -> LimitLine:
        promised = _limit(row.days, row.day_unit)
        statutory = _limit(row.statutory_days, row.statutory_unit)
        return LimitLine(row.code, row.name, row.org_id, row.handling, promised, statutory)

    guides = census(work)
    complete = guides.on_boards(_within(guides, org) & guides.having(COMPLETE))
    return _board(work, _limits, complete, page, line)


def fees(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> Board[FeeLine]:
    """Every fee with standard and basis."""

    def line(row: Any) -> FeeLine:
        amount = Decimal(row.amount) if row.amount else None
        return FeeLine(
            row.code, row.name, row.org_id, row.fee, row.cases, amount, row.standard, row.basis, row.reduction
        )

    guides = census(work)
    found = guides.on_boards(_within(guides, org))
    return _board(work, _fees, np.repeat(found, found["fees"]), page, line)


def powers(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> Board[PowerLine]:
    """What each unit may and must do, with its legal bases."""

    def line(row: Any) -> PowerLine:
        return PowerLine(row.code, row.name, row.org_id, row.kind, row.level, tuple(row.basis.splitlines()))

    guides = census(work)
    found = guides.on_boards(_within(guides, org))
    return _board(work, _powers, found, page, line)


def without_fee(work: Reading, org: OrgCard | None = None) -> tuple[int, int]:
    """How many guides say that they are free and list no fee, and of how many it is not known."""
    guides = census(work)
    found = guides.on_boards(_within(guides, org))
    without = found[found["fees"] == 0]
    free = int(np.count_nonzero(guides.having(FREE)[without["group"]]))
    return free, len(without) - free


def units(work: Reading) -> list[int]:
    """Ids of the organisations that have a published guide; of each, one is looked for, not all."""
    own = select(GuideCard.edition_id).join(Edition, Edition.id == GuideCard.edition_id)
    rows = select(Org.id).where(own.where(GuideCard.org_id == Org.id, Edition.live(work.now)).exists())
    return list(work.session.scalars(rows))


def _board(
    work: Reading, statement: Rows, lines: Guides, page: int | None, line: Callable[[Any], Row]
) -> Board[Row]:
    """``lines``: of each line its guide."""
    total = len(lines)
    many = pages(total, PER_PAGE) if page else 1
    page = min(page or 1, many)
    first = (page - 1) * PER_PAGE
    editions = lines["edition"][first : first + (MOST if many == 1 else PER_PAGE)]
    places = {edition: place for place, edition in enumerate(dict.fromkeys(editions.tolist()))}
    rows = sorted(work.rows(statement, {"ids": list(places)}), key=lambda row: places[row.edition_id])
    # The first guide may have begun on the page before.
    begun = np.count_nonzero(lines["edition"][:first] == editions[:1])
    shown = rows[begun : begun + len(editions)]
    return Board(tuple(map(line, shown)), total, page, many, changed(lines))


def _within(guides: Census, org: OrgCard | None) -> Flags:
    return guides.below(org.path if org else "")


def _limit(days: int | None, unit: str) -> TimeLimit | None:
    return TimeLimit(days=days, unit=DayUnit(unit)) if days is not None else None
