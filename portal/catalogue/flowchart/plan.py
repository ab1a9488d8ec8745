"""A graph with its rows, columns, tracks and ports: where everything stands across, but not yet how high."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from portal.catalogue.flowchart.channels import Run
from portal.catalogue.flowchart.graph import Edge, Graph, TooComplex
from portal.catalogue.flowchart.layering import rows
from portal.catalogue.flowchart.ordering import Grid, grid
from portal.catalogue.flowchart.ports import Ports
from portal.catalogue.flowchart.shapes import Style
from portal.catalogue.flowchart.tracks import parts, tracks
from portal.catalogue.flowchart.widths import Across, across


@dataclass(frozen=True, slots=True)
class Plan:
    graph: Graph
    grid: Grid
    across: Across
    ports: Ports

    def channels(self, edge: Edge) -> tuple[int, int]:
        """Where the arrow leaves, and where it enters."""
        return self.grid.rows[edge[0]], self.grid.rows[edge[1]] - 1

    def runs(self) -> dict[int, list[Run]]:
        """The lines across in each channel; an arrow that goes straight down has none."""
        found: dict[int, list[Run]] = defaultdict(list)
        for edge in self.graph.edges:
            ends = self.ports.leave[edge], self.ports.enter[edge]
            for channel, run in parts(edge, self.channels(edge), *ends, self.across.tracks.get(edge)):
                if run.left < run.right:
                    found[channel].append(run)
        return found

    def turns(self, edge: Edge) -> Iterator[tuple[int, float, float]]:
        """The channels in which the arrow goes across: from where, and to where."""
        leave, enter = self.ports.leave[edge], self.ports.enter[edge]
        track = self.across.tracks.get(edge, enter)
        for channel, before, after in zip(self.channels(edge), (leave, track), (track, enter), strict=True):
            if before != after:
                yield channel, before, after


def plan(graph: Graph, style: Style) -> Plan:
    """With as many boxes side by side as there is room for. Raises ``TooComplex``."""
    for room in style.room:
        with suppress(TooComplex):
            return _planned(graph, grid(graph, rows(graph, room), style.columns), style)
    raise TooComplex


def _planned(graph: Graph, places: Grid, style: Style) -> Plan:
    long = tracks(graph, places)
    wide = across(graph, places, long, style)
    return Plan(graph, places, wide, Ports(graph.edges, places, long, wide))
