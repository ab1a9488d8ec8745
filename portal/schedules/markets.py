"""Market days 赶场日: when and where the next ones are (practice S1)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select

from portal.core.calendar.lunar import FIRST, LAST, lunar
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.near import near
from portal.schedules.models import MarketException, MarketRule
from portal.schedules.rules import Rule, parse

REACHES = (40, 400)
"""How many days ahead a next market day is looked for, first and last."""

_ONE_DAY = timedelta(days=1)
_rule = lru_cache(maxsize=512)(parse)


@dataclass(frozen=True, slots=True)
class MarketDay:
    """A market on a day. ``lunar``: its date on the wall calendar, empty where unknown; ``reason``: why it is
    held although no rule says so, else empty."""

    day: date
    org: OrgCard
    place: str
    hours: str
    note: str
    lunar: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A market that a rule names and that is not held, with the reason."""

    day: date
    org: OrgCard
    reason: str


@dataclass(frozen=True, slots=True)
class _Held:
    org_id: int
    rule: Rule
    place: str
    hours: str
    note: str
    first: date
    last: date

    def days(self, start: date, end: date) -> Iterator[date]:
        return self.rule.days(max(start, self.first), min(end, self.last))


def between(work: Reading, start: date, end: date, org: OrgCard | None = None) -> tuple[MarketDay, ...]:
    """The market days from ``start`` to ``end``, both included, of one organisation or of all, by day."""
    return _days(work, _rules(work, start, end, [org.id] if org else None), start, end)


def ahead(work: Reading, org_ids: Collection[int]) -> dict[int, tuple[MarketDay, ...]]:
    """The next market days of those of these organisations that have a rule, today's included."""
    last = work.today + timedelta(days=REACHES[0])
    rules = _rules(work, work.today, last, org_ids)
    found: dict[int, tuple[MarketDay, ...]] = {rule.org_id: () for rule in rules}
    for market in _days(work, rules, work.today, last):
        found[market.org.id] = (*found[market.org.id], market)
    return found


def _days(work: Reading, rules: list[_Held], start: date, end: date) -> tuple[MarketDay, ...]:
    owners = {rule.org_id for rule in rules}
    differs = _exceptions(work, start, end, owners)
    cards = directory.orgs(work, owners)
    found: dict[tuple[date, int, str], MarketDay] = {}
    for rule in rules:
        for day in {*rule.days(start, end), *_added(differs, rule.org_id)}:
            stays, reason = differs.get((rule.org_id, day), (True, ""))
            if stays:
                reason = "" if rule.rule.holds(day) else reason
                shown = (rule.place, rule.hours, rule.note, lunar_text(day), reason)
                found.setdefault((day, rule.org_id, rule.place), MarketDay(day, cards[rule.org_id], *shown))
    return tuple(sorted(found.values(), key=lambda market: (market.day, market.org.path)))


def dropped(work: Reading, start: date, end: date, org: OrgCard | None = None) -> tuple[Dropped, ...]:
    """The markets that fall away from ``start`` to ``end``, by day."""
    differs = _exceptions(work, start, end, [org.id] if org else None)
    gone = [(key, why) for key, (held, why) in differs.items() if not held]
    cards = directory.orgs(work, {org_id for (org_id, _day), _why in gone})
    return tuple(Dropped(day, cards[org_id], why) for (org_id, day), why in sorted(gone))


def station(work: Reading, org: OrgCard) -> OrgCard | None:
    """Whose market it is for ``org``: its own, else that of its town; ``None`` where there is none."""
    ids = near(work, org)
    known = set(
        work.session.scalars(select(MarketRule.org_id).where(MarketRule.org_id.in_(ids), _open(work)))
    )
    nearest = next((each for each in ids if each in known), None)
    return directory.orgs(work, [nearest])[nearest] if nearest is not None else None


def stations(work: Reading) -> list[OrgCard]:
    """Every organisation that has a market rule now or later, in the order of the tree."""
    ids = set(work.session.scalars(select(MarketRule.org_id).where(_open(work)).distinct()))
    return sorted(directory.orgs(work, ids).values(), key=lambda org: org.path)


def next_days(work: Reading, org: OrgCard, n: int) -> tuple[MarketDay, ...]:
    """The next ``n`` market days of the station of ``org``, today's included; fewer where none is near."""
    at = station(work, org)
    found: tuple[MarketDay, ...] = ()
    for reach in REACHES if at else ():
        found = between(work, work.today, work.today + timedelta(days=reach), at)
        if len(found) >= n:
            break
    return found[:n]


def nearest(work: Reading) -> tuple[MarketDay, ...]:
    """The next market day of each station, the nearest first."""
    wanted = {org.id for org in stations(work)}
    found: dict[int, MarketDay] = {}
    for reach in REACHES:
        if wanted - found.keys():
            for market in between(work, work.today, work.today + timedelta(days=reach)):
                found.setdefault(market.org.id, market)
    return tuple(sorted(found.values(), key=lambda market: (market.day, market.org.path)))


def preview(text: str, start: date, n: int) -> tuple[Rule, tuple[tuple[date, str], ...]]:
    """A rule as read, and its next ``n`` days with their lunar dates. Raises ``UnreadableRule``."""
    rule = parse(text)
    days = rule.days(start, start + timedelta(days=REACHES[-1]))
    return rule, tuple((day, lunar_text(day)) for _count, day in zip(range(n), days, strict=False))


def _rules(work: Reading, start: date, end: date, org_ids: Collection[int] | None) -> list[_Held]:
    statement = select(MarketRule).where(MarketRule.valid_from <= end).order_by(MarketRule.id)
    statement = statement.where(or_(MarketRule.valid_until.is_(None), MarketRule.valid_until > start))
    if org_ids is not None:
        statement = statement.where(MarketRule.org_id.in_(org_ids))
    return [
        _Held(
            row.org_id,
            _rule(row.text),
            row.place,
            row.hours,
            row.note,
            row.valid_from,
            row.valid_until - _ONE_DAY if row.valid_until else date.max,
        )
        for row in work.session.scalars(statement)
    ]


Exceptions = dict[tuple[int, date], tuple[bool, str]]


def _exceptions(work: Reading, start: date, end: date, org_ids: Collection[int] | None) -> Exceptions:
    statement = select(MarketException).where(MarketException.day.between(start, end))
    if org_ids is not None:
        statement = statement.where(MarketException.org_id.in_(org_ids))
    return {(row.org_id, row.day): (row.held, row.reason) for row in work.session.scalars(statement)}


def _added(differs: Exceptions, org_id: int) -> Iterable[date]:
    return (day for (owner, day), (held, _why) in differs.items() if owner == org_id and held)


def _open(work: Reading) -> ColumnElement[bool]:
    return or_(MarketRule.valid_until.is_(None), MarketRule.valid_until > work.today)


def lunar_text(day: date) -> str:
    """The day on the wall calendar, 十月十四; empty where lunar dates are not known."""
    return lunar(day).text() if FIRST <= day < LAST else ""
