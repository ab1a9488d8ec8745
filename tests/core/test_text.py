"""Cleaning of input and messages of refusals."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.i18n import Message, _
from portal.core.text import clean, fold, whole_number
from portal.core.workflow import Transition, Workflow, WrongState


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Lo", "Nd", "Zs"])))
def test_clean_text_can_be_stored_anywhere_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


def test_what_people_type_stays() -> None:
    assert clean("第一行\r\n第二行\t张\u3000三 𠮷") == "第一行\n第二行\t张\u3000三 𠮷"
    assert fold(" ＡＢＣ１２３\u3000 身份证\u200b ") == "ABC123 身份证"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("０３", 3),
        ("-1", 1),
        ("", 1),
        ("9" * 30, 1),
        ("1e3", 1),
        ("0", 1),
        ("101", 1),
        ("②", 2),
        ("٣", 1),
    ],
)
def test_a_page_number_is_a_number_or_the_default(text: str, number: int) -> None:
    assert whole_number(text, default=1, low=1, high=100) == number


def test_a_message_translates_its_values() -> None:
    message = _("It is ${state} since ${day}.", state=_("open"), day=3)
    assert str(message) == "It is open since 3."
    chinese = {"It is ${state} since ${day}.": "${day}日起${state}。", "open": "开着"}
    assert message.render(lambda msgid: chinese[msgid]) == "3日起开着。"


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


def test_a_workflow_refuses_what_its_table_does_not_list() -> None:
    labels: dict[StrEnum, Message] = {Light.RED: _("red"), Light.GREEN: _("green")}
    lights = Workflow((Transition("go", frozenset({Light.RED}), Light.GREEN),), labels)
    assert lights.go(Light.RED, "go") is Light.GREEN
    assert (lights.verbs(Light.RED), lights.verbs(Light.GREEN)) == (("go",), ())
    with pytest.raises(WrongState, match="it is green"):
        lights.go(Light.GREEN, "go")
