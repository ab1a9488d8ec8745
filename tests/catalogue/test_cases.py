"""Plain answers lead to a case, and the case to its own list, fee, limit and window."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.body import Guide
from portal.catalogue.cases import apply, choose, parse_choice
from tests.support.guides import complete_guide

CHOICES: list[dict[str, Any]] = [
    {
        "id": "why",
        "question": "为什么办？",
        "options": [
            {"id": "first", "text": "第一次办"},
            {"id": "renew", "text": "到期换"},
            {"id": "lost", "text": "丢了"},
        ],
    },
    {
        "id": "age",
        "question": "多大年纪？",
        "options": [{"id": "adult", "text": "成年"}, {"id": "minor", "text": "未成年"}],
    },
]
CASES: list[dict[str, Any]] = [
    {"id": "first-minor", "name": "未成年人首次", "options": ["first", "minor"], "visits": 2},
    {"id": "first-adult", "name": "首次", "options": ["first"]},
    {"id": "again", "name": "换领", "options": ["renew"], "promised": {"days": 3}, "window_ids": [7]},
    {"id": "lost-card", "name": "补领", "options": ["lost"], "note": "先挂失"},
]
GUIDE = complete_guide(
    choices=CHOICES,
    cases=CASES,
    window_ids=[1],
    fees=[
        {"id": "f20", "name": "工本费", "amount": "20", "basis": "价", "cases": ["again"]},
        {"id": "f40", "name": "工本费", "amount": "40", "basis": "价", "cases": ["lost-card"]},
    ],
    materials=[
        {"id": "book", "name": "户口簿", "any_of": "identity"},
        {"id": "photo", "name": "相片"},
        {"id": "paper", "name": "出生医学证明", "any_of": "identity", "cases": ["first-minor"]},
        {"id": "old", "name": "旧证", "cases": ["again"]},
    ],
)


def test_the_first_question_is_asked_with_the_parameter_of_each_answer() -> None:
    start = choose(GUIDE, ())
    assert start.question and start.question.id == "why" and start.case is None
    assert [answer.param for answer in start.answers] == ["first", "renew", "lost"]
    assert start.applied.total is None, "the fee depends on the case"
    assert len(start.applied.materials) == 3, "everything, alternatives together"


def test_a_second_question_is_asked_only_where_it_matters() -> None:
    first = choose(GUIDE, ("first",))
    assert first.question and first.question.id == "age"
    assert [answer.param for answer in first.answers] == ["first.adult", "first.minor"]
    assert choose(GUIDE, ("renew",)).question is None


def test_an_answer_can_be_taken_back() -> None:
    given_answers = choose(GUIDE, ("first", "minor")).given
    assert [(answer.option.id, answer.param) for answer in given_answers] == [
        ("first", "minor"),
        ("minor", "first"),
    ]


def test_a_case_has_its_own_list_fee_limit_window_and_visits() -> None:
    minor = choose(GUIDE, ("first", "minor")).applied
    names = [[material.name for material in group.materials] for group in minor.materials]
    assert names == [["户口簿", "出生医学证明"], ["相片"]]
    assert minor.materials[0].alternatives and not minor.materials[1].alternatives
    assert (minor.total, minor.visits, minor.window_ids) == (Decimal(0), 2, (1,))
    again = choose(GUIDE, ("renew",)).applied
    assert again.promised and again.statutory
    assert (again.total, again.promised.days, again.statutory.days, again.window_ids) == (
        Decimal(20),
        3,
        20,
        (7,),
    )
    assert choose(GUIDE, ("lost",)).applied.note == "先挂失"


def test_what_does_not_belong_is_ignored_and_told() -> None:
    unknown = choose(GUIDE, ("renew", "nonsense"))
    assert unknown.case and unknown.case.id == "again" and unknown.problem
    torn = choose(GUIDE, ("renew", "lost"))
    assert torn.case and torn.case.id == "again" and torn.problem and torn.param == "renew"


def test_answers_for_which_there_is_no_case() -> None:
    partial = complete_guide(choices=CHOICES, cases=CASES[:1])
    found = choose(partial, ("lost",))
    assert found.case is None and found.question is None and found.problem
    assert choose(complete_guide(), ()).problem is None


def test_a_total_needs_every_amount() -> None:
    worded = {"id": "x", "name": "测绘费", "standard": "按面积", "basis": "价"}
    assert apply(complete_guide(fees=[worded]), None).total is None
    assert apply(complete_guide(fees=[], free=True), None).total == 0
    assert apply(complete_guide(fees=[], free=None), None).total is None


def test_the_parameter_is_read_whatever_it_is() -> None:
    assert parse_choice("first.adult") == ("first", "adult")
    assert parse_choice("..first..first.") == ("first",)
    assert len("".join(parse_choice("x" * 10_000))) <= 400


@given(st.lists(st.sampled_from(["first", "renew", "lost", "adult", "minor", "odd", ""]), max_size=6))
def test_the_parameter_says_all_that_counts(chosen: list[str]) -> None:
    found = choose(GUIDE, tuple(chosen))
    again = choose(GUIDE, parse_choice(found.param))
    assert (again.case, again.question, again.applied) == (found.case, found.question, found.applied)
    for answer in found.answers:
        after = choose(GUIDE, parse_choice(answer.param))
        assert after.case or after.question or after.problem


def test_every_way_through_the_questions_ends_in_a_case() -> None:
    def ends(guide: Guide, chosen: tuple[str, ...]) -> set[str]:
        found = choose(guide, chosen)
        if found.case:
            return {found.case.id}
        return set().union(*(ends(guide, parse_choice(answer.param)) for answer in found.answers))

    assert ends(GUIDE, ()) == {case["id"] for case in CASES}
