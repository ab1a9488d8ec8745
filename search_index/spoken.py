"""The aliases of a lexicon by their sound, and which of them share a word with a question."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, takewhile

from search_index.lexicon import Lexicon
from search_index.pinyin import usual
from search_index.spelling import Sounding, blur


class Spoken:
    """Made once for a lexicon; never changed, so threads may share it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._spellings: dict[str, list[str]] = {}
        self._soundings: list[Sounding] = []
        self._having: dict[str, list[int]] = {}
        for number, alias in enumerate(lexicon.aliases):
            sounds = usual(alias)
            self._soundings.append(Sounding(alias, sounds, [0], [len(alias)]))
            for spelling in {"".join(sounds), "".join(sound[0] for sound in sounds)}:
                self._spellings.setdefault(spelling, []).append(alias)
            for blurred in {blur(sound) for sound in sounds}:
                self._having.setdefault(blurred, []).append(number)
        self._written = sorted((alias, alias) for alias in lexicon.aliases)
        self._sounding = sorted((form, alias) for form, found in self._spellings.items() for alias in found)

    def spelled(self, latin: str) -> list[str]:
        """Return the aliases of which this is the pinyin or the initials."""
        return self._spellings.get(latin, [])

    def beginning(self, prefix: str) -> list[str]:
        """Return the aliases that begin so, or whose pinyin or initials do, the shortest first."""
        forms = self._sounding if prefix.isascii() and len(prefix) > 1 else self._written
        first = bisect_left(forms, (prefix,))
        near = takewhile(lambda pair: pair[0].startswith(prefix), islice(forms, first, None))
        return [alias for _, alias in sorted(near, key=lambda pair: (len(pair[0]), pair[1]))]

    def having(self, blurred: Iterable[str], least: int) -> list[Sounding]:
        """Return the aliases that have at least so many of some blurred syllables, those of most first."""
        shared = Counter(number for sound in blurred for number in self._having.get(sound, ()))
        near = sorted((-count, number) for number, count in shared.items() if count >= least)
        return [self._soundings[number] for _, number in near]


@lru_cache(maxsize=1)
def spoken(lexicon: Lexicon) -> Spoken:
    """Return what is spoken of a lexicon; engines that are opened with the same one share it."""
    return Spoken(lexicon)
