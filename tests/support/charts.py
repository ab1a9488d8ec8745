"""Flows for tests of the flowchart: drawn by lot, and as a careful editor writes them."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from random import Random
from typing import Any

from portal.catalogue.body import Guide
from portal.catalogue.flowchart.layout import Box, Layout, Point
from portal.core.i18n import Message

Segment = tuple[Point, Point]

NAMES = ("受理", "审核", "现场核查", "审批（含专家评审、听证、公示）", "办结", "Verification", "送达" * 20)
ROLES = ("", "受理岗", "审核人员", "分管负责人", "市场监督管理局登记许可科", "村、社区", "专家组", "制证中心")
WHEN = ("", "", "材料齐全", "材料不齐，一次性告知需要补正的全部内容", "符合条件", "no")


def say(message: Message | str) -> str:
    return str(message)


def guide_of(steps: list[dict[str, Any]], **more: Any) -> Guide:
    return Guide.model_validate(
        {"name": "事项", "code": "X-1", "kind": "other", "unit_id": 1, "steps": steps, **more}
    )


def lot(seed: int) -> Guide:
    """A guide with 2 to 30 steps, branches, loops, steps that nothing leads to, and cases, by lot."""
    dice = Random(seed)
    count = dice.randint(2, 30)
    roles = dice.sample(ROLES, dice.randint(1, len(ROLES)))
    cases = [f"case-{number}" for number in range(dice.choice((0, 0, 2, 5)))]
    steps = []
    for number in range(count):
        step: dict[str, Any] = {
            "id": f"s{number}",
            "name": dice.choice(NAMES)[:80],
            "role": dice.choice(roles),
        }
        step["days"] = dice.randint(0, 30)
        if dice.random() < 0.25:
            targets = dice.sample(range(count), min(count, dice.randint(1, 3)))
            step["next"] = [{"to": f"s{to}", "when": dice.choice(WHEN)} for to in targets]
        if cases and dice.random() < 0.3:
            step["cases"] = dice.sample(cases, dice.randint(1, len(cases)))
        steps.append(step)
    choices = (
        [{"id": "q", "question": "?", "options": [{"id": c, "text": c} for c in cases]}] if cases else []
    )
    rows = [{"id": case, "name": f"情形{case}", "options": [case]} for case in cases]
    return guide_of(steps, choices=choices, cases=rows)


def segments(layout: Layout) -> Iterator[tuple[int, Segment]]:
    """Every straight piece of every line, with the number of its line."""
    for number, points in enumerate(layout.lines.values()):
        for piece in pairwise(points):
            yield number, piece


def through(piece: Segment, box: Box) -> bool:
    """The piece runs through the inside of the box."""
    (x1, y1), (x2, y2) = piece
    across = min(x1, x2) < box.across.right - 0.1 and max(x1, x2) > box.across.left + 0.1
    return across and min(y1, y2) < box.down.right - 0.1 and max(y1, y2) > box.down.left + 0.1


def overlap(one: Box, other: Box) -> bool:
    return (
        one.across.left < other.across.right
        and other.across.left < one.across.right
        and one.down.left < other.down.right
        and other.down.left < one.down.right
    )


def crossings(layout: Layout) -> int:
    """How often lines cross."""
    upright, level = _by_direction(layout)
    return sum(
        one != other and left < x < right and top < y < low
        for one, x, top, low in upright
        for other, y, left, right in level
    )


def shared(layout: Layout) -> list[tuple[int, int]]:
    """Lines, by number, of which pieces lie upon each other."""
    found = []
    for pieces in _by_direction(layout):
        for one, other in combinations(sorted(pieces, key=lambda piece: piece[1]), 2):
            same = one[0] != other[0] and other[1] - one[1] < 1
            if same and max(one[2], other[2]) < min(one[3], other[3]):
                found.append((one[0], other[0]))
    return found


Piece = tuple[int, float, float, float]
"""The number of the line, the place, and from where to where."""


def _by_direction(layout: Layout) -> tuple[list[Piece], list[Piece]]:
    """Upright and level pieces."""
    upright, level = [], []
    for number, ((x1, y1), (x2, y2)) in segments(layout):
        if x1 == x2:
            upright.append((number, x1, min(y1, y2), max(y1, y2)))
        else:
            assert y1 == y2
            level.append((number, y1, min(x1, x2), max(x1, x2)))
    return upright, level
