"""Sort keys: one integer for each document found, the least first.

From the top: the step that found it (4 bits), whether it is a name only (1), the order within the step (40),
then ties: whether the name follows upon a main matter (1), the length of its stem (10), whether it is of
another unit than the visitor's (1). Last comes the number of the document.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from search_index.arrays import Array

FINE = 40  # bits for the order within a step
TIE = 12
_LONGEST = (1 << 10) - 1


class Ranked(NamedTuple):
    """Documents or titles, each once and ascending (int64), and their order within a step (int64)."""

    numbers: Array
    fine: Array

    def where(self, mask: Array) -> Ranked:
        """Return those for which the mask is true."""
        return Ranked(self.numbers[mask], self.fine[mask])


NONE = Ranked(np.empty(0, np.int64), np.empty(0, np.int64))


def least(found: list[Ranked]) -> Ranked:
    """Return each number of all lists once, with the least order that it has there."""
    numbers = np.concatenate([NONE.numbers, *(each.numbers for each in found)])
    fine = np.concatenate([NONE.fine, *(each.fine for each in found)])
    order = np.lexsort((fine, numbers))
    numbers, fine = numbers[order], fine[order]
    first = np.ones(len(numbers), bool)
    first[1:] = numbers[1:] != numbers[:-1]
    return Ranked(numbers[first], fine[first])


def ties(aside: Array, stem_lengths: Array) -> Array:
    """Return the order of titles that answer equally well (int64)."""
    tie: Array = (aside.astype(np.int64) << 10 | np.minimum(stem_lengths, _LONGEST)) << 1
    return tie


def keys(step: int, complete: Array, fine: Array, tie: Array) -> Array:
    """Return the sort keys of documents (int64)."""
    head = (step << 1) + (1 - complete.astype(np.int64))
    key: Array = (head << FINE | np.clip(fine, 0, (1 << FINE) - 1)) << TIE | tie
    return key


def parted(key: int) -> tuple[int, bool, int]:
    """Return (step, whether complete, order within the step) of a sort key."""
    head = key >> (FINE + TIE)
    return head >> 1, not head & 1, key >> TIE & (1 << FINE) - 1


def by_relevance(scores: Array) -> Array:
    """Return relevance as an order: differences below 1/32 are ties."""
    fine: Array = (1 << 20) - np.rint(scores * 32).astype(np.int64)
    return fine


def smallest(keys: Array, limit: int) -> Array:
    """Return where the smallest keys stand, in their order; of equal keys the first come first."""
    if limit >= len(keys):
        return np.argsort(keys, kind="stable")
    near = np.flatnonzero(keys <= np.partition(keys, limit)[limit])
    return near[np.argsort(keys[near], kind="stable")[:limit]]
