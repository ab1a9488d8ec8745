"""A month of market days as a wall calendar shows it."""

import calendar
from dataclasses import dataclass
from datetime import date

from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.schedules import markets
from portal.schedules.markets import MarketDay

FARTHEST = 24
"""Months ahead that can be looked at."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month. ``markets`` empty: none is held; ``dropped``: why one falls away."""

    day: date
    lunar: str
    markets: tuple[MarketDay, ...]
    dropped: str


Week = tuple[Cell | None, ...]


def month(work: Reading, org: OrgCard, first: date) -> tuple[Week, ...]:
    """The weeks, Monday to Sunday, of the month that begins on ``first``; ``None`` outside of it."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    held: dict[date, tuple[MarketDay, ...]] = {}
    for market in markets.between(work, first, last, org):
        held[market.day] = (*held.get(market.day, ()), market)
    gone = {each.day: each.reason for each in markets.dropped(work, first, last, org)}
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(
            Cell(day, markets.lunar_text(day), held.get(day, ()), gone.get(day, ""))
            if day.month == first.month
            else None
            for day in week
        )
        for week in weeks
    )


def first_of(text: str, today: date) -> date:
    """The first day of the month ``2026-12``; of this month for anything out of reach."""
    months = [step(today.replace(day=1), n) for n in range(FARTHEST + 1)]
    return next((each for each in months if each.strftime("%Y-%m") == text), months[0])


def step(first: date, months: int) -> date:
    """The first day of the month that many months on."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
