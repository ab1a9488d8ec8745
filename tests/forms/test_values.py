"""What people type is read in any usual writing, and a model shown and sent back is the same model."""

from datetime import date
from decimal import Decimal
from typing import Any

import deform
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.phone import normal_phone
from portal.forms import values
from portal.forms.schema import tree
from tests.forms.conftest import Colour, Item, Place, Trial

TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=20)
ITEMS = st.builds(
    Item,
    id=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
    name=TEXT,
    copies=st.integers(0, 99),
    colour=st.sampled_from(Colour),
)
TRIALS = st.builds(
    Trial,
    title=TEXT.map("题{}".format),
    text=TEXT.map("文{}".format),
    note=st.just(""),
    colour=st.sampled_from(Colour),
    unit=st.one_of(st.none(), st.integers(1, 2)),
    colours=st.lists(st.sampled_from(Colour), unique=True).map(tuple),
    agreed=st.just(value=False),
    free=st.one_of(st.none(), st.booleans()),
    day=st.one_of(st.none(), st.dates(min_value=date(1000, 1, 1))),
    phone=st.just(""),
    age=st.one_of(st.none(), st.integers(0, 150)),
    fee=st.one_of(st.none(), st.decimals(0, 10**6, places=2).map(lambda fee: Decimal(f"{fee:f}"))),
    place=st.builds(Place, street=TEXT, house=st.one_of(st.none(), st.integers(1, 10**6))),
    items=st.lists(ITEMS, max_size=4).map(tuple),
    names=st.lists(TEXT, max_size=3).map(tuple),
)


def form() -> Any:
    return deform.Form(tree(Trial, {"unit": []}, str), problems={})


@given(TRIALS)
def test_a_model_that_is_shown_comes_back_the_same(model: Trial) -> None:
    drawn = form()
    sent = values.data(drawn, values.typed(drawn, model))
    assert Trial.model_validate(sent) == model


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026.11.2", "2026-11-02"),
        ("2026/1/2", "2026-01-02"),
        ("2026年11月22日", "2026-11-22"),
        ("２０２６年１１月 ２２日", "2026-11-22"),
        ("20261122", "2026-11-22"),
        ("2026-13-40", "2026-13-40"),
        ("明天", "明天"),
        ("202611", "202611"),
    ],
)
def test_dates(text: str, read: str) -> None:
    assert values.day(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("６８", "68"), (" 12 ", "12"), ("1,234,567", "1234567"), ("1 000", "1000"), ("1,2", "1,2"), ("x", "x")],
)
def test_numbers(text: str, read: str) -> None:
    assert values.number(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("138 0013-8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(0990)5550110转8", "0990-5550110转8"),
        ("0990 5550110", "0990-5550110"),
        ("01062345678", "010-62345678"),
        ("+8610-62345678", "010-62345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("5550110", ""),
        ("1380013800", ""),
        ("138001380001", ""),
        ("110", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_phones(text: str, read: str) -> None:
    assert normal_phone(text) == read


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    values.day(text)
    values.number(text)
    assert normal_phone(normal_phone(text)) == normal_phone(text)
