"""The flow as a graph to be laid out: steps, conditions and both ends, each in the lane of its role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from portal.catalogue.body import Step
from portal.catalogue.flowchart.flow import END, START, Flow
from portal.catalogue.flowchart.shapes import Style
from portal.core.i18n import Message, _

Say = Callable[[Message | str], str]
"""Translates."""

Edge = tuple[int, int]
"""Two nodes by number."""

MOST_STEPS = 40
MOST_ARROWS = 80


class TooComplex(Exception):
    """No chart of this would be readable; the list says it all."""


class Kind(Enum):
    STEP = 1
    CONDITION = 2
    TERMINAL = 3


@dataclass(frozen=True, slots=True)
class Node:
    """``lane``: its place among the lanes; ``tone``: the place of its role among the roles, -1 without."""

    kind: Kind
    lane: int
    name: str
    facts: tuple[str, ...] = ()
    tone: int = -1


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order of the list: first the start, each condition after its step, last the end."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[str, ...]


def graph(flow: Flow, say: Say, style: Style) -> Graph:
    """Raises ``TooComplex`` above ``MOST_STEPS`` and ``MOST_ARROWS``."""
    if len(flow.steps) > MOST_STEPS or len(flow.arrows) > MOST_ARROWS:
        raise TooComplex
    roles = list(dict.fromkeys(step.role for step in flow.steps))
    lanes = tuple(roles) if 1 < len(roles) <= style.lanes else ("",)
    lane = {step.id: lanes.index(step.role) if len(lanes) > 1 else 0 for step in flow.steps}
    lane[START] = next((lane[a.target] for a in flow.arrows if a.source == START), 0)
    lane[END] = next((lane[a.source] for a in reversed(flow.arrows) if a.target == END), 0)
    nodes: list[Node] = []
    place: dict[str, int] = {}
    conditions: dict[int, int] = {}
    for key, node in _boxes(flow, say, lane, roles, named=len(lanes) == 1):
        place[key] = len(nodes)
        nodes.append(node)
        for number, arrow in enumerate(flow.arrows):
            if arrow.source == key and arrow.condition:
                conditions[number] = len(nodes)
                nodes.append(Node(Kind.CONDITION, lane[arrow.target], say(arrow.condition)))
    return Graph(tuple(nodes), tuple(_edges(flow, place, conditions)), lanes)


def _boxes(
    flow: Flow, say: Say, lane: dict[str, int], roles: list[str], *, named: bool
) -> Iterator[tuple[str, Node]]:
    yield START, Node(Kind.TERMINAL, lane[START], say(_("You apply")))
    for number, step in enumerate(flow.steps, 1):
        facts = (step.role if named else "", days(step, say) if flow.timed else "")
        tone = roles.index(step.role) if step.role else -1
        shown = tuple(fact for fact in facts if fact)
        yield step.id, Node(Kind.STEP, lane[step.id], f"{number} {step.name}", shown, tone)
    yield END, Node(Kind.TERMINAL, lane[END], say(_("Finished")))


def days(step: Step, say: Say) -> str:
    """How long the step takes."""
    return say(_("${n} days", n=step.days)) if step.days else say(_("on the spot"))


def _edges(flow: Flow, place: dict[str, int], conditions: dict[int, int]) -> Iterator[Edge]:
    """``conditions``: the node that stands on an arrow, by the arrow's number."""
    for number, arrow in enumerate(flow.arrows):
        source, target = place[arrow.source], place[arrow.target]
        if number in conditions:
            yield source, conditions[number]
            yield conditions[number], target
        else:
            yield source, target
