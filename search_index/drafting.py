"""Making segments: from documents, and from the living documents of other segments.

Both come together in a `Draft`, whose order does not matter; `finish` sorts it. What the arrays say of a
document depends on this document alone, so that it is the same wherever the document comes to stand.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from search_index.analysis import fold, key, tokens
from search_index.arrays import Array, Postings, Strings, hashed, packed, unpacked
from search_index.document import Doc
from search_index.segment import Columns, Matters, Segment
from search_index.spelling import blur
from search_index.titles import Title, Titles, analysed

_TITLE = 3  # how many times a word of the title counts against one of the body
_BATCH = 4096  # documents whose words are held one by one
# Okapi BM25 (Robertson and Zaragoza 2009) with its usual parameters; the usual length is a constant, so that
# a document weighs the same in every segment.
_K1, _B, _LENGTH = 1.2, 0.75, 64.0


class _Row(NamedTuple):
    """A document of a draft; `title`, `matter` and `forms` are hashed."""

    id: str
    title: int
    org: str
    kind: str
    category: str
    complete: bool
    matter: int
    forms: Sequence[int]


@dataclass(slots=True)
class Draft:
    """Documents on their way into a segment, numbered as they came."""

    rows: list[_Row] = field(default_factory=list)
    titles: dict[int, Title] = field(default_factory=dict)  # by `folded`
    vocabulary: list[Array] = field(default_factory=list)  # hashes of words
    triples: list[Array] = field(default_factory=list)  # packed (number in all `vocabulary`, row, weight)

    def add(self, docs: Iterable[Doc]) -> None:
        """Analyse documents."""
        vocabulary = _Vocabulary()
        base = sum(map(len, self.vocabulary))
        named: dict[str, tuple[Title, list[int]]] = {}
        numbers, sizes = array("I"), array("I")

        def flush() -> None:
            if sizes:
                self.triples.append(_weighed(numbers, sizes, base, len(self.rows) - len(sizes)))
                del numbers[:], sizes[:]

        for doc in docs:
            if doc.title not in named:
                folded = tokens(fold(doc.title))
                named[doc.title] = analysed(doc.title), [vocabulary[word] for word in folded] * _TITLE
            title, in_title = named[doc.title]
            before = len(numbers)
            numbers.extend(in_title)
            numbers.extend([vocabulary[word] for word in tokens(fold("\n".join((*doc.aliases, doc.body))))])
            sizes.append(len(numbers) - before)
            self.titles.setdefault(title.folded, title)
            self.rows.append(_row(doc, title))
            if len(sizes) == _BATCH:
                flush()
        flush()
        self.vocabulary.append(np.array(vocabulary.hashes, np.uint64))

    def join(self, segment: Segment, alive: Array) -> list[int]:
        """Take over the documents of a segment that are `alive` (bool for each); return their places."""
        places = np.flatnonzero(alive)
        base, first = sum(map(len, self.vocabulary)), len(self.rows)
        moved = np.zeros(len(alive), np.int64)
        moved[places] = np.arange(first, first + len(places))
        words, numbers, weights = segment.words.triples()
        kept = alive[numbers]
        self.triples.append(packed(words[kept] + base, moved[numbers[kept]], weights[kept]))
        self.vocabulary.append(segment.words.hashes)
        in_titles = segment.title_words.by_number(segment.titles.size)
        for number in np.unique(segment.columns.title[places]).tolist():
            title = segment.titles.title(number, in_titles[number])
            self.titles.setdefault(title.folded, title)
        self.rows.extend(_rows(segment, places.tolist()))
        return places.tolist()

    def finish(self) -> tuple[Segment, list[int]]:
        """Return the segment, and for each place in it the row that came to stand there."""
        titles = sorted(self.titles.values(), key=lambda title: (title.stem_length, title.key, title.folded))
        numbers = {title.folded: number for number, title in enumerate(titles)}
        ranks = [(numbers[row.title], not row.complete, row.id) for row in self.rows]
        order = sorted(range(len(ranks)), key=ranks.__getitem__)
        rows = [self.rows[number] for number in order]
        return _segment(rows, titles, numbers, self._words(order)), order

    def _words(self, order: list[int]) -> Postings:
        distinct, known = np.unique(_joined(self.vocabulary, np.uint64), return_inverse=True)
        placed = np.empty(len(order), np.int64)
        placed[order] = np.arange(len(order))
        for number, triples in enumerate(self.triples):
            words, rows, weights = unpacked(triples)
            self.triples[number] = packed(known[words], placed[rows], weights)
        return Postings.packed(distinct, _joined(self.triples, np.uint64))


class _Vocabulary(dict[str, int]):
    """Words, numbered as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: list[int] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self.hashes)
        self.hashes.append(hashed(word))
        return number


