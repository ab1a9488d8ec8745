"""The directory as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.directory.cards import OrgCard


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation with what stands below it."""

    org: OrgCard
    below: tuple["Node", ...]


def tree(orgs: Iterable[OrgCard]) -> tuple[Node, ...]:
    """The roots, each with its subtree; who is not among ``orgs`` is left out between the others."""
    cards = list(orgs)
    lines = {org.id: [int(part) for part in org.path.split("/") if part] for org in cards}
    below: dict[int | None, list[OrgCard]] = {}
    for org in sorted(cards, key=lambda org: lines[org.id]):
        above = next((each for each in reversed(lines[org.id][:-1]) if each in lines), None)
        below.setdefault(above, []).append(org)

    def grow(parent: int | None) -> tuple[Node, ...]:
        return tuple(Node(org, grow(org.id)) for org in below.get(parent, ()))

    return grow(None)
