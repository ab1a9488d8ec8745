"""A segment: all that ranking and suggesting need to know of some documents, as arrays that never change.

A document is a *place* in its segment; documents of one title stand together, complete ones first. What a
page shows of a document is not here but in the store of the engine, by place or by id. A segment knows no
folder and no database: it is made by `drafting`, dumped as bytes, and opened on bytes or mapped memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from mmap import mmap
from typing import Any, NamedTuple, Self

import numpy as np

from search_index.arrays import Array, Postings, Strings, hashed, pack, unpack
from search_index.engine import IndexUnavailable
from search_index.parts import Parts
from search_index.titles import Spelled, Titles


class Columns(NamedTuple):
    """One entry for each document: the numbers of what it has, and whether it is complete."""

    title: Array  # uint32, ascending
    org: Array  # uint32, of `Segment.orgs`
    kind: Array  # uint16, of `Segment.kinds`
    category: Array  # uint32, of `Segment.categories`
    matter: Array  # uint32, of `Segment.matters`
    complete: Array  # uint8


class Matters(NamedTuple):
    """The distinct matters, hashed, ascending (uint64); a document without one is a matter of its own."""

    hashes: Array


@dataclass(frozen=True)
class Segment:
    """Immutable arrays over documents 0 … `len(segment)` - 1; any number of threads may read."""

    columns: Columns
    ids: Strings
    orgs: Strings
    kinds: Strings
    categories: Strings
    matters: Matters
    titles: Titles
    by_char: Parts
    by_initials: Parts
    by_pinyin: Parts
    words: Postings  # hashed words of title, aliases and body → documents; weight: share of the word, of 255
    title_words: Postings  # hashed words of titles → titles
    forms: Postings  # hashed exact names (key, stem, code, aliases) → documents
    places: Postings  # hashed ids → documents
    syllables: Postings  # hashed blurred syllables → titles

    @classmethod
    def open(cls, buffer: bytes | mmap | memoryview) -> Self:
        """View bytes that `dump` returned, without a copy; IndexUnavailable where they are damaged."""
        arrays = unpack(buffer)
        try:
            groups = {name: kind._make(_named(arrays, name, kind)) for name, kind in _GROUPS.items()}
            return cls(**groups)
        except KeyError as missing:
            raise IndexUnavailable(f"the arrays lack {missing}") from None

    def dump(self) -> bytearray:
        """Return the bytes to keep."""
        groups = {name: getattr(self, name)._asdict() for name in _GROUPS}
        return pack(
            {f"{name}.{each}": array for name, group in groups.items() for each, array in group.items()}
        )

    def __len__(self) -> int:
        return len(self.columns.title)

    def place(self, doc_id: str) -> int | None:
        """Return the place of a document, deleted or not; None where it is not here."""
        found = self.places.having(hashed(doc_id))
        return int(found[0]) if len(found) else None

    @cached_property
    def first(self) -> Array:
        """The first document of each title, and the number of documents (int64, titles + 1)."""
        return np.searchsorted(self.columns.title, np.arange(self.titles.size + 1))

    def containing(self, phrase: str) -> tuple[Array, Array]:
        """Return where a phrase stands in titles: (title, whether it begins and ends whole words)."""
        places = self.by_char.beginning(self.titles.chars, phrase)
        return self.titles.at(places), self.titles.whole(places, places + len(phrase))

    def sounding(self, latin: str) -> Spelled:
        """Return the parts of titles that have these initials or this pinyin, from the start of a word on."""
        initials = self.by_initials.beginning(self.titles.initials, latin)
        pinyin = self.titles.spelled(self.by_pinyin.beginning(self.titles.letters, latin), len(latin))
        starts = np.concatenate([initials, pinyin.starts])
        ends = np.concatenate([initials + len(latin), pinyin.ends])
        return Spelled(self.titles.at(starts), starts, ends)

    def beginning(self, prefix: str) -> tuple[Array, Array]:
        """Return titles a part of which begins so, written or spelled: (title, whether only inside)."""
        places = [self.by_char.beginning(self.titles.chars, prefix)]
        if prefix.isascii():
            places.append(self.by_initials.beginning(self.titles.initials, prefix))
            places.append(self.titles.sounding[self.by_pinyin.beginning(self.titles.letters, prefix)])
        starts = np.concatenate(places).astype(np.int64)
        titles = self.titles.at(starts)
        return titles, starts != self.titles.starts[titles]


_GROUPS: dict[str, Any] = {
    "columns": Columns,
    "ids": Strings,
    "orgs": Strings,
    "kinds": Strings,
    "categories": Strings,
    "matters": Matters,
    "titles": Titles,
    "by_char": Parts,
    "by_initials": Parts,
    "by_pinyin": Parts,
    "words": Postings,
    "title_words": Postings,
    "forms": Postings,
    "places": Postings,
    "syllables": Postings,
}


def _named(arrays: dict[str, Array], name: str, kind: Any) -> Iterator[Array]:
    return (arrays[f"{name}.{each}"] for each in kind._fields)
