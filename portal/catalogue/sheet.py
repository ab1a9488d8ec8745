"""What the page of a guide shows for the answers given: the guide, the case, the places and the people."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from portal.catalogue.body import Guide, Material, TimeLimit
from portal.catalogue.cases import Applied, Selection, choose
from portal.catalogue.flowchart.flow import Flow, flow
from portal.catalogue.queries import PARSED, GuidePage, answerable, places
from portal.core.calendar.local import local_calendar
from portal.core.calendar.workdays import Due, Unit
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import PostCard, WindowCard


@dataclass(frozen=True, slots=True)
class Sheet:
    """A guide's page.

    ``ready``: when what is handed in on ``handed_in`` is done at the latest; ``None`` where it is done on the
    spot, or no limit is known. ``past``: the edition holds no more. ``flow``: what follows what, for the
    answers given.
    """

    page: GuidePage
    selection: Selection
    windows: tuple[WindowCard, ...]
    posts: tuple[PostCard, ...]
    handed_in: date
    ready: Due | None
    past: bool
    flow: Flow

    @property
    def guide(self) -> Guide:
        return self.page.guide

    @property
    def applied(self) -> Applied:
        return self.selection.applied

    @property
    def phone(self) -> str:
        """Whom to ask: the window, else the unit."""
        return next((window.phone for window in self.windows if window.phone), self.page.unit.phone)

    @property
    def fee_span(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most in yuan; ``None`` where an amount is unknown."""
        amounts = [fee.amount for fee in self.applied.fees if fee.amount is not None]
        if not amounts or len(amounts) < len(self.applied.fees):
            return None
        return min(amounts), max(amounts)

    def missing(self, ids: Collection[str]) -> tuple[Material, ...]:
        """The materials of this case among ``ids``, in the order of the list; other ids are ignored."""
        listed = (material for group in self.applied.materials for material in group.materials)
        return tuple(material for material in listed if material.id in ids)


def sheet(work: Reading, page: GuidePage, chosen: tuple[str, ...] = ()) -> Sheet:
    """Put the page together; a past edition names the places and people of its own last day."""
    past = page.live_until is not None and page.live_until <= work.now
    then = work
    if page.live_until is not None and past:
        then = replace(work, now=page.live_until - timedelta(microseconds=1))
        unit = directory.orgs(then, [page.unit.id]).get(page.unit.id, page.unit)
        page = replace(page, unit=unit)
    selection, order = _answered(page.guide, chosen)
    windows = places(then, page, selection.applied.window_ids)
    handed_in, ready = _ready(work, selection.applied.promised)
    return Sheet(
        page=page,
        selection=selection,
        windows=tuple(windows),
        posts=tuple(answerable(then, page, windows)),
        handed_in=handed_in,
        ready=ready,
        past=past,
        flow=order,
    )


@lru_cache(PARSED)
def _answered(guide: Guide, chosen: tuple[str, ...]) -> tuple[Selection, Flow]:
    """What follows from a body, which never changes, and the answers."""
    selection = choose(guide, chosen)
    return selection, flow(guide, selection.case)


def _ready(work: Reading, limit: TimeLimit | None) -> tuple[date, Due | None]:
    calendar = local_calendar(work)
    start = calendar.next_working(work.today)
    if limit is None or limit.days == 0:
        return start, None
    return start, calendar.add(start, limit.days, Unit(limit.unit.value))
