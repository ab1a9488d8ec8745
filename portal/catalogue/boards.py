"""Disclosure boards 公开栏 (practice S8): time limits, fees and powers, from the same rows as lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, func, or_, select

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import DayUnit, Handling, Kind, Level
from portal.catalogue.models import GuideCard, GuideFee
from portal.core.db import UTCDateTime
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


_now = bindparam("now", type_=UTCDateTime())
_guides: Rows = (
    select(Document.code, GuideCard.name, GuideCard.org_id)
    .select_from(GuideCard)
    .join(Edition, Edition.id == GuideCard.edition_id)
    .join(Document, Document.id == Edition.document_id)
    .join(Org, Org.id == GuideCard.org_id)
    .where(Edition.live_from <= _now, or_(Edition.live_until.is_(None), _now < Edition.live_until))
    .order_by(GuideCard.org_id, GuideCard.name, Document.code)
)
_limits = _guides.add_columns(
    GuideCard.handling,
    GuideCard.days,
    GuideCard.day_unit,
    GuideCard.statutory_days,
    GuideCard.statutory_unit,
).where(GuideCard.complete)
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

    return _board(work, _limits, org, page, line)


def fees(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> Board[FeeLine]:
    """Every fee with standard and basis."""

    def line(row: Any) -> FeeLine:
        amount = Decimal(row.amount) if row.amount else None
        return FeeLine(
            row.code, row.name, row.org_id, row.fee, row.cases, amount, row.standard, row.basis, row.reduction
        )

    return _board(work, _fees, org, page, line)


def powers(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> Board[PowerLine]:
    """What each unit may and must do, with its legal bases."""

    def line(row: Any) -> PowerLine:
        return PowerLine(row.code, row.name, row.org_id, row.kind, row.level, tuple(row.basis.splitlines()))

    return _board(work, _powers, org, page, line)


def without_fee(work: Reading, org: OrgCard | None = None) -> tuple[int, int]:
    """How many guides say that they are free and list no fee, and of how many it is not known."""
    rows = _within(_guides, org).where(GuideCard.edition_id.not_in(select(GuideFee.edition_id)))
    counted = rows.with_only_columns(GuideCard.free, func.count()).order_by(None).group_by(GuideCard.free)
    found = {row[0]: row[1] for row in work.session.execute(counted, {"now": work.now})}
    return found.get(True, 0), found.get(None, 0) + found.get(False, 0)


def units(work: Reading) -> list[int]:
    """Ids of the organisations that have a published guide; of each, one is looked for, not all."""
    own = select(GuideCard.edition_id).join(Edition, Edition.id == GuideCard.edition_id)
    rows = select(Org.id).where(own.where(GuideCard.org_id == Org.id, Edition.live(work.now)).exists())
    return list(work.session.scalars(rows))


def _board(
    work: Reading, statement: Rows, org: OrgCard | None, page: int | None, line: Callable[[Any], Row]
) -> Board[Row]:
    values = {"now": work.now}
    statement = _within(statement, org)
    counting = statement.with_only_columns(func.count(), func.max(Edition.live_from)).order_by(None)
    total, changed = work.session.execute(counting, values).one()
    many = pages(total, PER_PAGE) if page else 1
    page = min(page or 1, many)
    shown = statement.limit(MOST) if many == 1 else statement.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    lines = tuple(line(row) for row in work.session.execute(shown, values))
    return Board(lines, total, page, many, changed)


def _within(statement: Rows, org: OrgCard | None) -> Rows:
    return statement if org is None else statement.where(Org.path.startswith(org.path, autoescape=True))


def _limit(days: int | None, unit: str) -> TimeLimit | None:
    return TimeLimit(days=days, unit=DayUnit(unit)) if days is not None else None
