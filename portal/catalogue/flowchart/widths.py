"""How far across everything stands: columns, tracks, boxes, and the ports where arrows leave and enter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.catalogue.flowchart.graph import Edge, Graph, Kind, Node, TooComplex
from portal.catalogue.flowchart.ordering import Grid
from portal.catalogue.flowchart.shapes import CORNER, LANE_GAP, NEAREST, PADDING, Style
from portal.catalogue.flowchart.text import width
from portal.catalogue.flowchart.tracks import Track


@dataclass(frozen=True, slots=True)
class Extent:
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Across:
    """Each box; each lane with half of the borders beside it; the place of each track."""

    boxes: tuple[Extent, ...]
    lanes: tuple[Extent, ...]
    tracks: dict[Edge, float]


def across(graph: Graph, grid: Grid, tracks: dict[Edge, Track], style: Style) -> Across:
    """Raises ``TooComplex`` where the columns would be too narrow."""
    borders = _borders(grid, tracks.values())
    free = style.width - 2 - sum(borders)
    column = free / grid.columns
    if column < style.least:
        raise TooComplex
    starts = [1 + sum(borders[: number + 1]) + column * number for number in range(grid.columns)]
    ends = [start + column for start in starts]
    boxes = tuple(
        _box(node, Extent(starts[span[0]], ends[span[1] - 1]), _degree(graph, number), style)
        for number, (node, span) in enumerate(zip(graph.nodes, grid.spans, strict=True))
    )
    middles = [1.0, *((end + start) / 2 for end, start in zip(ends, starts[1:], strict=False))]
    middles.append(style.width - 1.0)
    return Across(
        boxes=boxes,
        lanes=tuple(Extent(middles[left], middles[right]) for left, right in grid.lanes),
        tracks={edge: _track_x(grid, track, starts, ends) for edge, track in tracks.items()},
    )


def _borders(grid: Grid, tracks: Iterable[Track]) -> list[float]:
    """How wide each border between columns is; those outside are as wide as their tracks."""
    most: dict[float, int] = defaultdict(int)
    for track in tracks:
        most[track.place] = max(most[track.place], track.number + 1)
    inside = [LANE_GAP * max(most[border] + 1, 1.5) for border in range(1, grid.columns)]
    return [LANE_GAP * most[0], *inside, LANE_GAP * most[grid.columns]]


def _track_x(grid: Grid, track: Track, starts: list[float], ends: list[float]) -> float:
    if track.place % 1:
        column = int(track.place)
        return (starts[column] + ends[column]) / 2
    border = int(track.place)
    offset = LANE_GAP * (track.number + 1)
    return starts[border] - offset if border < grid.columns else ends[-1] + offset


def _box(node: Node, span: Extent, degree: int, style: Style) -> Extent:
    """A step takes what it may; the others are as wide as their text and their arrows need."""
    wanted = style.widest
    if node.kind is not Kind.STEP:
        size = style.name_size if node.kind is Kind.TERMINAL else style.fact_size
        wanted = max(width(node.name) * size + 2 * PADDING + 1, 56)
    ports = 2 * CORNER + NEAREST * (degree - 1)
    if ports > span.length:
        raise TooComplex
    half = min(max(wanted, ports), span.length) / 2
    return Extent(span.middle - half, span.middle + half)


def _degree(graph: Graph, number: int) -> int:
    return max(sum(edge[end] == number for edge in graph.edges) for end in (0, 1))
