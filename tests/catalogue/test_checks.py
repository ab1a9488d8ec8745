"""Each rule of the check list finds its fault, and nothing in a guide that is right."""

from typing import Any

import pytest

from portal.catalogue.checks import RULES, Contacts, Rule, Severity, check
from tests.support.guides import COMPLETE, CONTACTS, complete_guide

FEE = COMPLETE["fees"][0]
FORM = COMPLETE["materials"][1]
CARD = COMPLETE["materials"][0]
STEPS = COMPLETE["steps"]
TWO = {
    "id": "who",
    "question": "谁来办？",
    "options": [{"id": "self", "text": "本人"}, {"id": "other", "text": "别人"}],
}
CASES = [{"id": "self-case", "name": "本人办", "options": ["self"]}]
BOTH = [*CASES, {"id": "other-case", "name": "代办", "options": ["other"]}]

FAULTS: list[tuple[Rule, str, dict[str, Any]]] = [
    (Rule.NOT_LISTED, "materials", {"materials": [], "conditions": []}),
    (Rule.NOT_STATED, "basis", {"basis": []}),
    (Rule.NOT_STATED, "free", {"free": None}),
    (Rule.PROMISED_LIMIT, "promised", {"statutory": {"days": 4}}),
    (Rule.PROMISED_LIMIT, "promised", {"statutory": {"days": 6, "unit": "calendar"}}),
    (
        Rule.PROMISED_LIMIT,
        "cases.0",
        {"choices": [TWO], "cases": [CASES[0] | {"promised": {"days": 21}}, BOTH[1]]},
    ),
    (Rule.INSTANT, "promised", {"handling": "instant"}),
    (Rule.INSTANT, "ways", {"handling": "instant"}),
    (Rule.INSTANT, "handling", {"promised": {"days": 0}}),
    (Rule.STEP_DAYS, "steps", {"steps": [*STEPS[:4], STEPS[4] | {"days": 3}]}),
    (Rule.FEES, "free", {"free": True}),
    (Rule.FEES, "fees", {"fees": []}),
    (Rule.FEES, "fees.0.standard", {"fees": [FEE | {"amount": None, "standard": ""}]}),
    (Rule.FEES, "fees.0.basis", {"fees": [FEE | {"basis": ""}]}),
    (Rule.VISITS, "visits", {"visits_reason": ""}),
    (Rule.VISITS, "visits", {"visits": 0}),
    (Rule.PERMIT_STEPS, "steps", {"steps": STEPS[:4]}),
    (Rule.PERMIT_FAQ, "faq", {"faq": []}),
    (
        Rule.SITE_INSPECTION,
        "special_procedures.0.days",
        {"special_procedures": [{"id": "s", "name": "现场勘查", "days": 4}]},
    ),
    (Rule.IN_PERSON, "conditions.0", {"conditions": ["须由本人亲自到场"]}),
    (Rule.CONDITION_DOCUMENTS, "conditions.1", {"materials": [FORM]}),
    (Rule.FORMS, "materials.1.blank_form", {"materials": [CARD, FORM | {"blank_form": ""}]}),
    (Rule.FORMS, "materials.1.filled_sample", {"materials": [CARD, FORM | {"filled_sample": ""}]}),
    (Rule.CATCH_ALL_MATERIAL, "materials.1.name", {"materials": [CARD, {"id": "x", "name": "其他材料"}]}),
    (Rule.CATCH_ALL_TEXT, "fees.0.standard", {"fees": [FEE | {"standard": "按有关规定执行"}]}),
    (Rule.CASES, "choices", {"choices": [TWO], "cases": CASES}),
    (
        Rule.CASES,
        "cases.2",
        {"choices": [TWO], "cases": [*BOTH, {"id": "late", "name": "多余", "options": ["self"]}]},
    ),
]
SOUND: list[dict[str, Any]] = [
    {},
    {"statutory": {"days": 7, "unit": "calendar"}},
    {
        "handling": "instant",
        "ways": ["on_the_spot"],
        "promised": {"days": 1},
        "steps": [s | {"days": 0} for s in STEPS],
    },
    {
        "steps": [
            STEPS[0],
            STEPS[1] | {"next": [{"to": "decide"}, {"to": "more", "when": "材料不齐"}]},
            *STEPS[2:],
            {"id": "more", "name": "补正", "days": 0, "next": [{"to": "review"}]},
        ]
    },
    {
        "special_procedures": [{"id": "s", "name": "专家评审", "days": 2, "counted": True}],
        "promised": {"days": 7},
    },
    {"free": True, "fees": []},
    {"fees": [FEE | {"amount": None, "standard": "每平方米2元"}]},
    {"visits": 0, "visits_reason": "", "ways": ["by_post"]},
    {"kind": "public_service", "steps": [STEPS[0] | {"days": 5}], "faq": []},
    {"special_procedures": [{"id": "s", "name": "现场勘查", "days": 5}]},
    {"conditions": ["无需本人到场", "经营者持有居民身份证"]},
    {"ways": ["within_limit"], "conditions": ["须由本人亲自到场"]},
    {"materials": [CARD, {"id": "x", "name": "疾病登记表", "source": "医院出具"}]},
    {"materials": [CARD, FORM | {"need": "later", "blank_form": "", "filled_sample": ""}]},
    {"materials": [CARD, {"id": "x", "name": "中等职业学校毕业证"}]},
    {"choices": [TWO], "cases": BOTH},
]


