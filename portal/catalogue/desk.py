"""Guides on the editors' desk: what waits for somebody, and the list, with what the check list found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.catalogue.checks import Severity
from portal.catalogue.findings import Checked, Tally, tallies
from portal.catalogue.models import GuideCard
from portal.catalogue.projection import KIND
from portal.core.paging import pages
from portal.core.work import Reading
from portal.publishing import desk
from portal.publishing.desk import PER_PAGE, Found, Row, Shelf, Wanted
from portal.publishing.models import State

SHELF = Shelf(KIND, GuideCard, GuideCard.name)


@dataclass(frozen=True, slots=True)
class Checklisted:
    """A guide in a list, with how much the checks found."""

    row: Row
    tally: Tally


def waiting(work: Reading) -> dict[State, Found]:
    """Guides that wait for the actor, by the state in which they wait."""
    return {state: replace(found, rows=_rows(work, found.rows)) for state, found in desk.piles(work, SHELF)}


def guides(work: Reading, wanted: Wanted, severity: Severity | None = None, page: int = 1) -> Found:
    """One page of the guides that the actor may see, by name; ``severity``: those with such findings."""
    statement = desk.narrowed(desk.latest(work, SHELF), SHELF, wanted)
    if severity is None:
        found = desk.paged(work, statement, page)
        return replace(found, rows=_rows(work, found.rows))
    every = work.session.execute(statement).all()
    counted = _tallies(work, every)
    kept = [row for row in every if counted[row.edition_id].has(severity)]
    page = min(page, pages(len(kept), PER_PAGE))
    return Found(_rows(work, kept[(page - 1) * PER_PAGE : page * PER_PAGE]), len(kept), page)


def _rows(work: Reading, found: Sequence[Any]) -> tuple[Checklisted, ...]:
    counted = _tallies(work, found)
    named = desk.rows(work, found)
    return tuple(Checklisted(row, counted[each.edition_id]) for row, each in zip(named, found, strict=True))


def _tallies(work: Reading, found: Sequence[Any]) -> dict[int, Tally]:
    return tallies(work, (Checked(row.edition_id, row.digest, row.org_id) for row in found))
