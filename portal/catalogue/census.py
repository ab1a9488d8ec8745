"""Every published guide as a few numbers: what lists and boards are counted and cut from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from portal.catalogue.codes import Kind, Level, LifeEvent, Served, Way

WORDS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "level": Level,
    "life_event": LifeEvent,
    "served": Served,
    "way": Way,
}
"""The facets whose values are words of a code list."""

ROW = np.dtype([("edition", "i4"), ("document", "i4"), ("group", "i4"), ("fees", "i4"), ("since", "i8")])
"""A guide: how many fees it lists, and since when, in microseconds, its edition has been published."""

Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.void]
Group: TypeAlias = tuple[int, int]

COMPLETE, FREE = "complete", "free"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = [f"{name}:{word.value}" for name, words in WORDS.items() for word in words]
_BITS = {word: 1 << bit for bit, word in enumerate((*_WORDS, COMPLETE, FREE))}


@lru_cache(4096)
def bits(said: str) -> int:
    """Words as a group has them, from a list with commas, such as ``kind:permit,way:online,complete``."""
    return sum(_BITS.get(word, 0) for word in set(said.split(",")))


def microseconds(moment: datetime) -> int:
    """As a row has it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Census:
    """The guides that are published from ``since`` until ``until``.

    ``rows`` by name, then by code; ``lists`` and ``boards`` number them in the order of lists, complete ones
    first, and of boards, unit by unit. Guides of one unit that have the same words are a group: ``groups``
    numbers these by the unit's id and ``bits``; ``paths`` are those of the units. ``others``: editions that
    are published and no guides.
    """

    since: datetime
    until: datetime
    rows: Rows
    others: Numbers
    groups: Mapping[Group, int]
    paths: tuple[str, ...]
    sizes: NDArray[np.int64]
    units: Numbers
    words: NDArray[np.uint64]
    lists: NDArray[np.int64]
    boards: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        window: tuple[datetime, datetime],
        rows: Rows,
        others: Numbers,
        groups: Mapping[Group, int],
        paths: Mapping[int, str],
    ) -> "Census":
        """``paths``: those of all units, by id."""
        units = np.fromiter((unit for unit, _words in groups), np.int32, len(groups))
        words = np.fromiter((words for _unit, words in groups), np.uint64, len(groups))
        incomplete = (words & np.uint64(_BITS[COMPLETE])) == 0
        return cls(
            *window,
            rows=rows,
            others=others,
            groups=groups,
            paths=tuple(paths[unit] for unit, _words in groups),
            sizes=np.bincount(rows["group"], minlength=len(groups)),
            units=units,
            words=words,
            lists=np.argsort(incomplete[rows["group"]], kind="stable"),
            boards=np.argsort(units[rows["group"]], kind="stable"),
        )

    def documents(self, groups: Flags, first: int, most: int) -> list[int]:
        """Ids of the guides in these groups, from the one at ``first`` in the order of lists."""
        fitting = groups[self.rows["group"]][self.lists]
        found = self.lists[np.flatnonzero(fitting)[first : first + most]]
        return [int(number) for number in self.rows["document"][found]]

    def on_boards(self, groups: Flags) -> Rows:
        """The guides in these groups, in the order of boards."""
        found: Rows = self.rows[self.boards[groups[self.rows["group"]][self.boards]]]
        return found

    def total(self, groups: Flags) -> int:
        return int(self.sizes[groups].sum())

    def below(self, path: str) -> Flags:
        """The groups of the unit at ``path`` and of all below it; of all units where it is empty."""
        return np.fromiter((own.startswith(path) for own in self.paths), bool, len(self.paths))

    def having(self, word: str) -> Flags:
        """The groups with a word: ``COMPLETE``, ``FREE``, or one of a facet, such as ``kind:permit``."""
        return (self.words & np.uint64(_BITS[word])).astype(bool)

    def count_words(self, groups: Flags, name: str) -> dict[str, int]:
        """How many guides of these groups have each word of the facet ``name``."""
        found = {word.value: self.total(groups & self.having(f"{name}:{word}")) for word in WORDS[name]}
        return {value: count for value, count in found.items() if count}

    def count_units(self, groups: Flags) -> dict[int, int]:
        """How many guides of these groups each unit has, by its id."""
        counts = np.bincount(self.units, self.sizes * groups)
        return {int(unit): int(counts[unit]) for unit in np.flatnonzero(counts)}


def changed(rows: Rows) -> datetime | None:
    """When the latest of these guides was published."""
    return _EPOCH + timedelta(microseconds=int(rows["since"].max())) if len(rows) else None


_NEVER = datetime.min.replace(tzinfo=UTC)
EMPTY = Census.of((_NEVER, _NEVER), np.empty(0, ROW), np.empty(0, np.int32), {}, {})
