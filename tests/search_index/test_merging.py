"""How segments become one: few of them at any time, and no document moved often."""

import numpy as np
import pytest

from search_index.arrays import Array
from search_index.collection import Part
from search_index.drafting import Draft
from search_index.merging import merged, settled
from search_index.segment import Segment
from tests.search_index.conftest import guide


def part(first: int, count: int, dead: int = 0) -> Part:
    draft = Draft()
    draft.add(guide(number, f"救助{number}") for number in range(first, first + count))
    alive: Array = np.ones(count, bool)
    alive[:dead] = False
    return Part(draft.finish()[0], alive)


def ids(segment: Segment) -> set[str]:
    return set(segment.ids.all())


@pytest.mark.parametrize(
    ("sizes", "stay"),
    [
        ([], 0),
        ([(5, 0)], 1),
        ([(20, 0), (1, 0)], 2),
        ([(20, 0), (4, 0), (1, 0)], 0),
        ([(99, 0), (4, 0), (1, 0)], 1),
        ([(20, 0), (5, 0)], 0),
        ([(20, 11), (1, 0)], 0),
        ([(30, 10), (5, 0)], 0),
        ([(99, 0), (1, 1)], 1),
        ([(3, 3)], 0),
    ],
)
def test_what_has_grown_is_taken_up(sizes: list[tuple[int, int]], stay: int) -> None:
    assert settled([part(0, count, dead) for count, dead in sizes]) == stay


def test_one_has_the_living_documents_of_all() -> None:
    one = merged([part(0, 4, dead=2), part(4, 3), part(7, 1, dead=1)])
    assert len(one) == 5
    assert {"guide:4", "guide:5", "guide:6"} < ids(one)
    assert len(merged([])) == 0


def test_segments_stay_few_and_documents_are_moved_rarely() -> None:
    parts: list[Part] = []
    moved = 0
    for number in range(120):
        parts.append(part(number, 1))
        stay = settled(parts)
        if stay < len(parts):
            one = merged(parts[stay:])
            moved += len(one)
            parts[stay:] = [Part(one, np.ones(len(one), bool))]
        assert len(parts) <= 6
    assert set().union(*(ids(each.segment) for each in parts)) == {f"guide:{number}" for number in range(120)}
    assert moved < 120 * 15
