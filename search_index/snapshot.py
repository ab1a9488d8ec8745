"""A collection together with a lexicon: titles by writing and by sound, as numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Self

import numpy as np

from search_index import places
from search_index.analysis import key
from search_index.arrays import Array, hashed
from search_index.collection import Collection
from search_index.engine import Suggestion
from search_index.pinyin import usual
from search_index.ranking import TIE, Ranked, least, smallest, ties
from search_index.segment import Segment
from search_index.sense import Sense
from search_index.spelling import Correction, Sounding, blur, corrections, long_enough, shared_at_least
from search_index.spoken import Spoken

_SPARE = 4  # names of the same title are offered once: look a little further
_ALIASES = 3  # aliases looked at for one prefix, and names offered for each
_CANDIDATES = 60  # titles compared syllable by syllable
_MEANINGS = 31  # a later one counts like this one
MEANING = 8  # bits of the order in which `meaning` returns titles


class Snapshot:
    """Answers about titles; never changed, so threads may share it."""

    def __init__(self, collection: Collection, spoken: Spoken) -> None:
        self.collection = collection
        self.spoken = spoken
        self.lexicon = spoken.lexicon

    def prepared(self) -> Self:
        """Compute what every search needs, so that the first one need not."""
        collection = self.collection
        titles = (collection.keys, collection.names_only, collection.begin, collection.end)
        for needed in (self.ties, self.sense.total, *titles):
            needed.flags.writeable = False
        return self

    @cached_property
    def aside(self) -> Array:
        """Which titles follow upon a main matter: they contain a secondary word of the lexicon (bool)."""
        aside = np.zeros(self.collection.titles, bool)
        for word in self.lexicon.secondary:
            aside[self.containing(word)[0]] = True
        return aside

    @cached_property
    def places(self) -> dict[str, str]:
        """The places that units are named after, but words of the lexicon; and the paths of these units."""
        found: dict[str, str] = {}
        for segment, _ in self.collection.title_parts():
            found |= places.named(segment)
        return {name: path for name, path in found.items() if not self.lexicon.knows(name)}

    @cached_property
    def sense(self) -> Sense:
        """What questions mean, by the words of the titles."""
        return Sense(self.collection, self.lexicon, self.aside)

    @cached_property
    def ties(self) -> Array:
        """The order of titles that answer equally well (int64)."""
        return ties(self.aside, self.collection.stem_lengths)

    def _found(self, ask: Callable[[Segment], tuple[Array, Array]]) -> tuple[Array, Array]:
        """Ask all segments for (title, flag), and keep the titles of living documents."""
        titles, flags = [np.empty(0, np.int64)], [np.empty(0, bool)]
        for segment, base in self.collection.title_parts():
            numbers, flag = ask(segment)
            titles.append(numbers + base)
            flags.append(flag)
        numbers = np.concatenate(titles)
        kept = self.collection.live[numbers]
        return numbers[kept], np.concatenate(flags)[kept]

    def containing(self, phrase: str) -> tuple[Array, Array]:
        """Return the titles with a phrase: (title, whether it begins and ends whole words), some twice."""
        return self._found(lambda segment: segment.containing(phrase))

    def leads(self, means: Iterable[str]) -> bool:
        """Return whether one of these meanings stands in a title."""
        return any(len(self.containing(phrase)[0]) for phrase in means)

    def meaning(self, means: Sequence[str]) -> Ranked:
        """Return the titles that contain a meaning.

        In this order: which meaning, whether it is not the whole name, an aside, not whole words.
        """
        found = []
        for place, phrase in enumerate(means):
            titles, whole = self.containing(phrase)
            name = np.uint64(hashed(phrase))
            other = (self.collection.keys[titles] != name) & (self.collection.stems[titles] != name)
            fine = min(place, _MEANINGS) << 3 | other.astype(np.int64) << 2 | self.aside[titles] << 1 | ~whole
            found.append(Ranked(titles, fine))
        return least(found)

    def sounding(self, latin: str) -> tuple[Ranked, set[str]]:
        """Return the titles a part of which sounds so, main matters and whole words first; and the parts."""
        ranked, parts = [], set[str]()
        for segment, base in self.collection.title_parts():
            found = segment.sounding(latin)
            titles = found.titles + base
            fine = self.aside[titles].astype(np.int64) << 1 | ~segment.titles.whole(found.starts, found.ends)
            ranked.append(Ranked(titles, fine).where(self.collection.live[titles]))
            for place in np.argsort(fine, kind="stable")[:_CANDIDATES].tolist():
                parts.add(segment.titles.text(int(found.starts[place]), int(found.ends[place])))
        return least(ranked), parts

    def corrections(self, text: str) -> list[Correction]:
        """Return what sounds like a folded text of letters and characters, but is another text."""
        asked = usual(text)
        blurred, needed = {blur(sound) for sound in asked}, shared_at_least(asked)
        aliases = long_enough(asked, self.spoken.having(blurred, needed))
        leading = [alias for alias in aliases if self.leads(self.lexicon.aliases[alias.text])]
        near = [*leading[:_CANDIDATES], *self._having(blurred, needed)]
        return [found for found in corrections(asked, near) if found.text != text]

    def _having(self, blurred: Iterable[str], needed: int) -> list[Sounding]:
        """Return the titles that share most syllables, at least as many as needed."""
        keys = [hashed(sound) for sound in blurred]
        shared = np.zeros(self.collection.titles, np.int64)
        for segment, base in self.collection.title_parts():
            for key_ in keys:
                shared[segment.syllables.having(key_) + base] += 1
        near = np.flatnonzero((shared >= max(1, needed)) & self.collection.live)
        order = np.lexsort((self.ties[near], -shared[near]))[:_CANDIDATES]
        return [self.collection.sounding(number) for number in near[order].tolist()]

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """Complete what was typed: names that begin so, what an alias means, names with such a part."""
        prefix = key(typed)
        if not prefix or limit < 1:
            return []
        titles, inner = self._found(lambda segment: segment.beginning(prefix))
        found = [Ranked(titles, inner.astype(np.int64) << 1)]
        for alias in self.spoken.beginning(prefix)[:_ALIASES]:
            meant = self.meaning(self.lexicon.aliases[alias])
            best = np.lexsort((self.ties[meant.numbers], meant.fine))[:_ALIASES]
            found.append(Ranked(meant.numbers[best], np.ones(len(best), np.int64)))
        offered = self._best(least(found), limit)
        docs = self.collection.docs(self.collection.leading(offered))
        return [Suggestion(doc.title, doc.address, doc.kind) for doc in docs]

    def _best(self, found: Ranked, limit: int) -> list[int]:
        """Return the first titles of different keys."""
        collection = self.collection
        order = found.fine << 1 | collection.names_only[found.numbers]
        order = order << TIE | self.ties[found.numbers]
        numbers = found.numbers[smallest(order, limit * _SPARE)]
        _, first = np.unique(collection.keys[numbers], return_index=True)
        chosen: list[int] = numbers[np.sort(first)[:limit]].tolist()
        return chosen
