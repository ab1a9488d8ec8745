"""From a ranked list to a page: filters, one hit for a matter, facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter

from search_index.document import Doc
from search_index.engine import Query
from search_index.finder import Found
from search_index.names import NameTable

_FACETS = ("kind", "org", "category")


def _passing(docs: Sequence[Doc], query: Query, but: str = "") -> Sequence[Doc]:
    """Return the documents that pass all filters but one."""
    if query.kind and but != "kind":
        docs = [doc for doc in docs if doc.kind == query.kind]
    if query.category and but != "category":
        docs = [doc for doc in docs if doc.category == query.category]
    if query.org and but != "org":
        docs = [doc for doc in docs if f"{doc.org}/".startswith(f"{query.org}/")]
    return docs


def matters(found: Found, table: NameTable, query: Query) -> list[Doc]:
    """Return the documents to show, the best first, one for each matter."""
    ranked = sorted(found.ranks, key=lambda number: (found.ranks[number], number))
    best: dict[str, Doc] = {}
    for doc in _passing([table.names[number].doc for number in ranked], query):
        best.setdefault(doc.matter or doc.id, doc)
    return list(best.values())


def facets(found: Found, table: NameTable, query: Query) -> dict[str, list[tuple[str, int]]]:
    """Count matters by kind, unit and category: [(value, count)], the most frequent first."""
    docs = [table.names[number].doc for number in found.ranks]
    return {facet: _count(_passing(docs, query, but=facet), attrgetter(facet)) for facet in _FACETS}


def _count(docs: Sequence[Doc], value: Callable[[Doc], str]) -> list[tuple[str, int]]:
    counts = Counter(each for each, _ in {(value(doc), doc.matter or doc.id) for doc in docs} if each)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
