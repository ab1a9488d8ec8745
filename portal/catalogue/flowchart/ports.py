"""Where each arrow leaves its box and enters its target, counted across the drawing.

The arrow between two boxes that stand one below the other is straight, the others stand beside it in the
order in which they part; no two arrows share an upright line.
"""

from collections.abc import Sequence

from portal.catalogue.flowchart.graph import Edge, TooComplex
from portal.catalogue.flowchart.ordering import Grid
from portal.catalogue.flowchart.shapes import CORNER, NEAREST
from portal.catalogue.flowchart.tracks import Track
from portal.catalogue.flowchart.widths import Across, Extent

WIDE_APART = 24.0
STEPS = 24


class Ports:
    """Where each arrow leaves, and where it enters. Raises ``TooComplex`` where a box is too small."""

    def __init__(self, edges: Sequence[Edge], grid: Grid, tracks: dict[Edge, Track], places: Across) -> None:
        self.leave: dict[Edge, float] = {}
        self.enter: dict[Edge, float] = {}
        self._grid, self._tracks, self._places = grid, tracks, places
        for target in sorted({edge[1] for edge in edges}):
            self._settle(self.enter, target, [edge for edge in edges if edge[1] == target], end=0)
        for source in sorted({edge[0] for edge in edges}):
            self._settle(self.leave, source, [edge for edge in edges if edge[0] == source], end=1)

    def _settle(self, ports: dict[Edge, float], node: int, edges: list[Edge], *, end: int) -> None:
        box = self._places.boxes[node]
        edges = sorted(edges, key=lambda edge: self._other(edge, end))
        wanted = _spread(box, [self._other(edge, end) for edge in edges])
        channel = self._grid.rows[node] - (end == 0)
        for edge, place in zip(edges, wanted, strict=True):
            ports[edge] = self._free(edge, channel, place, box)

    def _other(self, edge: Edge, end: int) -> float:
        """Where the arrow comes from, or goes to."""
        if edge in self._tracks:
            return self._places.tracks[edge]
        return self.enter.get(edge, self._places.boxes[edge[end]].middle)

    def _free(self, edge: Edge, channel: int, place: float, box: Extent) -> float:
        """The free place in the channel that is nearest to ``place``."""
        taken = [x for other, x in self._upright(channel) if other != edge]
        for number in range(STEPS):
            for tried in (place + number * NEAREST / 2, place - number * NEAREST / 2):
                inside = box.left + CORNER <= tried <= box.right - CORNER
                if inside and all(abs(tried - x) >= NEAREST - 0.01 for x in taken):
                    return tried
        raise TooComplex

    def _upright(self, channel: int) -> list[tuple[Edge, float]]:
        """Every upright line in a channel."""
        rows = self._grid.rows
        return [
            *((e, x) for e, x in self.leave.items() if rows[e[0]] == channel),
            *((e, x) for e, x in self.enter.items() if rows[e[1]] - 1 == channel),
            *((e, self._places.tracks[e]) for e, t in self._tracks.items() if t.meets(channel, channel)),
        ]


def _spread(box: Extent, others: list[float]) -> list[float]:
    """Places for arrows whose other ends are at ``others``, from left to right."""
    inner = box.length - 2 * CORNER
    gap = min(WIDE_APART, inner / max(len(others) - 1, 1))
    nearest: float = min(range(len(others)), key=lambda number: abs(others[number] - box.middle))
    straight = min(others, key=lambda other: abs(other - box.middle))
    if not box.left + CORNER <= straight <= box.right - CORNER:
        nearest, straight = (len(others) - 1) / 2, box.middle
    first = straight - nearest * gap
    first = min(max(first, box.left + CORNER), box.right - CORNER - gap * (len(others) - 1))
    return [first + number * gap for number in range(len(others))]
