"""All documents of one generation: segments side by side, and one numbering for all of them.

The number of a document is its place in its segment, behind all documents of earlier segments; that of a
title likewise. The number of a value is the same in all segments.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from search_index.arrays import Array, Postings, Strings, hashed
from search_index.document import Stored
from search_index.matching import Matched, match
from search_index.query import Node
from search_index.segment import Segment
from search_index.spelling import Sounding


class Part(NamedTuple):
    """A segment, and which of its documents are neither replaced nor deleted (bool for each)."""

    segment: Segment
    alive: Array


class Ref(NamedTuple):
    """Where a document stands: number of the part, place in its segment, id."""

    part: int
    place: int
    id: str


Fetch = Callable[[Sequence[Ref]], Sequence[Stored]]  # asks the store of an engine


class Collection:
    """The parts of a generation; never changed, so threads may share it.

    `title`, `org`, `kind`, `category` and `matter` (int32), `complete` and `alive` (bool) have an entry for
    each of the `size` documents; `orgs`, `kinds` and `categories` say what the numbers mean, `matters` how
    many there are. The documents of title t are `begin[t]` … `end[t]` - 1, complete ones first; `stems` and
    `keys` (hashes), `stem_lengths`, and `live` (has a living document) have an entry for each title.
    """

    def __init__(self, parts: Sequence[Part], fetch: Fetch) -> None:
        self.parts = parts
        self._fetch = fetch
        segments = [part.segment for part in parts]
        self._bases = [0, *accumulate(map(len, segments))]
        self._title_bases = [0, *accumulate(segment.titles.size for segment in segments)]
        self.size = self._bases[-1]
        self.alive = _joined(bool, (part.alive for part in parts))
        self.count = int(np.count_nonzero(self.alive))
        columns = [segment.columns for segment in segments]
        self.complete = _joined(bool, (each.complete for each in columns))
        titled = zip(columns, self._title_bases, strict=False)
        self.title = _joined(np.int32, (each.title.astype(np.int32) + base for each, base in titled))
        self.orgs, self.org = _common([s.orgs for s in segments], [each.org for each in columns])
        self.kinds, self.kind = _common([s.kinds for s in segments], [each.kind for each in columns])
        self.categories, self.category = _common(
            [s.categories for s in segments], [each.category for each in columns]
        )
        self.matters, self.matter = _grouped(segments)

    @property
    def titles(self) -> int:
        """The number of titles."""
        return self._title_bases[-1]

    @cached_property
    def begin(self) -> Array:
        """The first document of each title (int64)."""
        return _joined(np.int64, (part.segment.first[:-1] + base for part, base in self._based()))

    @cached_property
    def end(self) -> Array:
        """The document behind the last one of each title (int64)."""
        return _joined(np.int64, (part.segment.first[1:] + base for part, base in self._based()))

    @cached_property
    def live(self) -> Array:
        """Which titles have a living document (bool)."""
        some: Array = np.bincount(self.title[self.alive], minlength=self.titles) > 0
        return some

    @cached_property
    def names_only(self) -> Array:
        """Which titles have no complete document (bool)."""
        complete = self.title[self.alive & self.complete]
        none: Array = np.bincount(complete, minlength=self.titles) == 0
        return none

    @cached_property
    def keys(self) -> Array:
        """The key of each title, hashed (uint64)."""
        return _joined(np.uint64, (part.segment.titles.keys for part in self.parts))

    @cached_property
    def stems(self) -> Array:
        """The stem of each title, hashed (uint64)."""
        return _joined(np.uint64, (part.segment.titles.stems for part in self.parts))

    @cached_property
    def stem_lengths(self) -> Array:
        """The length of each stem (uint16)."""
        return _joined(np.uint16, (part.segment.titles.stem_lengths for part in self.parts))

    def _based(self) -> Iterator[tuple[Part, int]]:
        return zip(self.parts, self._bases, strict=False)

    def title_parts(self) -> Iterator[tuple[Segment, int]]:
        """Yield each segment with the number of its first title."""
        return zip((part.segment for part in self.parts), self._title_bases, strict=False)

    def named(self, form: str) -> Array:
        """Return the documents that have exactly this name, code or alias (a key)."""
        key = hashed(form)
        return self._living(_joined(np.int64, (p.segment.forms.having(key) + b for p, b in self._based())))

    def _living(self, numbers: Array) -> Array:
        return numbers if self.count == self.size else numbers[self.alive[numbers]]

    def matching(self, node: Node) -> Matched:
        """Return the living documents whose words match, with their relevance."""
        weigh = _Weigh([part.segment.words for part in self.parts], self.size)
        found = [match(node, p.segment.words, len(p.segment), weigh) for p in self.parts]
        numbers = _joined(np.int64, (m.numbers + base for m, base in zip(found, self._bases, strict=False)))
        scores = _joined(np.float32, (each.scores for each in found))
        if self.count == self.size:
            return Matched(numbers, scores)
        kept = self.alive[numbers]
        return Matched(numbers[kept], scores[kept])

    def titled(self, node: Node) -> Array:
        """Return the titles whose words match."""
        found = (
            match(node, segment.title_words, segment.titles.size, lambda _: 1.0).numbers + base
            for segment, base in self.title_parts()
        )
        numbers = _joined(np.int64, found)
        return numbers[self.live[numbers]]

    def of_titles(self, titles: Array) -> tuple[Array, Array]:
        """Return the living documents of titles, and for each the place of its title among those given."""
        sizes = self.end[titles] - self.begin[titles]
        places = np.repeat(np.arange(len(titles)), sizes)
        behind = np.cumsum(sizes) - sizes
        numbers = np.arange(len(places)) - behind[places] + self.begin[titles][places]
        if self.count == self.size:
            return numbers, places
        kept = self.alive[numbers]
        return numbers[kept], places[kept]

    def leading(self, titles: Sequence[int]) -> list[int]:
        """Return the first living document of each title, complete ones first."""
        spans = ((int(self.begin[title]), int(self.end[title])) for title in titles)
        return [begin + int(np.argmax(self.alive[begin:end])) for begin, end in spans]

    def sounding(self, title: int) -> Sounding:
        """Return how a title sounds."""
        part = bisect_right(self._title_bases, title) - 1
        return self.parts[part].segment.titles.sounding_of(title - self._title_bases[part])

    def number(self, doc_id: str) -> int | None:
        """Return the number of a living document; None where there is none."""
        for part, base in self._based():
            place = part.segment.place(doc_id)
            if place is not None and part.alive[place]:
                return base + place
        return None

    def docs(self, numbers: Sequence[int]) -> Sequence[Stored]:
        """Return what the store has of documents, in this order."""
        return self._fetch([self._ref(number) for number in numbers]) if numbers else ()

    def _ref(self, number: int) -> Ref:
        part = bisect_right(self._bases, number) - 1
        place = number - self._bases[part]
        return Ref(part, place, self.parts[part].segment.ids.at(place))


class _Weigh:
    """The inverse document frequency of words."""

    def __init__(self, postings: Sequence[Postings], size: int) -> None:
        self._postings = postings
        self._size = size
        self._known: dict[int, float] = {}

    def __call__(self, key: int) -> float:
        if key not in self._known:
            spans = (each.span(key) for each in self._postings)
            having = sum(span.stop - span.start for span in spans)
            self._known[key] = math.log(max(2, self._size) / (having + 1)) + 1
        return self._known[key]


def _joined(dtype: type, arrays: Iterable[Array]) -> Array:
    found = list(arrays)
    return np.concatenate(found).astype(dtype, copy=False) if found else np.empty(0, dtype)


def _common(tables: Sequence[Strings], columns: Sequence[Array]) -> tuple[list[str], Array]:
    """Return all values, and the column in which each document has the number of its value among them."""
    numbers: dict[str, int] = {}
    moved = [np.array([numbers.setdefault(v, len(numbers)) for v in t.all()], np.int32) for t in tables]
    return list(numbers), _joined(np.int32, (m[c] for m, c in zip(moved, columns, strict=True)))


def _grouped(segments: Sequence[Segment]) -> tuple[int, Array]:
    """Return how many matters there are, and the number of each document's matter."""
    hashes = _joined(np.uint64, (segment.matters.hashes for segment in segments))
    distinct, numbers = np.unique(hashes, return_inverse=True)
    bases = accumulate((len(segment.matters.hashes) for segment in segments), initial=0)
    moved = (numbers[s.columns.matter + base] for s, base in zip(segments, bases, strict=False))
    return len(distinct), _joined(np.int32, moved)
