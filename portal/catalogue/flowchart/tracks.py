"""Where an arrow passes the rows between its ends: beside the boxes, or where a column is empty.

Channel ``n`` is the space below row ``n``. An arrow leaves its box downwards into a channel, and comes down
out of a channel into its target; between two channels it goes along a track. Each track is the only one at
its place in all channels that it touches.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from portal.catalogue.flowchart.graph import Edge, Graph
from portal.catalogue.flowchart.ordering import Grid

CROWDED = 0.3
"""What a track beside another one costs, in columns."""
OUTSIDE = 0.2
"""What a track costs on the side where its kind does not belong: loops go back on the left."""


@dataclass(frozen=True, slots=True)
class Track:
    """``place``: 2 is the border between the columns 1 and 2, 2.5 the middle of column 2. ``number`` counts
    the tracks of a border from the inside outwards. ``first`` and ``last``: channels."""

    place: float
    number: int
    first: int
    last: int

    def meets(self, first: int, last: int) -> bool:
        """Both touch one of these channels."""
        return self.first <= last and first <= self.last


def tracks(graph: Graph, grid: Grid) -> dict[Edge, Track]:
    """A track for each arrow that needs one, short ones first."""
    chosen: dict[Edge, Track] = {}
    taken: dict[float, list[Track]] = defaultdict(list)
    reach = {edge: _reach(grid, edge) for edge in graph.edges}
    long = [edge for edge in dict.fromkeys(graph.edges) if reach[edge][0] < reach[edge][1]]
    for edge in sorted(long, key=lambda edge: reach[edge][1] - reach[edge][0]):
        first, last = reach[edge]
        place = min(_places(grid, taken, first, last), key=lambda place: _cost(grid, taken, edge, place))
        busy = {track.number for track in taken[place] if track.meets(first, last)}
        number = next(number for number in range(len(busy) + 1) if number not in busy)
        chosen[edge] = Track(place, number, first, last)
        taken[place].append(chosen[edge])
    return chosen


def _reach(grid: Grid, edge: Edge) -> tuple[int, int]:
    """The first and the last channel that the arrow touches."""
    ends = grid.rows[edge[0]], grid.rows[edge[1]] - 1
    return min(ends), max(ends)


def _places(grid: Grid, taken: dict[float, list[Track]], first: int, last: int) -> Iterator[float]:
    spans = [span for row, span in zip(grid.rows, grid.spans, strict=True) if first < row <= last]
    for border in range(grid.columns + 1):
        if not any(left < border < right for left, right in spans):
            yield border
    for column in range(grid.columns):
        used = any(track.meets(first, last) for track in taken.get(column + 0.5, ()))
        if not used and not any(left <= column < right for left, right in spans):
            yield column + 0.5


def _cost(grid: Grid, taken: dict[float, list[Track]], edge: Edge, place: float) -> float:
    source, target = edge
    way = abs(grid.middle(source) - place) + abs(grid.middle(target) - place)
    others = sum(track.meets(*_reach(grid, edge)) for track in taken.get(place, ()))
    back = grid.rows[target] <= grid.rows[source]
    wrong_side = place > grid.middle(target) if back else place < grid.middle(source)
    return way + CROWDED * others + OUTSIDE * wrong_side
