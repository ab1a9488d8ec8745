"""The demo's content holds what a careful editor would hold it to."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from portal.catalogue.body import Case, Guide
from portal.catalogue.cases import apply
from portal.catalogue.checks import Contacts, Rule, check
from portal.catalogue.codes import LifeEvent
from portal.catalogue.flowchart.flow import END, START, flow
from portal.demo.content import DATA, Centre, OrgRow, read_centre, read_guides

CENTRE = read_centre()
ORGS = {org.slug: number for number, org in enumerate(CENTRE.orgs, 1)}
WINDOWS = {window.slug: number for number, window in enumerate(CENTRE.windows, 1)}
GUIDES = read_guides(ORGS, WINDOWS)

PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    "|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|台湾"
)
IN_LAWS = "往来香港地区或者澳门地区"
"""Stands in the title of a national regulation."""
COUNTIES = re.compile("([一-龥]{2})(?<![到由向])县(?:人民政府|公安局|民政局|医疗保障局|便民服务中心)")

each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)


def phones(centre: Centre) -> Iterator[str]:
    """Every telephone number of the centre."""
    for org in centre.orgs:
        yield from (org.facts["phone"], org.facts["supervision_phone"])
    yield from (window.facts["phone"] for window in centre.windows if "phone" in window.facts)
    yield from (person.phone for person in centre.people)


def unit_of(guide: Guide) -> OrgRow:
    return CENTRE.orgs[guide.unit_id - 1]


def test_the_centre_has_a_hall_three_towns_nine_villages_and_their_people() -> None:
    levels = [(org.kind.value, org.level.value) for org in CENTRE.orgs]
    assert levels.count(("hall", "county")) == 1
    assert levels.count(("hall", "town")) == levels.count(("government", "town")) == 3
    assert levels.count(("point", "village")) == 9
    assert levels.count(("department", "county")) >= 10
    assert len(CENTRE.people) >= 40
    assert len(GUIDES) >= 42
    assert sum(len(guide.cases) for guide in GUIDES) >= 200


def test_every_occasion_of_life_has_its_guides() -> None:
    served = {event for guide in GUIDES for event in guide.life_events}
    assert served == set(LifeEvent)


def test_every_office_has_a_guide_and_somebody_for_it() -> None:
    offices = {org.slug for org in CENTRE.orgs if org.kind.value == "department"}
    assert {post.org for post in CENTRE.posts} >= offices
    at_work = {number for guide in GUIDES for number in (guide.unit_id, *guide.co_unit_ids)}
    assert {CENTRE.orgs[number - 1].slug for number in at_work} >= offices


@each_guide
def test_the_checks_find_nothing_but_limits_that_no_law_sets(guide: Guide) -> None:
    facts = unit_of(guide).facts
    contacts = Contacts(facts["phone"], facts["supervision_phone"], len(guide.window_ids))
    found = [f for f in check(guide, contacts) if (f.rule, f.path) != (Rule.NOT_STATED, "statutory")]
    assert not found, [str(finding.message) for finding in found]


@each_guide
def test_a_guide_asks_one_or_two_questions_and_answers_some(guide: Guide) -> None:
    assert 1 <= len(guide.choices) <= 2
    assert len(guide.cases) >= 2
    assert guide.complete and guide.life_events and guide.served and guide.results
    assert len(guide.faq) >= 3
    assert len(guide.also_called) >= 6
    used = {option for case in guide.cases for option in case.options}
    decisive = guide.choices[0]
    assert used >= {option.id for option in decisive.options}, (
        "an answer to the first question changes nothing"
    )


@each_guide
def test_every_case_says_what_to_bring_and_every_step_who_does_it(guide: Guide) -> None:
    assert [case.id for case in guide.cases if not apply(guide, case).materials] == []
    assert [step.id for step in guide.steps if not (step.role and step.detail)] == []
    assert [case.id for case in guide.cases if cut_off(guide, case)] == []


def cut_off(guide: Guide, case: Case) -> set[str]:
    """Steps to which no arrow of the case leads, and the end if none leads there."""
    chart = flow(guide, case)
    reached, more = set(), {START}
    while more:
        reached |= more
        more = {arrow.target for arrow in chart.arrows if arrow.source in reached} - reached
    return {END, *chart.names} - reached


@each_guide
def test_every_rule_names_its_source(guide: Guide) -> None:
    assert any(not basis.local for basis in guide.basis), "no national source"
    assert all(basis.title and basis.text for basis in guide.basis)
    assert [material.name for material in guide.materials if not material.basis] == []
    assert [fee.name for fee in guide.fees if not fee.basis] == []


@each_guide
def test_what_is_the_countys_own_says_so(guide: Guide) -> None:
    own = [basis for basis in guide.basis if basis.local]
    assert own
    assert all("本县规定" in basis.text and "晴溪县" in basis.title for basis in own)
    assert guide.promised is not None
    assert "本县规定" in guide.promised.note


@each_guide
def test_somebody_answers_for_every_window(guide: Guide) -> None:
    staffed = {post.window for post in CENTRE.posts}
    named = {*guide.window_ids, *(w for case in guide.cases for w in case.window_ids or ())}
    assert named
    assert {CENTRE.windows[number - 1].slug for number in named} <= staffed


@pytest.mark.parametrize(
    ("case_id", "yuan", "days"),
    [("first-adult", 0, 30), ("renew-adult", 20, 30), ("lost-adult", 40, 30), ("temporary", 10, 3)],
)
def test_fees_and_days_of_the_identity_card(case_id: str, yuan: int, days: int) -> None:
    guide = next(guide for guide in GUIDES if "居民身份证" in guide.name)
    applied = apply(guide, next(case for case in guide.cases if case.id == case_id))
    assert applied.total == Decimal(yuan)
    assert applied.promised is not None
    assert applied.promised.days == days == sum(step.days for step in applied.steps)


def test_codes_and_names_are_unique() -> None:
    for values in ([g.code for g in GUIDES], [g.name for g in GUIDES], [p.slug for p in CENTRE.people]):
        assert len(values) == len(set(values))


def test_every_hall_has_an_enquiry_post() -> None:
    halls = {org.slug for org in CENTRE.orgs if org.kind.value == "hall"}
    assert {post.org for post in CENTRE.posts if post.title == "问询岗"} == halls


def test_posts_have_two_holders_and_stand_in_their_place() -> None:
    people = {person.slug for person in CENTRE.people}
    for post in CENTRE.posts:
        assert post.a != post.b
        assert {post.a, post.b} <= people
        assert post.org in ORGS
        assert post.window is None or post.window in WINDOWS


def test_nothing_real_is_named() -> None:
    files = (DATA / "centre.json", *(DATA / "guides").glob("*.json"))
    text = "".join(path.read_text(encoding="utf-8") for path in files).replace(IN_LAWS, "")
    assert PROVINCES.findall(text) == []
    assert set(COUNTIES.findall(text)) == {"晴溪"}
    assert {org.division[:2] for org in CENTRE.orgs} == {"99"}
    assert all(re.fullmatch(r"0980-555\d{4}", number) for number in phones(CENTRE))
    assert {number[:8] for number in re.findall(r"0\d{2,3}-\d{7,8}", text)} == {"0980-555"}


def test_enquiries_and_supervision_have_different_phones() -> None:
    for org in CENTRE.orgs:
        assert org.facts["phone"] != org.facts["supervision_phone"]


def test_an_unknown_slug_is_not_passed_over() -> None:
    some: dict[str, Any] = {**ORGS}
    del some["public-security"]
    with pytest.raises(KeyError, match="public-security"):
        read_guides(some, WINDOWS)