@pytest.mark.parametrize(("rule", "path", "changes"), FAULTS)
def test_a_fault_is_found_at_its_field(rule: Rule, path: str, changes: dict[str, Any]) -> None:
    found = check(complete_guide(**changes), CONTACTS)
    assert (rule, path) in [(finding.rule, finding.path) for finding in found]


@pytest.mark.parametrize("changes", SOUND)
def test_a_sound_guide_has_no_finding(changes: dict[str, Any]) -> None:
    assert check(complete_guide(**changes), CONTACTS) == []


PHONES = {
    ("", "0990-5551001"): {"enquiry_phone"},
    ("0990-5551000", ""): {"supervision_phone"},
    ("5551000", "0990-5551001"): {"enquiry_phone"},
    ("0990-5551000", "0990-5551000"): {"supervision_phone"},
    ("0990-5551000", "12345"): set(),
    ("400-810-1234", "12388"): set(),
    ("0990-5551000、0990-5551002", "(0990)5551001"): set(),
}


@pytest.mark.parametrize(("enquiry", "supervision"), PHONES)
def test_phones(enquiry: str, supervision: str) -> None:
    found = check(complete_guide(), Contacts(enquiry, supervision, windows=1))
    assert {f.path for f in found if f.rule is Rule.PHONES} == PHONES[enquiry, supervision]


def test_where_to_go_may_be_told_in_words() -> None:
    nowhere = Contacts(CONTACTS.enquiry_phone, CONTACTS.supervision_phone)
    assert [f.path for f in check(complete_guide(), nowhere)] == ["window_ids"]
    assert check(complete_guide(place_note="县医院一楼"), nowhere) == []


def test_a_guide_that_is_only_a_name_has_one_finding() -> None:
    named = {name: COMPLETE[name] for name in ("name", "code", "kind", "unit_id")}
    found = check(complete_guide().__class__.model_validate(named), Contacts())
    assert [(f.rule, f.severity) for f in found] == [(Rule.NOT_LISTED, Severity.WARNING)]


def test_every_rule_has_a_source_and_is_tried_above() -> None:
    assert set(RULES) == set(Rule)
    assert all(row.find.__doc__ for row in RULES.values())
    assert {rule for rule, _path, _changes in FAULTS} | {Rule.PHONES} == set(Rule)
