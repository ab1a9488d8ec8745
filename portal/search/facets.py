"""Narrowing results: what they can be narrowed to, in the order and the tree in which a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.catalogue.codes import Kind, label
from portal.core.i18n import Message, _
from portal.directory.cards import OrgCard
from portal.directory.tree import Node, tree
from search_index.engine import Query

KINDS: dict[str, Message] = {
    "guide": _("Service guides"),
    "org": _("Units"),
    "person": _("People"),
    "market": _("Market days"),
    "notice": _("Notices"),
    "board": _("Boards"),
    "letter": _("Published answers"),
    "page": _("Pages of this site"),
}
"""What is found, in the order in which results are grouped."""
CATEGORIES: dict[str, Message] = {kind.value: label(kind) for kind in Kind}
TITLES: dict[str, Message] = {
    "kind": _("What is it?"),
    "org": _("Which unit?"),
    "category": _("Kind of matter"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow to, as the address has it, and how many results it leaves.

    ``below``: the units under this one, where one of them or this one is chosen.
    """

    value: str
    label: Message | str
    count: int
    below: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that lead somewhere. ``chosen``: the one in use."""

    name: str
    title: Message
    choices: tuple[Choice, ...]
    chosen: Choice | None


Counts = Mapping[str, int]


def facets(query: Query, counts: Mapping[str, Counts], units: Mapping[str, OrgCard]) -> list[Facet]:
    """The filters of a page of results; ``units`` by index path.

    A filter that leaves no choice is not offered, unless it is in use.
    """
    org = units.get(query.org or "")
    found = [
        _worded("kind", KINDS, counts, query.kind),
        _tree(counts.get("org", {}), units, org),
        _worded("category", CATEGORIES, counts, query.category),
    ]
    return [facet for facet in found if len(facet.choices) > 1 or facet.chosen]


def _worded(
    name: str, labels: Mapping[str, Message], counts: Mapping[str, Counts], chosen: str | None
) -> Facet:
    own = counts.get(name, {})
    choices = tuple(
        Choice(value, label, own.get(value, 0))
        for value, label in labels.items()
        if value in own or value == chosen
    )
    return Facet(name, TITLES[name], choices, next((each for each in choices if each.value == chosen), None))


def _tree(counts: Counts, units: Mapping[str, OrgCard], chosen: OrgCard | None) -> Facet:
    own = {units[path].id: count for path, count in counts.items() if path in units}
    nodes = tree(unit for unit in units.values() if unit.id in own or unit == chosen)
    # What stands above all others would leave everything.
    while len(nodes) == 1 and nodes[0].below and nodes[0].org != chosen:
        nodes = nodes[0].below
    choices = _choices(nodes, own, chosen)
    return Facet("org", TITLES["org"], choices, _choice(chosen, 0) if chosen else None)


def _choices(nodes: tuple[Node, ...], own: Mapping[int, int], chosen: OrgCard | None) -> tuple[Choice, ...]:
    def around(node: Node) -> bool:
        return chosen is not None and chosen.path.startswith(node.org.path)

    totals = {node.org.id: _total(node, own) for node in nodes}
    return tuple(
        _choice(node.org, totals[node.org.id], _choices(node.below, own, chosen) if around(node) else ())
        for node in sorted(nodes, key=lambda node: (not around(node), -totals[node.org.id], node.org.name))
    )


def _choice(org: OrgCard, count: int, below: tuple[Choice, ...] = ()) -> Choice:
    return Choice(org.slug, org.name, count, below)


def _total(node: Node, own: Mapping[int, int]) -> int:
    return own.get(node.org.id, 0) + sum(_total(below, own) for below in node.below)
