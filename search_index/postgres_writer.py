"""Changing an index in PostgreSQL: new segments, dead marks on old ones, and several made one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from search_index.arrays import Array
from search_index.collection import Part
from search_index.document import Doc
from search_index.drafting import Draft
from search_index.engine import IndexUnavailable
from search_index.merging import merged, settled
from search_index.postgres_store import Change, View
from search_index.segment import Segment


def drafted(docs: Iterable[Doc]) -> Segment:
    """Return the segment of some documents (indexing process)."""
    draft = Draft()
    draft.add(docs)
    return draft.finish()[0]


def opened(view: View, known: Mapping[int, Segment]) -> dict[int, Part]:
    """Return the parts of the index, by the id of the segment; those known are not read again."""
    parts = {}
    for number, dead in view.segments().items():
        segment = known[number] if number in known else Segment.open(view.arrays(number))
        if len(dead) != len(_bits(np.ones(len(segment), bool))):
            raise IndexUnavailable("what is dead does not fit its segment")
        parts[number] = Part(segment, np.unpackbits(np.frombuffer(dead, np.uint8), count=len(segment)) == 0)
    return parts


class Writer:
    """A change in progress, and the parts of the index as it leaves them."""

    def __init__(self, change: Change, parts: dict[int, Part]) -> None:
        self._change = change
        self.parts = parts

    def put(self, docs: Mapping[str, Doc], segment: Segment, gone: Collection[str] = ()) -> None:
        """Put documents in, of which `segment` is made, and take others out, by id."""
        for number, part in self.parts.items():
            places = (part.segment.place(each) for each in (*docs, *gone))
            dead = [place for place in places if place is not None and part.alive[place]]
            if dead:
                alive = part.alive.copy()
                alive[dead] = False
                self.parts[number] = Part(part.segment, alive)
                self._change.bury(number, _bits(~alive))
        self._change.forget(gone)
        self._change.put(docs.values())
        self._add(segment)

    def settle(self) -> None:
        """Make segments one where they have become many."""
        numbers = list(self.parts)
        stay = settled(list(self.parts.values()))
        if stay < len(numbers):
            one = merged([self.parts.pop(number) for number in numbers[stay:]])
            for number in numbers[stay:]:
                self._change.drop(number)
            self._add(one)

    def _add(self, segment: Segment) -> None:
        if len(segment):
            alive = np.ones(len(segment), bool)
            self.parts[self._change.add(segment.dump(), _bits(~alive))] = Part(segment, alive)


def _bits(flags: Array) -> bytes:
    return np.packbits(flags).tobytes()
