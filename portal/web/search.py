"""What a request asks the search for, and how often one address may ask."""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.request import Request

from portal.directory import queries as directory
from portal.web.paging import wanted_page
from search_index.engine import Query

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
    """The query of the address. Raises 429 where this visitor asks too often."""
    rate: Rate = request.registry["search_rate"]
    wait = rate.wait(request.client, monotonic())
    if wait:
        raise HTTPTooManyRequests(headers={"Retry-After": str(wait)})
    slug = request.GET.get("org", "")
    unit = directory.org_by_slug(request.work, slug) if slug else None
    return Query(
        text=request.GET.get("q", ""),
        kind=request.GET.get("kind") or None,
        org=unit.path.strip("/") if unit else None,
        category=request.GET.get("category") or None,
        page=wanted_page(request),
        per_page=per_page,
    )


def includeme(config: Configurator) -> None:
    config.registry["search_rate"] = Rate(config.registry["settings"].search_rate)
