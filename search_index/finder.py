"""How a question becomes a ranked list: the steps, from the exact name to what merely sounds alike.

Exact steps add up, each ranked behind the one before; what the question means counts as one of them where it
names a matter. Only where they all find nothing is the question relaxed, and then the first relaxed step that
finds something answers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from search_index.analysis import tokens
from search_index.arrays import Array, hashed
from search_index.asked import Asked, read
from search_index.engine import RELAXED, Step
from search_index.lexicon import Kind, Piece
from search_index.matching import Matched
from search_index.query import AllOf, Node, all_words, any_text
from search_index.ranking import NONE, Ranked, by_relevance, keys
from search_index.sense import NAMING
from search_index.snapshot import Snapshot

_MANY = 12  # pieces compared one by one in the last step
_TELLING = 10  # a word that finds so many documents, or one in sixteen, tells what is meant
_COMMON = 16
_SURE = 3  # from so many characters on, a correction is searched at once instead of only being offered
_RELATED = 8
_NEAR = 60  # aliases looked at for those that lead somewhere
_BY_DEGREE = frozenset({Step.ALIAS, Step.ALIAS_ALONE, Step.COMPONENTS, Step.SOME})
_STEPS = list(Step)

Answer = tuple[Step, Ranked]  # documents


@dataclass(slots=True)
class Found:
    """The documents found, each once, with their sort keys (see `ranking`), and how."""

    numbers: Array = field(default_factory=lambda: NONE.numbers)
    keys: Array = field(default_factory=lambda: NONE.fine)
    step: Step = Step.NONE
    marks: set[str] = field(default_factory=set)  # folded texts to highlight
    pieces: Sequence[Piece] = ()  # how the question was read
    did_you_mean: list[str] = field(default_factory=list)

    @property
    def relaxed(self) -> bool:
        """Whether not all of the question was met."""
        return self.step in RELAXED


class Finder:
    """Finds one query in one snapshot; among equals, `near` (bool for each document) comes first."""

    def __init__(self, asked: Asked, snapshot: Snapshot, near: Array | None = None) -> None:
        self._key, self._corrected = asked.key, asked.corrected
        self._latin = self._key if self._key.isascii() else ""
        self._snapshot = snapshot
        self._collection = snapshot.collection
        self._near = near
        self._pieces = asked.pieces
        self._named = any(piece.kind in NAMING for piece in self._pieces)
        self._found = Found(marks={*self._typed()}, pieces=self._pieces)
        self._seen = np.zeros(snapshot.collection.size, bool)

    def find(self) -> Found:
        """Go through the steps."""
        if self._key:
            self._add(*self._exact())
            if self._named:
                self._add(*self._sense())
            for step in (self._name_part, self._pinyin, self._title, self._text):
                self._add(*step())
            if not len(self._found.numbers):
                self._relax()
        if self._corrected and self._found.step not in (Step.EXACT, Step.NONE):
            self._found.step = Step.SOUND
            self._found.did_you_mean = list(dict.fromkeys((self._corrected, *self._found.did_you_mean)))
        return self._found

    def related(self) -> list[str]:
        """Return aliases that share words with the query and lead somewhere, those that share most first."""
        lexicon = self._snapshot.lexicon
        asked = [word for word in tokens(self._key) if len(word) > 1] or [self._key]
        near = (alias for alias in lexicon.related(asked)[:_NEAR] if alias not in self._key)
        return list(islice((a for a in near if self._snapshot.leads(lexicon.aliases[a])), _RELATED))

    def _typed(self) -> list[str]:
        """What was typed, in pieces: a situation is what that tells, nobody's words."""
        return [piece.text for piece in self._pieces if piece.kind is not Kind.SITUATION]

    def _relax(self) -> None:
        corrections = self._snapshot.corrections("".join(self._typed()))
        self._found.did_you_mean = [correction.text for correction in corrections]
        self._pieces = tuple(part for piece in self._pieces for part in self._opened(piece))
        self._found.marks.update(self._typed())
        for step in (self._sense, self._sound, self._some):
            self._add(*step())
            if len(self._found.numbers):
                return

    def _opened(self, piece: Piece) -> list[Piece]:
        """A word that stands nowhere: what aliases with it mean, or cut around the longest word inside it."""
        if (
            piece.kind is not Kind.WORD
            or len(piece.text) < 2
            or len(self._match(all_words(piece.text)).numbers)
        ):
            return [piece]
        if means := self._snapshot.lexicon.hinted(piece.text):
            return [Piece(Kind.COMPONENT, piece.text, means)]
        inside = [word for word in tokens(piece.text) if word != piece.text]
        if not inside:
            return [piece]
        longest = max(inside, key=len)
        return self._snapshot.lexicon.split(piece.text.replace(longest, f" {longest} "))

    def _add(self, step: Step, found: Ranked) -> None:
        fresh = found.where(~self._seen[found.numbers])
        if not len(fresh.numbers):
            return
        self._seen[fresh.numbers] = True
        collection, numbers = self._collection, fresh.numbers
        tie = self._snapshot.ties[collection.title[numbers]]
        if self._near is not None:
            tie = tie | ~self._near[numbers]
        # Meaning is a matter of degree: there a name that fits better precedes a complete guide.
        complete = collection.complete[numbers] | (step in _BY_DEGREE)
        ranks = keys(_STEPS.index(step), complete, fresh.fine, tie)
        self._found.numbers = np.concatenate([self._found.numbers, numbers])
        self._found.keys = np.concatenate([self._found.keys, ranks])
        if self._found.step is Step.NONE:
            self._found.step = step

    def _match(self, node: Node) -> Matched:
        return self._collection.matching(node)

    def _documents(self, titles: Ranked) -> Ranked:
        numbers, places = self._collection.of_titles(titles.numbers)
        return Ranked(numbers, titles.fine[places])

    def _exact(self) -> Answer:
        numbers = self._collection.named(self._key)
        named = self._collection.keys[self._collection.title[numbers]]
        return Step.EXACT, Ranked(numbers, (named != np.uint64(hashed(self._key))).astype(np.int64))

    def _sense(self) -> Answer:
        """What the pieces mean, best first; where they name a matter and all are met, nothing is relaxed."""
        found = self._snapshot.sense.titles(self._pieces)
        self._found.marks.update(mean for piece in self._pieces for mean in piece.means)
        if self._named:
            return Step.ALIAS if found.met else Step.ALIAS_ALONE, self._documents(found.titles)
        return Step.COMPONENTS if found.met else Step.SOME, self._documents(found.titles)

    def _name_part(self) -> Answer:
        self._found.marks.add(self._key)
        titles = self._snapshot.meaning((self._key,))
        return Step.NAME_PART, self._documents(Ranked(titles.numbers, titles.fine & 0b11))

    def _title(self) -> Answer:
        titles = self._collection.titled(AllOf(tuple(map(all_words, self._typed()))))
        return Step.TITLE, self._documents(Ranked(titles, np.zeros(len(titles), np.int64)))

    def _pinyin(self) -> Answer:
        if len(self._latin) < 2:
            return Step.PINYIN, NONE
        titles, parts = self._snapshot.sounding(self._latin)
        self._found.marks.update(parts)
        return Step.PINYIN, self._documents(titles)

    def _text(self) -> Answer:
        found = self._match(AllOf(tuple(map(all_words, self._typed()))))
        return Step.TEXT, _by_relevance(found)

    def _sound(self) -> Answer:
        """What the nearest correction finds, where the query is long enough for it to be no accident."""
        if not self._found.did_you_mean or len(self._key) < _SURE:
            return Step.SOUND, NONE
        asked = read(self._found.did_you_mean[0], self._snapshot.lexicon)
        corrected = Finder(asked, self._snapshot, self._near).find()
        self._found.marks.update(corrected.marks)
        order = np.argsort(corrected.keys, kind="stable")
        return Step.SOUND, Ranked(corrected.numbers[order], np.arange(len(order)))

    def _some(self) -> Answer:
        """As many words as can be had together, at least half of those known here and one that tells."""
        answers = (self._match(_wide(piece)) for piece in self._pieces[:_MANY])
        known = [answer for answer in answers if len(answer.numbers)]
        limit = max(_TELLING, self._collection.count // _COMMON)
        telling = [answer.numbers for answer in known if len(answer.numbers) <= limit]
        counts, scores = np.zeros(self._collection.size, np.int64), np.zeros(self._collection.size)
        for answer in known:
            counts[answer.numbers] += 1
            scores[answer.numbers] += answer.scores
        most = int(counts.max(initial=0))
        numbers = np.unique(np.concatenate([NONE.numbers, *telling]))
        numbers = numbers[counts[numbers] == most] if 2 * most >= len(known) else NONE.numbers
        return Step.SOME, _by_relevance(Matched(numbers, scores[numbers]))


def _wide(piece: Piece) -> Node:
    return any_text(piece.means if piece.kind is Kind.SITUATION else (piece.text, *piece.means))


def _by_relevance(found: Matched) -> Ranked:
    return Ranked(found.numbers, by_relevance(found.scores))
