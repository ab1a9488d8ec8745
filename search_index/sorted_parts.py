"""All parts of many texts, sorted, so that those beginning with a string are found by bisection."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

_SHIFT = 16  # a place is (number of the text << 16) + offset: titles are shorter than 65,536 characters
_OFFSET = (1 << _SHIFT) - 1


class SortedParts:
    """Texts and the sorted places at which their parts begin; a part goes on to the end of its text."""

    def __init__(self, texts: Sequence[str], places: array[int]) -> None:
        self._texts = texts
        self._places = places

    @classmethod
    def build(cls, texts: Sequence[str], starts: Iterable[Iterable[int]]) -> SortedParts:
        """Sort the parts that begin at the given offsets of each text."""
        places = (
            ((number << _SHIFT) + offset, texts[number][offset:])
            for number, offsets in enumerate(starts)
            for offset in offsets
        )
        return cls(texts, array("Q", (place for place, _ in sorted(places, key=lambda pair: pair[1]))))

    def dump(self) -> str:
        """Return the places as text, for a file read on the same machine."""
        return b64encode(self._places.tobytes()).decode()

    @classmethod
    def load(cls, texts: Sequence[str], places: str) -> SortedParts:
        """Join texts and the places that `dump` returned; ValueError where they are damaged."""
        return cls(texts, array("Q", b64decode(places, validate=True)))

    def beginning(self, prefix: str) -> Iterator[tuple[int, int]]:
        """Yield (number of the text, offset) of each part that begins with the prefix, none for \"\"."""
        return (divmod(place, 1 << _SHIFT) for place in self._range(prefix))

    def best(self, prefix: str, limit: int) -> list[tuple[bool, int]]:
        """Return the first texts that begin with the prefix: (False, number), then inside: (True, number)."""
        places = self._range(prefix)
        whole = nsmallest(limit, (place for place in places if not place & _OFFSET))
        inner = nsmallest(limit, places) if len(whole) < limit else []
        return [*((False, place >> _SHIFT) for place in whole), *((True, place >> _SHIFT) for place in inner)]

    def _range(self, prefix: str) -> array[int]:
        length = len(prefix)

        def head(place: int) -> str:
            number, offset = divmod(place, 1 << _SHIFT)
            return self._texts[number][offset : offset + length]

        first = bisect_left(self._places, prefix, key=head)
        last = bisect_right(self._places, prefix, lo=first, key=head)
        return self._places[first:last] if prefix else array("Q")
