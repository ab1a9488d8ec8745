"""What follows what: the arrows that chart and list both tell."""

from typing import Any

import pytest

from portal.catalogue.body import Guide
from portal.catalogue.flowchart.flow import END, START, Flow, flow
from tests.support.charts import guide_of

TWO = [{"id": "one", "text": "一"}, {"id": "two", "text": "二"}]


def step(name: str, *branches: tuple[str, str], cases: tuple[str, ...] = (), days: int = 0) -> dict[str, Any]:
    following = [{"to": to, "when": when} for to, when in branches]
    return {"id": name, "name": name.upper(), "next": following, "cases": list(cases), "days": days}


def with_cases(count: int, *steps: dict[str, Any]) -> Guide:
    options = [{"id": f"c{number}", "text": "?"} for number in range(max(count, 2))]
    cases = [
        {"id": f"c{number}", "name": f"第{number}种", "options": [f"c{number}"]} for number in range(count)
    ]
    return guide_of(list(steps), choices=[{"id": "q", "question": "?", "options": options}], cases=cases)


def arrows(found: Flow) -> list[tuple[str, str, str]]:
    return [(arrow.source, arrow.target, str(arrow.condition)) for arrow in found.arrows]


def test_without_branches_each_step_leads_to_the_next() -> None:
    found = flow(guide_of([step("a"), step("b")]), None)
    assert arrows(found) == [(START, "a", ""), ("a", "b", ""), ("b", END, "")]
    assert found.beginnings == found.told("a") == found.told("b") == ()


def test_branches_and_loops_are_told() -> None:
    found = flow(guide_of([step("a"), step("b", ("c", "齐全"), ("a", "不齐")), step("c")]), None)
    assert arrows(found)[2:] == [("b", "c", "齐全"), ("b", "a", "不齐"), ("c", END, "")]
    assert [arrow.target for arrow in found.told("b")] == ["c", "a"]


def test_a_jump_without_condition_is_told() -> None:
    found = flow(guide_of([step("a", ("c", "")), step("b"), step("c")]), None)
    assert [(arrow.target, arrow.condition) for arrow in found.told("a")] == [("c", "")]


def test_a_case_leaves_out_the_steps_of_others() -> None:
    guide = with_cases(2, step("a"), step("b", cases=("c0",)), step("c"))
    assert arrows(flow(guide, guide.cases[1])) == [(START, "a", ""), ("a", "c", ""), ("c", END, "")]


def test_a_branch_to_a_step_of_other_cases_counts_for_nothing() -> None:
    guide = with_cases(2, step("a", ("b", "要查")), step("b", cases=("c0",)), step("c"))
    assert ("a", "c", "") in arrows(flow(guide, guide.cases[1]))


def test_all_cases_together_say_which_goes_where() -> None:
    guide = with_cases(2, step("a"), step("b", cases=("c0",)), step("c"))
    found = flow(guide, None)
    assert [arrow[1:] for arrow in arrows(found)[1:3]] == [("b", "for 第0种"), ("c", "for 第1种")]


def test_many_cases_are_not_all_named() -> None:
    rest = tuple(f"c{number}" for number in range(1, 6))
    guide = with_cases(6, step("a"), step("b", cases=rest), step("c"))
    assert [arrow[2] for arrow in arrows(flow(guide, None))[1:3]] == ["in all other cases", "for 第0种"]
    few = tuple(f"c{number}" for number in range(4))
    guide = with_cases(8, step("a"), step("b", cases=few), step("c"))
    said = [arrow[2] for arrow in arrows(flow(guide, None))[1:3]]
    assert said == [f"for 第{n}种、第{n + 1}种 and others, 4 cases in all" for n in (0, 4)]


def test_cases_that_begin_elsewhere_are_told_before_the_list() -> None:
    found = flow(with_cases(2, step("a", cases=("c0",)), step("b")), None)
    assert [(a.target, str(a.condition)) for a in found.beginnings] == [
        ("a", "for 第0种"),
        ("b", "for 第1种"),
    ]


@pytest.mark.parametrize(
    ("days", "more", "timed"),
    [
        (0, {}, False),
        (0, {"promised": {"days": 20}}, False),
        (0, {"promised": {"days": 0}}, True),
        (0, {"handling": "instant"}, True),
        (3, {"promised": {"days": 3}}, True),
    ],
)
def test_steps_without_days_are_on_the_spot_only_where_the_matter_is(
    days: int, more: dict[str, Any], timed: bool
) -> None:
    assert flow(guide_of([step("a", days=days), step("b")], **more), None).timed is timed
