"""What the model finds wrong is said in words that tell what to do."""

from typing import Any, get_args

import deform
import pytest
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from portal.forms import values
from portal.forms.problems import SENTENCES, sentences
from portal.forms.schema import tree
from tests.forms.conftest import Trial

PHONE = "Write a mobile number of 11 digits, or a landline with its area code."


def said(**typed: Any) -> dict[Any, str]:
    """Place and English sentence of each problem, where all but ``typed`` is in order."""
    form = deform.Form(tree(Trial, {"unit": []}, str), problems={})
    sent = values.typed(form, {"title": "t", "colour": "red"}) | typed
    with pytest.raises(ValidationError) as caught:
        Trial.model_validate(values.data(form, sent))
    return {path: str(sentence) for path, sentence in sentences(form, caught.value.errors())}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Please fill this in."),
        ("title", " \n ", "Please fill this in."),
        ("title", "x" * 61, "Write at most 60 characters."),
        ("colour", "", "Choose one of the answers."),
        ("colour", "green", "Choose one of the answers."),
        ("free", "perhaps", "Choose one of the answers."),
        ("unit", "x", "Write a whole number, such as 20."),
        ("age", "1.5", "Write a whole number, such as 20."),
        ("age", "9" * 5000, "This number is too large."),
        ("age", "-1", "Write a number that is not below 0."),
        ("age", "200", "Write a number that is not above 150."),
        ("fee", "NaN", "Write a number, such as 20 or 12.50."),
        ("fee", "ten", "Write a number, such as 20 or 12.50."),
        ("fee", "1.005", "Write at most 2 digits after the point."),
        ("day", "2026-02-30", "Write a date that there is, such as 2026-11-22."),
        ("day", "soon", "Write a date that there is, such as 2026-11-22."),
        ("phone", "110", PHONE),
    ],
)
def test_each_problem_has_its_sentence(field: str, typed: str, sentence: str) -> None:
    assert said(**{field: typed}) == {(field,): sentence}


def test_a_problem_inside_a_row_is_found_there() -> None:
    row = {"id": "a", "name": "", "copies": "x", "colour": "red"}
    assert said(items=[row | {"name": "n", "copies": ""}, row]) == {
        ("items", 1, "name"): "Please fill this in.",
        ("items", 1, "copies"): "Write a whole number, such as 20.",
    }


def test_a_lost_id_is_told_at_its_row() -> None:
    row = {"id": "", "name": "n", "copies": "", "colour": "red"}
    assert list(said(items=[row])) == [("items", 0, "id")]


def test_the_table_names_what_pydantic_names() -> None:
    assert set(SENTENCES) <= set(get_args(ErrorType))
