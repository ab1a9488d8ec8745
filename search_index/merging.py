"""Which segments become one, and when: the same for every store.

Segments lie in the order in which they came. When those after one have grown to a fourth of it, they all
become one. So there are few (about a logarithm to the base 5), each document is moved a few times only, and
an update of some documents touches small segments. Large ones stay as they are. One that is mostly dead is
written anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search_index.collection import Part
from search_index.drafting import Draft
from search_index.segment import Segment

LARGE = 1 << 16  # living documents from which on a segment waits for no others
_GROWN = 4


def settled(parts: Sequence[Part]) -> int:
    """Return how many of the parts, from the first one on, stay as they are; the others become one."""
    later = 0
    kept = len(parts)
    for number in range(len(parts) - 1, -1, -1):
        alive = int(np.count_nonzero(parts[number].alive))
        if (alive < LARGE and alive <= _GROWN * later) or 2 * alive < len(parts[number].alive):
            kept = number
        later += alive
    return kept


def merged(parts: Sequence[Part]) -> Segment:
    """Return one segment of the living documents of some."""
    if len(parts) == 1 and parts[0].alive.all():
        return parts[0].segment
    draft = Draft()
    for part in parts:
        draft.join(part.segment, part.alive)
    return draft.finish()[0]
