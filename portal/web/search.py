"""What a request asks the search for, and how often one address may ask."""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.request import Request

from portal.core.i18n import Message
from portal.core.text import fold
from portal.directory import queries as directory
from portal.search.facets import CATEGORIES, KINDS, TITLES
from portal.search.words import keep_up
from portal.web.paging import wanted_page
from search_index.engine import MAX_QUERY, IndexUnavailable, Query, Suggestion

WINDOW = 60.0
ADDRESSES = 10_000


@dataclass(slots=True)
class Rate:
    """Searches of each address in the present minute.

    Kept in memory: one row a search would make every reader a writer. With several processes the bound is
    that many times higher, which still keeps one address from taking the whole portal.
    """

    limit: int
    began: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def wait(self, address: str, now: float) -> int:
        """Count a search; 0, or the seconds to wait where there were too many."""
        with self.lock:
            if now - self.began >= WINDOW or len(self.counts) >= ADDRESSES:
                self.began = now
                self.counts.clear()
            self.counts[address] = count = self.counts.get(address, 0) + 1
            return 0 if count <= self.limit else max(1, round(self.began + WINDOW - now))


def asked(request: Request, per_page: int = 10) -> Query:
    """The query of the address, without filters that nobody knows. Raises 429 where this visitor asks too
    often."""
    rate: Rate = request.registry["search_rate"]
    wait = rate.wait(request.client, monotonic())
    if wait:
        raise HTTPTooManyRequests(headers={"Retry-After": str(wait)})
    kind, slug = request.GET.get("kind", ""), request.GET.get("org", "")
    category = request.GET.get("category", "")
    unit = directory.org_by_slug(request.work, slug) if slug else None
    return Query(
        text=request.GET.get("q", ""),
        kind=kind if kind in KINDS else None,
        org=unit.path.strip("/") if unit else None,
        category=category if category in CATEGORIES else None,
        page=wanted_page(request),
        per_page=per_page,
    )


def offered(request: Request, typed: str, most: int) -> list[Suggestion]:
    """What to offer while somebody types; nothing where there is no index. Boards are named after their
    units, which come first."""
    index = request.registry["index"]
    keep_up(request.work, index)
    try:
        found = index.suggest(typed, 2 * most)
    except IndexUnavailable:
        return []
    return sorted(found, key=lambda each: each.kind == "board")[:most]


def kept(request: Request, query: Query) -> dict[str, str]:
    """What the form on the page of results sends along: the filters in use, and what was asked before."""
    filters = {name: request.GET.get(name, "") for name in TITLES if getattr(query, name)}
    return {**filters, "after": fold(query.text)[:MAX_QUERY]}


def unknown(request: Request, query: Query) -> list[Message]:
    """The titles of the filters whose value nobody knows."""
    return [title for name, title in TITLES.items() if request.GET.get(name) and not getattr(query, name)]


def includeme(config: Configurator) -> None:
    config.registry["search_rate"] = Rate(config.registry["settings"].search_rate)