def _weighed(numbers: array[int], sizes: array[int], base: int, first: int) -> Array:
    """Return packed triples for the words of some documents, which follow each other from row `first` on."""
    lengths = np.array(sizes)
    rows = np.repeat(np.arange(first, first + len(lengths)), lengths)
    pairs = packed(np.array(numbers, np.int64) + base, rows, np.zeros(1, np.uint8))
    pairs, counts = np.unique(pairs, return_counts=True)
    words, rows, _ = unpacked(pairs)
    length = _K1 * (1 - _B + _B * lengths[rows - first] / _LENGTH)
    return packed(words, rows, np.maximum(1, 255 * counts / (counts + length)).astype(np.uint8))


def _row(doc: Doc, title: Title) -> _Row:
    forms = {hashed(title.key), title.stem, *(hashed(key(form)) for form in (doc.code, *doc.aliases))}
    return _Row(
        doc.id,
        title.folded,
        doc.org,
        doc.kind,
        doc.category,
        doc.complete,
        hashed(f"matter:{doc.matter}" if doc.matter else f"id:{doc.id}"),
        sorted(forms - {_NOTHING}),
    )


_NOTHING = hashed("")


def _rows(segment: Segment, places: list[int]) -> Iterable[_Row]:
    columns = segment.columns
    orgs, kinds, categories = segment.orgs.all(), segment.kinds.all(), segment.categories.all()
    forms = segment.forms.by_number(len(segment))
    return (
        _Row(
            segment.ids.at(place),
            int(segment.titles.folded[columns.title[place]]),
            orgs[columns.org[place]],
            kinds[columns.kind[place]],
            categories[columns.category[place]],
            bool(columns.complete[place]),
            int(segment.matters.hashes[columns.matter[place]]),
            forms[place],
        )
        for place in places
    )


def _segment(rows: list[_Row], titles: list[Title], numbers: dict[int, int], words: Postings) -> Segment:
    orgs, org = _distinct([row.org for row in rows])
    kinds, kind = _distinct([row.kind for row in rows])
    categories, category = _distinct([row.category for row in rows])
    matters, matter = np.unique(np.array([row.matter for row in rows], np.uint64), return_inverse=True)
    title = np.array([numbers[row.title] for row in rows], np.uint32)
    complete = np.array([row.complete for row in rows], np.uint8)
    joined = Titles.of(titles)
    by_char, by_initials, by_pinyin = joined.parts()
    return Segment(
        Columns(title, org, kind.astype(np.uint16), category, matter.astype(np.uint32), complete),
        Strings.of(row.id for row in rows),
        orgs,
        kinds,
        categories,
        Matters(matters),
        joined,
        by_char,
        by_initials,
        by_pinyin,
        words,
        _listed([each.words for each in titles]),
        _listed([row.forms for row in rows]),
        _listed([[hashed(row.id)] for row in rows]),
        _listed([sorted({hashed(blur(sound)) for sound in each.sounds}) for each in titles]),
    )


def _distinct(values: list[str]) -> tuple[Strings, Array]:
    """Return the distinct values, sorted, and which of them each is."""
    distinct = sorted(set(values))
    numbers = {value: number for number, value in enumerate(distinct)}
    return Strings.of(distinct), np.array([numbers[value] for value in values], np.uint32)


def _listed(found: Sequence[Sequence[int]]) -> Postings:
    """Return the postings of what each number has: no hash twice."""
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    keys = np.fromiter((each for many in found for each in many), np.uint64, int(sizes.sum()))
    return Postings.of(keys, np.repeat(np.arange(len(found)), sizes))


def _joined(arrays: list[Array], dtype: type) -> Array:
    return np.concatenate([np.empty(0, dtype), *arrays])
