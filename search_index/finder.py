"""How a question becomes a ranked list: the steps, from the exact name to what merely sounds alike.

Exact steps add up, each ranked behind the one before. Only where they all find nothing is the question
relaxed, and then the first relaxed step that finds something answers alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest

import numpy as np

from search_index.analysis import fold, letters, tokens
from search_index.arrays import Array, hashed
from search_index.engine import RELAXED, Step
from search_index.lexicon import Kind, Piece
from search_index.matching import Matched
from search_index.query import AllOf, AnyOf, Node, all_words, any_text
from search_index.ranking import NONE, Ranked, by_relevance, keys, least
from search_index.snapshot import MEANING, Snapshot

_MANY = 12  # pieces compared one by one in the last step
_TELLING = 10  # a word that finds so many documents, or one in sixteen, tells what is meant
_COMMON = 16
_SURE = 3  # from so many characters on, a correction is searched at once instead of only being offered
_RELATED = 8
_COMBINED = 4  # aliases of one question that order what they find; a further one only has to be met
_STEPS = list(Step)

Answer = tuple[Step, Ranked]  # documents


@dataclass(slots=True)
class Found:
    """The documents found, each once, with their sort keys (see `ranking`), and how."""

    numbers: Array = field(default_factory=lambda: NONE.numbers)
    keys: Array = field(default_factory=lambda: NONE.fine)
    step: Step = Step.NONE
    marks: set[str] = field(default_factory=set)  # folded texts to highlight
    pieces: list[Piece] = field(default_factory=list)  # how the question was read
    did_you_mean: list[str] = field(default_factory=list)

    @property
    def relaxed(self) -> bool:
        """Whether not all of the question was met."""
        return self.step in RELAXED


class Finder:
    """Finds one query in one snapshot; among equals, `near` (bool for each document) comes first."""

    def __init__(self, text: str, snapshot: Snapshot, near: Array | None = None) -> None:
        folded = fold(text)
        self._key = letters(folded)
        self._latin = self._key if self._key.isascii() else ""
        self._snapshot = snapshot
        self._collection = snapshot.collection
        self._near = near
        self._pieces = _saying(snapshot.lexicon.split(folded))
        self._found = Found(marks={piece.text for piece in self._pieces}, pieces=self._pieces)
        self._seen = np.zeros(snapshot.collection.size, bool)

    @property
    def _aliases(self) -> list[Piece]:
        return [piece for piece in self._pieces if piece.kind is Kind.ALIAS]

    def find(self) -> Found:
        """Go through the steps."""
        if self._key:
            for step in (self._exact, self._alias, self._name_part, self._title, self._pinyin, self._text):
                self._add(*step())
            if not len(self._found.numbers):
                self._relax()
        return self._found

    def related(self) -> list[str]:
        """Return aliases that share words with the query and lead somewhere, those that share most first."""
        asked = [word for word in tokens(self._key) if len(word) > 1] or [self._key or " "]
        shared: dict[str, int] = {}
        for alias, means in self._snapshot.lexicon.aliases.items():
            count = sum(any(word in text for text in (alias, *means)) for word in asked)
            if count and alias not in self._key and self._snapshot.leads(means):
                shared[alias] = count
        return nlargest(_RELATED, shared, key=shared.__getitem__)

    def _relax(self) -> None:
        corrections = self._snapshot.corrections("".join(piece.text for piece in self._pieces))
        self._found.did_you_mean = [correction.text for correction in corrections]
        self._pieces = _saying([part for piece in self._pieces for part in self._opened(piece)])
        self._found.marks.update(piece.text for piece in self._pieces)
        for step in (self._alias_alone, self._components, self._sound, self._some):
            self._add(*step())
            if len(self._found.numbers):
                return

    def _opened(self, piece: Piece) -> list[Piece]:
        """A word that stands nowhere, cut around the longest word inside it: 牙科诊所 is 牙科 and 诊所."""
        inside = [word for word in tokens(piece.text) if word != piece.text]
        if piece.kind is not Kind.WORD or not inside or len(self._match(all_words(piece.text)).numbers):
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
        ranks = keys(_STEPS.index(step), collection.complete[numbers], fresh.fine, tie)
        self._found.numbers = np.concatenate([self._found.numbers, numbers])
        self._found.keys = np.concatenate([self._found.keys, ranks])
        if self._found.step is Step.NONE:
            self._found.step = step

    def _match(self, node: Node) -> Matched:
        return self._collection.matching(node)

    def _documents(self, titles: Ranked) -> Ranked:
        numbers, places = self._collection.of_titles(titles.numbers)
        return Ranked(numbers, titles.fine[places])

    def _in(self, numbers: Array) -> Array:
        """Return which documents are among these (bool for each document)."""
        among = np.zeros(self._collection.size, bool)
        among[numbers] = True
        return among

    def _exact(self) -> Answer:
        numbers = self._collection.named(self._key)
        named = self._collection.keys[self._collection.title[numbers]]
        return Step.EXACT, Ranked(numbers, (named != np.uint64(hashed(self._key))).astype(np.int64))

    def _alias(self) -> Answer:
        """All aliases in the title, all other words anywhere; a wish only puts first what grants it."""
        if not self._aliases and self._latin:
            spelled = self._snapshot.spoken.spelled(self._latin)
            means = [mean for alias in spelled for mean in self._snapshot.lexicon.aliases[alias]]
            titles = self._meant([Piece(Kind.ALIAS, "", tuple(means))] if means else [])
            return Step.ALIAS, self._documents(titles)
        meant = self._documents(self._meant(self._aliases))
        rest = [piece for piece in self._pieces if piece.kind is not Kind.ALIAS]
        words = [piece for piece in rest if piece.kind is not Kind.INTENT]
        if len(meant.numbers) and words:
            meant = meant.where(self._in(self._match(_widest(words)).numbers)[meant.numbers])
        if len(meant.numbers) and rest:
            named, _ = self._collection.of_titles(self._collection.titled(_widest(rest)))
            said = self._match(_widest(rest)).numbers
            granted = self._in(said)[meant.numbers], self._in(named)[meant.numbers]
            meant = Ranked(meant.numbers, _behind(_behind(meant.fine, granted[0], 34), granted[1], 35))
        return Step.ALIAS, meant

    def _meant(self, aliases: Iterable[Piece]) -> Ranked:
        """Return the titles that all these aliases mean."""
        found: Ranked | None = None
        for count, piece in enumerate(aliases):
            means = (*piece.means, piece.text) if piece.text else piece.means
            self._found.marks.update(means)
            names = self._snapshot.meaning(means)
            # The word itself counts as a meaning only where it is a whole word: 身份证 is not in 身份证明.
            names = names.where((names.fine >> 3 < len(piece.means)) | (names.fine & 1 == 0))
            if found is None:
                found = names
            else:
                _, mine, other = np.intersect1d(
                    found.numbers, names.numbers, assume_unique=True, return_indices=True
                )
                fine = found.fine[mine]
                if count < _COMBINED:
                    fine = fine << MEANING | names.fine[other]
                found = Ranked(found.numbers[mine], fine)
        return found or NONE

    def _name_part(self) -> Answer:
        self._found.marks.add(self._key)
        titles = self._snapshot.meaning((self._key,))
        return Step.NAME_PART, self._documents(Ranked(titles.numbers, titles.fine & 0b11))

    def _title(self) -> Answer:
        titles = self._collection.titled(AllOf(tuple(all_words(piece.text) for piece in self._pieces)))
        return Step.TITLE, self._documents(Ranked(titles, np.zeros(len(titles), np.int64)))

    def _pinyin(self) -> Answer:
        if len(self._latin) < 2:
            return Step.PINYIN, NONE
        titles, parts = self._snapshot.sounding(self._latin)
        self._found.marks.update(parts)
        return Step.PINYIN, self._documents(titles)

    def _text(self) -> Answer:
        found = self._match(AllOf(tuple(all_words(piece.text) for piece in self._pieces)))
        return Step.TEXT, _by_relevance(found)

    def _alias_alone(self) -> Answer:
        """The aliases without the other words, or at least one of them; first what has any of the rest."""
        meant = self._documents(self._meant(self._aliases))
        if not len(meant.numbers):
            meant = least([self._documents(self._meant([alias])) for alias in self._aliases])
        rest = [piece for piece in self._pieces if piece.kind is not Kind.ALIAS]
        if len(meant.numbers) and rest:
            partly = self._match(AnyOf(tuple(map(_wide, rest)))).numbers
            meant = Ranked(meant.numbers, _behind(meant.fine, self._in(partly)[meant.numbers], 34))
        return Step.ALIAS_ALONE, meant

    def _components(self) -> Answer:
        """All words, each or one that the lexicon gives for it; then the same without the wishes."""
        conditions = [piece for piece in self._pieces if piece.kind is not Kind.INTENT]
        found = self._match(_widest(self._pieces))
        if not len(found.numbers):
            found = self._match(_widest(conditions))
        self._found.marks.update(mean for piece in self._pieces for mean in piece.means)
        return Step.COMPONENTS, _by_relevance(found)

    def _sound(self) -> Answer:
        """What the nearest correction finds, where the query is long enough for it to be no accident."""
        if not self._found.did_you_mean or len(self._key) < _SURE:
            return Step.SOUND, NONE
        corrected = Finder(self._found.did_you_mean[0], self._snapshot, self._near).find()
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


def _saying(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.kind is not Kind.FILLER] or pieces


def _wide(piece: Piece) -> Node:
    return any_text((piece.text, *piece.means))


def _widest(pieces: Iterable[Piece]) -> Node:
    return AllOf(tuple(map(_wide, pieces)))


def _behind(fine: Array, met: Array, bit: int) -> Array:
    """Return an order in which what is not met comes last."""
    order: Array = fine | (~met).astype(np.int64) << bit
    return order


def _by_relevance(found: Matched) -> Ranked:
    return Ranked(found.numbers, by_relevance(found.scores))
