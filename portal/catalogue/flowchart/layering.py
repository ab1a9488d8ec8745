"""Which row each node stands in: cycles are opened, then every arrow leads at least one row down."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable

from portal.catalogue.flowchart.graph import Edge, Graph


def back_edges(count: int, edges: Iterable[Edge]) -> frozenset[Edge]:
    """The arrows that lead back, as a reader meets them who goes from node to node in the order of the list:
    without them no cycle is left."""
    leaving: dict[int, list[int]] = defaultdict(list)
    for source, target in sorted(set(edges)):
        leaving[source].append(target)
    back: set[Edge] = set()
    done: set[int] = set()
    for root in range(count):
        path, ahead = [root], [iter(leaving[root])]
        on_path = {root}
        while path and root not in done:
            target = next(ahead[-1], -1)
            if target < 0:
                done.add(path[-1])
                on_path.discard(path.pop())
                ahead.pop()
            elif target in on_path:
                back.add((path[-1], target))
            elif target not in done:
                path.append(target)
                on_path.add(target)
                ahead.append(iter(leaving[target]))
    return frozenset(back)


def rows(graph: Graph, room: int) -> list[int]:
    """The row of each node. No row holds more than ``room`` nodes of a lane; start and end have their own."""
    end = len(graph.nodes) - 1
    forward = set(graph.edges) - back_edges(len(graph.nodes), graph.edges)
    waits = Counter(target for _source, target in forward)
    lowest = [0, *([1] * end)]
    row = [0] * len(graph.nodes)
    taken: Counter[tuple[int, int]] = Counter()
    ready = [number for number in range(end) if not waits[number]]
    while ready:
        number = heapq.heappop(ready)
        lane = graph.nodes[number].lane
        row[number] = lowest[number]
        while taken[row[number], lane] >= room:
            row[number] += 1
        taken[row[number], lane] += 1
        for target in sorted(target for source, target in forward if source == number):
            lowest[target] = max(lowest[target], row[number] + 1)
            waits[target] -= 1
            if not waits[target] and target != end:
                heapq.heappush(ready, target)
    row[end] = max(row[:end]) + 1
    return row
