"""A plan gets its heights: boxes, lines and lanes with places in CSS pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.catalogue.flowchart.channels import levels
from portal.catalogue.flowchart.graph import Edge, Graph, Kind, Node
from portal.catalogue.flowchart.plan import Plan, plan
from portal.catalogue.flowchart.shapes import ARROW, BEND, LINE, PADDING, Style
from portal.catalogue.flowchart.text import width, wrap
from portal.catalogue.flowchart.widths import Extent

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a box in lines, and the height that it needs."""

    name: tuple[str, ...]
    facts: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    node: Node
    words: Words
    across: Extent
    down: Extent


@dataclass(frozen=True, slots=True)
class Lane:
    across: Extent
    title: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """``lines`` run from the lower edge of one box to the upper edge of another, always straight up, down or
    across."""

    boxes: tuple[Box, ...]
    lines: dict[Edge, tuple[Point, ...]]
    lanes: tuple[Lane, ...]
    width: float
    height: float


def lay_out(graph: Graph, style: Style) -> Layout:
    """Raises ``TooComplex`` where a readable chart is out of reach."""
    planned = plan(graph, style)
    lanes = _lanes(planned, style)
    words = [_words(node, box, style) for node, box in zip(graph.nodes, planned.across.boxes, strict=True)]
    level = {channel: levels(runs) for channel, runs in planned.runs().items()}
    depth = {channel: max(each.values()) for channel, each in level.items()}
    rows, bends = _down(_tallest(planned, words), depth, lanes[0].height + PADDING if lanes else 1.0)
    boxes = tuple(
        Box(node, text, box, _centred(rows[row], text.height))
        for node, text, box, row in zip(
            graph.nodes, words, planned.across.boxes, planned.grid.rows, strict=True
        )
    )
    lines = {}
    for edge in graph.edges:
        points = [(planned.ports.leave[edge], boxes[edge[0]].down.right)]
        for channel, before, after in planned.turns(edge):
            height = bends[channel] + BEND * level[channel][edge]
            points += [(before, height), (after, height)]
        lines[edge] = (*points, (planned.ports.enter[edge], boxes[edge[1]].down.left))
    return Layout(boxes, lines, lanes, style.width, rows[-1].right + (PADDING if lanes else 1))


def _words(node: Node, box: Extent, style: Style) -> Words:
    room = box.length - 2 * PADDING
    size = style.fact_size if node.kind is Kind.CONDITION else style.name_size
    name = tuple(wrap(node.name, room / size))
    joined = " · ".join(node.facts)
    facts = (joined,) if width(joined) * style.fact_size <= room else node.facts
    lines = tuple(line for fact in facts for line in wrap(fact, room / style.fact_size))
    padding = PADDING * (0.8 if node.kind is Kind.CONDITION else 1.6)
    return Words(name, lines, (len(name) * size + len(lines) * style.fact_size) * LINE + padding)


def _lanes(planned: Plan, style: Style) -> tuple[Lane, ...]:
    titles = planned.graph.lanes
    if len(titles) < 2:
        return ()
    size = style.fact_size
    wrapped = [
        tuple(wrap(title, (extent.length - PADDING) / size))
        for title, extent in zip(titles, planned.across.lanes, strict=True)
    ]
    height = max(map(len, wrapped)) * size * LINE + PADDING
    return tuple(Lane(*each, height) for each in zip(planned.across.lanes, wrapped, strict=True))


def _tallest(planned: Plan, words: Sequence[Words]) -> list[float]:
    tall = [0.0] * (max(planned.grid.rows) + 1)
    for row, text in zip(planned.grid.rows, words, strict=True):
        tall[row] = max(tall[row], text.height)
    return tall


def _down(tall: list[float], depth: dict[int, int], top: float) -> tuple[list[Extent], dict[int, float]]:
    """The rows, and the height of the first level of each channel; ``depth``: its last level."""
    rows: list[Extent] = []
    bends: dict[int, float] = {}
    for row, height in enumerate(tall):
        rows.append(Extent(top, top + height))
        bends[row] = top + height + BEND
        top = bends[row] + BEND * (depth.get(row, 0) + 1) + ARROW
    return rows, bends


def _centred(row: Extent, height: float) -> Extent:
    return Extent(row.middle - height / 2, row.middle + height / 2)
