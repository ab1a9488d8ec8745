"""Where an arrow passes the rows between its ends: beside the boxes, or where a column is empty.

Channel ``n`` is the space below row ``n``. An arrow leaves its box downwards into a channel, and comes down
out of a channel into its target; between two channels it goes along a track. Each track is the only one at
its place in all channels that it touches.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from portal.catalogue.flowchart.channels import Run, fewest
from portal.catalogue.flowchart.graph import Edge, Graph
from portal.catalogue.flowchart.ordering import Grid

ROUNDS = 2
WAY = 0.4
"""What a column across costs, in crossings."""
CROWDED = 0.15
"""What a track beside another one costs."""
OUTSIDE = 0.1
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


def parts(
    edge: Edge, channels: tuple[int, int], leave: float, enter: float, track: float | None
) -> tuple[tuple[int, Run], ...]:
    """The lines across of an arrow, each with its channel."""
    first, last = channels
    if track is None:
        return ((first, Run(edge, (leave,), (enter,))),)
    if first < last:
        return (first, Run(edge, (leave,), (track,))), (last, Run(edge, (track,), (enter,)))
    return (first, Run(edge, (leave, track), ())), (last, Run(edge, (), (track, enter)))


def tracks(graph: Graph, grid: Grid) -> dict[Edge, Track]:
    """A track for each arrow that needs one, with as few crossings as can be had at a fair length."""
    routes = _Routes(graph, grid)
    long = sorted(
        (edge for edge in graph.edges if routes.reach(edge)[0] < routes.reach(edge)[1]), key=routes.span
    )
    for _round in range(ROUNDS):
        for edge in long:
            routes.choose(edge)
    chosen: dict[Edge, Track] = {}
    for edge in long:
        place, (first, last) = routes.places[edge], routes.reach(edge)
        busy = {
            track.number for track in chosen.values() if track.place == place and track.meets(first, last)
        }
        number = next(number for number in range(len(busy) + 1) if number not in busy)
        chosen[edge] = Track(place, number, first, last)
    return chosen


class _Routes:
    """``places``: the tracks chosen so far; ``runs``: the lines across in each channel, places in columns."""

    def __init__(self, graph: Graph, grid: Grid) -> None:
        self.grid = grid
        self.places: dict[Edge, float] = {}
        self.runs: dict[int, dict[Edge, Run]] = defaultdict(dict)
        for edge in graph.edges:
            if self.reach(edge)[0] == self.reach(edge)[1]:
                self._put(edge, None)

    def reach(self, edge: Edge) -> tuple[int, int]:
        """The first and the last channel that the arrow touches."""
        ends = self._channels(edge)
        return min(ends), max(ends)

    def span(self, edge: Edge) -> int:
        first, last = self.reach(edge)
        return last - first

    def choose(self, edge: Edge) -> None:
        """The best track for the arrow while the others stay where they are."""
        if edge in self.places:
            del self.places[edge]
            for channel in self._channels(edge):
                del self.runs[channel][edge]
        self._put(edge, min(self._possible(edge), key=lambda place: self._cost(edge, place)))

    def _put(self, edge: Edge, place: float | None) -> None:
        if place is not None:
            self.places[edge] = place
        for channel, run in self._parts(edge, place):
            self.runs[channel][edge] = run

    def _channels(self, edge: Edge) -> tuple[int, int]:
        return self.grid.rows[edge[0]], self.grid.rows[edge[1]] - 1

    def _parts(self, edge: Edge, place: float | None) -> tuple[tuple[int, Run], ...]:
        return parts(edge, self._channels(edge), self.grid.middle(edge[0]), self.grid.middle(edge[1]), place)

    def _possible(self, edge: Edge) -> Iterator[float]:
        first, last = self.reach(edge)
        spans = [
            span for row, span in zip(self.grid.rows, self.grid.spans, strict=True) if first < row <= last
        ]
        for border in range(self.grid.columns + 1):
            if not any(left < border < right for left, right in spans):
                yield border
        for column in range(self.grid.columns):
            used = self._beside(edge, column + 0.5)
            if not used and not any(left <= column < right for left, right in spans):
                yield column + 0.5

    def _beside(self, edge: Edge, place: float) -> int:
        """How many tracks at this place meet the arrow's."""
        first, last = self.reach(edge)
        reaches = (self.reach(other) for other, at in self.places.items() if at == place)
        return sum(low <= last and first <= high for low, high in reaches)

    def _cost(self, edge: Edge, place: float) -> float:
        source, target = map(self.grid.middle, edge)
        first, last = self._channels(edge)
        wrong_side = place > target if last < first else place < source
        way = abs(source - place) + abs(target - place)
        return (
            self._crossings(edge, place)
            + WAY * way
            + CROWDED * self._beside(edge, place)
            + OUTSIDE * wrong_side
        )

    def _crossings(self, edge: Edge, place: float) -> int:
        low, high = self.reach(edge)
        found = sum(
            run.holds((place,)) for channel in range(low + 1, high) for run in self.runs[channel].values()
        )
        for channel, run in self._parts(edge, place):
            found += sum(fewest(run, other) for other in self.runs[channel].values())
            found += run.holds(at for other, at in self.places.items() if self._passes(other, channel))
        return found

    def _passes(self, edge: Edge, channel: int) -> bool:
        low, high = self.reach(edge)
        return low < channel < high
