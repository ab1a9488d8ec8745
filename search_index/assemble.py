"""From what was found to a page: filters, one hit for a matter, facets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from search_index.arrays import Array
from search_index.collection import Collection
from search_index.engine import Query
from search_index.finder import Found
from search_index.ranking import smallest

_SPREAD = 64  # numbers that so many others could stand beside are sorted; denser ones are marked in a table

Facets = dict[str, list[tuple[str, int]]]


class Page(NamedTuple):
    """`total` counts matters; `numbers` are the documents of the page, which begins behind `first` others."""

    total: int
    first: int
    numbers: list[int]
    facets: Facets


def under(collection: Collection, org: str) -> Array:
    """Return which documents belong to a unit or to one below it (bool for each document)."""
    inside = np.array([f"{each}/".startswith(f"{org}/") for each in collection.orgs], bool)
    return inside[collection.org]


def page(found: Found, collection: Collection, query: Query) -> Page:
    """Return the page that a query asks for."""
    passing = _Passing(collection, found.numbers, query)
    kept = passing.all_but("")
    best = _one_a_matter(collection, found.numbers[kept], found.keys[kept])
    size = max(1, query.per_page)
    first = min((max(1, query.page) - 1) * size, len(best.numbers))
    shown = smallest(best.keys, first + size)[first:]
    facets = {
        "kind": passing.count("kind", collection.kind, collection.kinds),
        "org": passing.count("org", collection.org, collection.orgs),
        "category": passing.count("category", collection.category, collection.categories),
    }
    return Page(len(best.numbers), first, best.numbers[shown].tolist(), facets)


def place_of(number: int, found: Found, collection: Collection) -> int:
    """Return the place of a document in the whole list, from 1; 0 where it is not shown."""
    best = _one_a_matter(collection, found.numbers, found.keys)
    order = best.numbers[np.argsort(best.keys, kind="stable")]
    return int(np.flatnonzero(order == number)[:1].sum()) + 1 if number in order else 0


class _Best(NamedTuple):
    numbers: Array
    keys: Array


def _one_a_matter(collection: Collection, numbers: Array, keys: Array) -> _Best:
    """Return the document with the least key of each matter; of equals, the one given first."""
    matters = collection.matter[numbers]
    least = np.full(collection.matters, np.iinfo(np.int64).max)
    np.minimum.at(least, matters, keys)
    places = np.flatnonzero(least[matters] == keys)[::-1]
    chosen = np.full(collection.matters, -1)
    chosen[matters[places]] = places  # of places given for one matter, the last one stays
    kept = np.sort(chosen[chosen >= 0])
    return _Best(numbers[kept], keys[kept])


class _Passing:
    """Which documents pass the filters of a query, and how many matters have which value."""

    def __init__(self, collection: Collection, numbers: Array, query: Query) -> None:
        self._collection = collection
        self._numbers = numbers
        self._masks: dict[str, Array] = {}
        if query.kind:
            self._masks["kind"] = self._is(collection.kinds, collection.kind, query.kind)
        if query.org:
            self._masks["org"] = under(collection, query.org)[numbers]
        if query.category:
            self._masks["category"] = self._is(collection.categories, collection.category, query.category)

    def _is(self, values: list[str], column: Array, value: str) -> Array:
        number = values.index(value) if value in values else -1
        mask: Array = column[self._numbers] == number
        return mask

    def all_but(self, facet: str) -> Array:
        """Return which documents pass all filters but that of a facet (bool for each one found)."""
        masks = [mask for name, mask in self._masks.items() if name != facet]
        return np.logical_and.reduce(masks) if masks else np.ones(len(self._numbers), bool)

    def count(self, facet: str, column: Array, values: list[str]) -> list[tuple[str, int]]:
        """Count matters by value: [(value, count)], the most frequent first; "" is no value."""
        numbers = self._numbers[self.all_but(facet)]
        matters = self._collection.matters
        pairs = column[numbers].astype(np.int64)
        pairs *= matters
        pairs += self._collection.matter[numbers]
        having = _distinct(pairs, len(values) * matters) // max(1, matters)
        counts = np.bincount(having, minlength=len(values)).tolist()
        found = [pair for pair in zip(values, counts, strict=True) if all(pair)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _distinct(numbers: Array, size: int) -> Array:
    """Return the distinct ones of numbers below `size`."""
    if size > _SPREAD * len(numbers):
        found = np.sort(numbers)
        return found[np.diff(found, prepend=-1) > 0]
    standing = np.zeros(size, bool)
    standing[numbers] = True
    return np.flatnonzero(standing)
