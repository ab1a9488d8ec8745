"""Which columns each node takes in its row, so that few arrows cross: sweeps by barycentre, then exchanges.

A position is counted in columns: column 2 goes from 2 to 3, and its middle is 2.5.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from portal.catalogue.flowchart.graph import Edge, Graph, TooComplex

SWEEPS = 4
SLIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Grid:
    """``spans``: the first column of each node and the one after its last. ``lanes``: those of each lane."""

    rows: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    lanes: tuple[tuple[int, int], ...]
    columns: int

    def middle(self, node: int) -> float:
        return sum(self.spans[node]) / 2


@dataclass(slots=True)
class _Straight:
    """An arrow as a straight line between the rows ``top`` and ``low``; ``beside``: what it may cross."""

    top: int
    low: int
    x: float = 0.0
    slope: float = 0.0
    beside: "list[_Straight]" = field(default_factory=list)

    def crossings(self) -> int:
        return sum(map(self._crosses, self.beside))

    def _crosses(self, other: "_Straight") -> bool:
        apart = self.x - self.slope * self.top - other.x + other.slope * other.top
        turn = self.slope - other.slope
        above = apart + turn * max(self.top, other.top)
        below = apart + turn * min(self.low, other.low)
        return above * below < -SLIGHT


class _Order:
    """Groups of nodes that share a row and a lane, each in its order from left to right."""

    def __init__(self, graph: Graph, rows: Sequence[int], lanes: list[tuple[int, int]]) -> None:
        self.rows = rows
        self.lanes = lanes
        self.lines = {edge: _straight(rows, edge) for edge in graph.edges}
        for line in self.lines.values():
            line.beside = [
                other for other in self.lines.values() if max(line.top, other.top) < min(line.low, other.low)
            ]
        self.groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, node in enumerate(graph.nodes):
            self.groups[rows[number], node.lane].append(number)
        self.touching: dict[int, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            for number in set(edge):
                self.touching[number].append(edge)
        self.spans = [(0, 0)] * len(graph.nodes)
        for key in self.groups:
            self._place(key)

    def middle(self, node: int) -> float:
        return sum(self.spans[node]) / 2

    def sweep(self, *, down: bool) -> None:
        """Each group by the mean position of the neighbours above it, or below."""
        for key in sorted(self.groups, reverse=not down):
            if len(self.groups[key]) > 1:
                self.groups[key].sort(key=lambda node: self._wish(node, above=down))
                self._place(key)

    def exchange(self) -> None:
        """Neighbours change places where that takes crossings away."""
        for key, group in sorted(self.groups.items()):
            for place in range(len(group) - 1):
                lines = [
                    self.lines[edge] for node in group[place : place + 2] for edge in self.touching[node]
                ]
                before = sum(line.crossings() for line in lines)
                self._swap(key, place)
                if sum(line.crossings() for line in lines) >= before:
                    self._swap(key, place)

    def crossings(self) -> int:
        """How often arrows would cross if they were straight lines, each crossing counted twice."""
        return sum(line.crossings() for line in self.lines.values())

    def _wish(self, node: int, *, above: bool) -> float:
        others = {number for edge in self.touching[node] for number in edge} - {node}
        places = [self.middle(other) for other in others if (self.rows[other] < self.rows[node]) is above]
        return sum(places) / len(places) if places else self.middle(node)

    def _swap(self, key: tuple[int, int], place: int) -> None:
        group = self.groups[key]
        group[place], group[place + 1] = group[place + 1], group[place]
        self._place(key)

    def _place(self, key: tuple[int, int]) -> None:
        """Spread the group over its lane; a node alone takes the whole lane."""
        group = self.groups[key]
        left, right = self.lanes[key[1]]
        edges = [left + round(number * (right - left) / len(group)) for number in range(len(group) + 1)]
        for node, span in zip(group, pairwise(edges), strict=True):
            self.spans[node] = span
        for edge in {edge for node in group for edge in self.touching[node]}:
            self._draw(edge)

    def _draw(self, edge: Edge) -> None:
        upper, lower = sorted(edge, key=lambda node: self.rows[node])
        line = self.lines[edge]
        line.x = self.middle(upper)
        line.slope = (self.middle(lower) - line.x) / max(line.low - line.top, 1)


def grid(graph: Graph, rows: Sequence[int], most: int) -> Grid:
    """The best of the orders that the sweeps pass through. Raises ``TooComplex`` above ``most`` columns."""
    lanes = _lanes(graph, rows)
    columns = max(right for _left, right in lanes)
    if columns > most:
        raise TooComplex
    order = _Order(graph, rows, lanes)
    best, fewest = tuple(order.spans), order.crossings()
    for number in range(SWEEPS):
        if not fewest:
            break
        order.sweep(down=number % 2 == 0)
        order.exchange()
        if (crossings := order.crossings()) < fewest:
            best, fewest = tuple(order.spans), crossings
    return Grid(tuple(rows), best, tuple(lanes), columns)


def _straight(rows: Sequence[int], edge: Edge) -> _Straight:
    return _Straight(min(rows[node] for node in edge), max(rows[node] for node in edge))


def _lanes(graph: Graph, rows: Sequence[int]) -> list[tuple[int, int]]:
    """The columns of each lane: as many as its fullest row needs, in the order with the shortest arrows."""
    count = len(graph.lanes)
    fullest = [0] * count
    for (_row, lane), nodes in Counter(zip(rows, (node.lane for node in graph.nodes), strict=True)).items():
        fullest[lane] = max(fullest[lane], nodes)
    pairs = Counter((graph.nodes[source].lane, graph.nodes[target].lane) for source, target in graph.edges)

    def length(order: tuple[int, ...]) -> int:
        place = {lane: number for number, lane in enumerate(order)}
        return sum(abs(place[one] - place[other]) * times for (one, other), times in pairs.items())

    lanes, left = [(0, 0)] * count, 0
    for lane in min(permutations(range(count)), key=length):
        lanes[lane] = (left, left + fullest[lane])
        left += fullest[lane]
    return lanes
