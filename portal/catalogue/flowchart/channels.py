"""On which level of its channel each arrow runs across: as few crossings as can be, then as few levels."""

from collections.abc import Iterable, Sequence

from portal.catalogue.flowchart.graph import Edge
from portal.catalogue.flowchart.shapes import NEAREST

ROUNDS = 8


class Run:
    """A line across. ``up``: where it goes on upwards; ``down``: where downwards."""

    __slots__ = ("down", "edge", "left", "right", "up")

    def __init__(self, edge: Edge, up: tuple[float, ...], down: tuple[float, ...]) -> None:
        self.edge, self.up, self.down = edge, up, down
        self.left, self.right = min(up + down), max(up + down)

    def holds(self, places: Iterable[float]) -> int:
        return sum(self.left < place < self.right for place in places)

    def meets(self, other: "Run") -> bool:
        return self.left < other.right + NEAREST and other.left < self.right + NEAREST


def levels(runs: Sequence[Run]) -> dict[Edge, int]:
    """The level of each run, 0 on top; runs that would touch have different ones."""
    order = _ordered(sorted(runs, key=lambda run: (run.left, run.right)))
    found: list[tuple[Run, int]] = []
    for run in order:
        above = (level + 1 for other, level in found if run.meets(other))
        found.append((run, max(above, default=0)))
    return {run.edge: level for run, level in found}


def _ordered(runs: list[Run]) -> list[Run]:
    """Exchange neighbours as long as that takes crossings away."""
    for _round in range(ROUNDS):
        changed = False
        for place in range(len(runs) - 1):
            upper, lower = runs[place : place + 2]
            if _crossings(lower, upper) < _crossings(upper, lower):
                runs[place : place + 2] = lower, upper
                changed = True
        if not changed:
            break
    return runs


def fewest(one: Run, other: Run) -> int:
    """How often two runs of a channel cross when the right one is above."""
    return min(_crossings(one, other), _crossings(other, one))


def _crossings(upper: Run, lower: Run) -> int:
    return lower.holds(upper.down) + upper.holds(lower.up)
