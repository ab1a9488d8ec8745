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
    """The roots, each with its subtree; whoever's parent is not among ``orgs`` is a root."""
    cards = sorted(orgs, key=lambda org: [int(part) for part in org.path.split("/") if part])
    known = {org.id for org in cards}
    below: dict[int | None, list[OrgCard]] = {}
    for org in cards:
        below.setdefault(org.parent_id if org.parent_id in known else None, []).append(org)

    def grow(parent: int | None) -> tuple[Node, ...]:
        return tuple(Node(org, grow(org.id)) for org in below.get(parent, ()))

    return grow(None)
