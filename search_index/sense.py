"""What a question means: every piece of it, in its own or the lexicon's words, against the words of titles.

A title is worth the share of the question that it meets, by weight: what names a matter counts most, a wish
less, what is said besides least. It loses by what it says beyond the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from search_index.analysis import tokens
from search_index.arrays import Array, hashed
from search_index.collection import Collection
from search_index.lexicon import Kind, Lexicon, Piece
from search_index.query import Term, all_words
from search_index.ranking import NONE, Ranked

NAMING = frozenset({Kind.ALIAS, Kind.SITUATION})
_WEIGHTS = {Kind.SITUATION: 1.6, Kind.ALIAS: 1.5, Kind.INTENT: 0.7, Kind.FILLER: 0.3}  # any other piece: 1
_BESIDES = 0.5  # share of a word's weight where another piece names the matter
_UNKNOWN = 0.15  # share of a piece that no title meets
_LATER = 0.12  # how fast meanings count less, the first counts fully
_WORDING = 0.93  # what a synonym in a meaning leaves of it
_BEYOND = 0.2  # share that a title loses which says nothing else that was asked
_ASIDE = 0.15  # what a title loses that follows upon a main matter which was asked for
_MET = 0.5  # from here on a piece is met
_KEPT = 0.35  # share of the best value from which on a title is shown
_LEAST, _LEAST_COMMON = 0.1, 0.2  # value from which on anything is shown; where only common words meet it
_NOWHERE = 0.2  # share of what a word tells that was typed and stands in no title
_AGAIN = 0.7  # what is left of the weight of a name or situation for each one before it that means the same
_FEW, _COMMON = 10, 16  # a word that so many titles meet, or one in sixteen, tells what is meant
_RARE = 8  # a word in at most one title of so many brings titles up; a common one only orders them
_STEPS = 1 << 10  # steps of the order


class Sensed(NamedTuple):
    """Titles and their order; whether the best one meets all that was asked but wishes."""

    titles: Ranked
    met: bool


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens(text)))


def _telling(size: int, having: Any) -> Any:
    """Return how much a word tells that so many of all titles have (inverse document frequency)."""
    return np.log1p(size / (having + 0.5))


class Sense:
    """The words of all titles of a collection, and how much each tells; never changed."""

    def __init__(self, collection: Collection, lexicon: Lexicon, aside: Array) -> None:
        self._collection = collection
        self._lexicon = lexicon
        self._aside = aside
        postings = [segment.title_words for segment, _ in collection.title_parts()]
        counts = [np.diff(each.ends, prepend=np.uint64(0)).astype(np.int64) for each in postings]
        hashes = np.concatenate([np.empty(0, np.uint64), *(each.hashes for each in postings)])
        distinct, rows = np.unique(hashes, return_inverse=True)
        having = np.bincount(rows, np.concatenate([np.empty(0), *counts]), len(distinct))
        silent = np.array([hashed(word) for word in lexicon.silent], np.uint64)
        telling = np.where(np.isin(distinct, silent), 0.0, _telling(collection.titles, having))
        self.total = np.zeros(collection.titles)
        behind = 0
        for (segment, base), each, count in zip(collection.title_parts(), postings, counts, strict=True):
            weights = np.repeat(telling[rows[behind : behind + len(count)]], count)
            self.total[base : base + segment.titles.size] = np.bincount(
                each.numbers, weights, segment.titles.size
            )
            behind += len(count)

    def titles(self, pieces: Sequence[Piece]) -> Sensed:
        """Return the titles that meet the pieces best."""
        told = [(piece, list(self._alternatives(piece))) for piece in pieces]
        said = {word for _, texts in told for text, _ in texts for word in _words(text)}
        said.update(word for piece in pieces if piece.kind is Kind.ALIAS for word in _words(piece.text))
        typed = {word for piece in pieces if piece.kind is Kind.WORD for word in _words(piece.text)}
        near = _Near(self._collection, said, typed)
        if not len(near.titles):
            return Sensed(NONE, met=False)
        named = any(piece.kind in NAMING for piece in pieces)
        value, weights = np.zeros(len(near.titles)), 0.0
        conditions = []
        telling = np.zeros(len(near.titles), bool)
        for (piece, texts), before in zip(told, _said_before(pieces), strict=True):
            share = near.met(texts, piece.text)
            if piece.kind is Kind.ALIAS:
                share[near.places(self._whole(piece.text))] = 1.0
            weight = self._weight(piece, share, named=named) * _AGAIN**before
            value += weight * share
            weights += weight
            if piece.kind is not Kind.INTENT:
                conditions.append(share)
            if self._tells_apart(piece, share):
                telling |= share > 0
        beyond = near.beyond(self.total, (word for word in said if word not in self._lexicon.silent))
        value = value / weights * (1 - _BEYOND * beyond) - _ASIDE * self._unasked(near.titles, pieces)
        value[~telling] = 0
        least = _LEAST if near.rare else _LEAST_COMMON
        kept = np.flatnonzero(value >= max(least, _KEPT * float(value.max())))
        if not len(kept):
            return Sensed(NONE, met=False)
        best = int(np.argmax(value))
        order = np.rint((2 - value[kept]) * _STEPS).astype(np.int64)
        return Sensed(Ranked(near.titles[kept], order), all(share[best] >= _MET for share in conditions))

    def _alternatives(self, piece: Piece) -> Iterator[tuple[str, float]]:
        """Yield the texts that meet a piece, and how well each does."""
        ranked = [(text, 1 / (1 + _LATER * place)) for place, text in enumerate(piece.means)]
        if piece.kind not in NAMING:
            ranked.append((piece.text, 1.0))
        yield from ranked
        for text, rank in ranked:
            yield from ((wording, rank * _WORDING) for wording in self._lexicon.wordings(text))

    def _tells_apart(self, piece: Piece, share: Array) -> bool:
        """Return whether a piece tells what is meant: it names a matter, or not many titles meet it."""
        meeting = int(np.count_nonzero(share > _MET)) or int(np.count_nonzero(share))
        return piece.kind in NAMING or meeting <= max(_FEW, self._collection.titles // _COMMON)

    def _whole(self, phrase: str) -> Array:
        """Return the titles in which a phrase begins and ends whole words: 身份证 is not in 身份证明."""
        found = [(*segment.containing(phrase), base) for segment, base in self._collection.title_parts()]
        return np.concatenate([NONE.numbers, *(titles[whole] + base for titles, whole, base in found)])

    def _weight(self, piece: Piece, share: Array, *, named: bool) -> float:
        weight = _WEIGHTS.get(piece.kind, 1.0)
        if piece.kind in NAMING or piece.kind is Kind.INTENT:
            return weight if bool((share > 0.3).any()) else weight * _UNKNOWN
        meeting = int(np.count_nonzero(share > _MET))
        if not meeting:
            weight *= 0.5 if bool((share > 0).any()) else _UNKNOWN
        else:
            size = self._collection.titles
            weight *= min(1.0, float(np.log1p(size / meeting) / np.log1p(size / 4)))
        return weight * _BESIDES if named else weight

    def _unasked(self, titles: Array, pieces: Sequence[Piece]) -> Array:
        """Return which titles follow upon a main matter though nothing asked for that (bool)."""
        texts = [piece.text for piece in pieces if piece.kind is not Kind.SITUATION]
        asked = " ".join([*texts, *(mean for piece in pieces for mean in piece.means)])
        unasked = self._aside.copy()
        for word in self._lexicon.secondary:
            if word in asked:
                unasked[self._collection.titled(all_words(word))] = False
        return unasked[titles]


def _said_before(pieces: Sequence[Piece]) -> list[int]:
    """Return for each piece how many names and situations before it share a meaning with it."""
    means = [set(piece.means) if piece.kind in NAMING else set[str]() for piece in pieces]
    return [sum(not each.isdisjoint(other) for other in means[:place]) for place, each in enumerate(means)]


class _Near:
    """The titles that have a word of a question that tells, and the words by them."""

    def __init__(self, collection: Collection, said: Iterable[str], typed: Set[str]) -> None:
        having = {word: collection.titled(Term(word)) for word in said}
        having |= {word: self._within(collection, word) for word in typed if not len(having[word])}
        self._tells = {word: _telling(collection.titles, len(titles)) for word, titles in having.items()}
        rare = [titles for titles in having.values() if len(titles) * _RARE <= collection.titles]
        self.rare = any(map(len, rare))
        near = rare if self.rare else list(having.values())
        self.titles = np.unique(np.concatenate([NONE.numbers, *near]))
        self._place = np.full(collection.titles, -1, np.int32)
        self._place[self.titles] = np.arange(len(self.titles), dtype=np.int32)
        self._having = {word: self.places(titles) for word, titles in having.items()}

    @staticmethod
    def _within(collection: Collection, word: str) -> Array:
        """Return the titles in which a word stands across words: 路灯 in 村道路灯报修."""
        parts = collection.title_parts() if len(word) > 1 and not word.isascii() else ()
        found = [segment.containing(word)[0] + base for segment, base in parts]
        titles: Array = np.unique(np.concatenate([NONE.numbers, *found]))
        living: Array = titles[collection.live[titles]]
        return living

    def places(self, titles: Array) -> Array:
        """Return where those of some titles stand that are here."""
        places: Array = self._place[titles]
        return places[places >= 0]

    def met(self, texts: Iterable[tuple[str, float]], typed: str) -> Array:
        """Return how well each title meets the best of some texts, 1 for all words of the first.

        A word that no title has says little in what was `typed`, but is what a meaning is known by.
        """
        best = np.zeros(len(self.titles))
        for text, rank in texts:
            words = _words(text)
            if any(len(self._having[word]) for word in words):
                share = np.zeros(len(self.titles))
                for word in words:
                    share[self._having[word]] += self._tells[word]
                share /= sum(self._weight(word, spoken=text == typed) for word in words)
                np.maximum(best, share * share * rank, out=best)
        return best

    def _weight(self, word: str, *, spoken: bool) -> float:
        nowhere = spoken and self.rare and not len(self._having[word])
        return float(self._tells[word] * (_NOWHERE if nowhere else 1))

    def beyond(self, totals: Array, said: Iterable[str]) -> Array:
        """Return the share of each title, by what its words tell, that is not in the question."""
        left = totals[self.titles]
        total = np.maximum(left, 1e-9)
        for word in said:
            left[self._having[word]] -= self._tells[word]
        share: Array = np.clip(left / total, 0, 1)
        return share
