"""Lists of the guides that are published now: narrowed, counted, cut into pages."""

from dataclasses import dataclass
from typing import Any

from portal.catalogue.census import WORDS, Census, Flags
from portal.catalogue.enumerator import census
from portal.catalogue.queries import Card, cards
from portal.core.paging import pages
from portal.core.work import Reading
from portal.directory.cards import OrgCard

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty: not narrowed. ``org`` takes in everything below it."""

    org: OrgCard | None = None
    kind: str = ""
    level: str = ""
    life_event: str = ""
    served: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    cards: tuple[Card, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


def catalogue(work: Reading, wanted: Filter, page: int = 1) -> Listing:
    """One page of the guides: complete ones first, then by name."""
    guides = census(work)
    groups = _fitting(guides, wanted)
    count = guides.total(groups)
    page = min(page, pages(count, PER_PAGE))
    ids = guides.documents(groups, (page - 1) * PER_PAGE, PER_PAGE)
    found = cards(work, ids)
    return Listing(tuple(found[each] for each in ids if each in found), count, page)


def total(work: Reading, wanted: Filter) -> int:
    """How many guides there are."""
    guides = census(work)
    return guides.total(_fitting(guides, wanted))


def counts(work: Reading, wanted: Filter) -> dict[str, dict[Any, int]]:
    """For each filter, how many guides each of its values would leave, with the other filters as they are;
    units by id."""
    guides = census(work)
    found = {name: guides.count_words(_fitting(guides, wanted, but=name), name) for name in WORDS}
    return {**found, "org": guides.count_units(_fitting(guides, wanted, but="org"))}


def _fitting(guides: Census, wanted: Filter, but: str = "") -> Flags:
    """The groups that pass all filters, except one."""
    org = wanted.org if but != "org" else None
    fitting = guides.below(org.path if org else "")
    for name in WORDS:
        value = getattr(wanted, name)
        if value and name != but:
            fitting &= guides.having(f"{name}:{value}")
    return fitting
