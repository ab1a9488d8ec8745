"""All parts of many texts in order, so that those beginning with a string are found by bisection.

Texts stand one after another as *units*, each followed by a 0: characters (uint32) or Latin letters (uint8).
A part begins somewhere in a text and goes on to its end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from search_index.arrays import Array

_BITS = {4: 21, 1: 8}  # of a unit of so many bytes: 3 characters or 8 letters fit into a head
_HEAD = {4: 3, 1: 8}


class Parts(NamedTuple):
    """Parts by their first units (`heads`, uint64), then by their places in the units (uint32)."""

    heads: Array
    places: Array

    @classmethod
    def of(cls, units: Array, places: Array) -> Parts:
        """Sort the parts that begin at some places."""
        heads = np.zeros(len(places), np.uint64)
        going = np.ones(len(places), bool)
        for ahead in range(_HEAD[units.itemsize]):
            unit = np.where(going, units[np.minimum(places + ahead, len(units) - 1)], 0)
            heads = heads << np.uint64(_BITS[units.itemsize]) | unit.astype(np.uint64)
            going &= unit != 0
        order = np.argsort(heads, kind="stable")
        return cls(heads[order], places[order].astype(np.uint32))

    def beginning(self, units: Array, prefix: str) -> Array:
        """Return the places of the parts that begin with a prefix, which is not empty (int64)."""
        codes = list(map(ord, prefix))
        size, bits = _HEAD[units.itemsize], _BITS[units.itemsize]
        low = 0
        for code in (codes + [0] * size)[:size]:
            low = low << bits | code
        high = low | (1 << bits * max(0, size - len(codes))) - 1
        first, last = np.searchsorted(self.heads, np.array([low, high + 1], np.uint64))
        places = self.places[first:last].astype(np.int64)
        for ahead, code in enumerate(codes[size:], start=size):
            places = places[units[np.minimum(places + ahead, len(units) - 1)] == code]
        return places
