"""What no page of ours sends is a clear 400, whatever it is; never an exception."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webtest import TestApp

from portal.forms.pairs import DEPTH
from tests.forms.conftest import TAKEN

NEST = [("__start__", "a:mapping")]
NAMES = ["title", "items", "names", "place", "colours", "colour", "id", "row", "agreed", "key", "files"]
MARKS = st.one_of(
    st.tuples(
        st.just("__start__"),
        st.builds(
            "{}:{}".format,
            st.sampled_from(NAMES),
            st.sampled_from(["mapping", "sequence", "rename", "ignore", "other"]),
        ),
    ),
    st.just(("__end__", "x")),
)
VERBS = st.sampled_from(["add", "remove", "up", "down", "drop", "", "other"])
PLACES = st.one_of(st.sampled_from(["items", "items/0", "items/0/name", "names/9", "title", "/"]), st.text())
BUTTONS = st.tuples(st.just("__button__"), st.builds("{} {}".format, VERBS, PLACES))
PAIRS = st.lists(
    st.one_of(
        st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), st.text(max_size=20)),
        MARKS,
        BUTTONS,
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    "pairs",
    [
        NEST * 400,
        [*NEST * (DEPTH + 1), *[("__end__", "a")] * (DEPTH + 1)],
        NEST,
        [("__end__", "a:mapping")],
        [("__start__", "a:other"), ("__end__", "a:other")],
        [("__start__", "a"), ("__end__", "a")],
        [("__start__", "title:sequence"), ("__end__", "title:sequence")],
        [("__start__", "title:mapping"), ("__end__", "title:mapping")],
        [("items", "flat")],
        [("place", "flat")],
        [("__start__", "items:sequence"), ("row", "flat"), ("__end__", "")],
        [("__start__", "colours:sequence"), *NEST, ("__end__", ""), ("__end__", "")],
        [("__button__", "add nothing")],
        [("__button__", "add title")],
        [("__button__", "remove items/0")],
        [("__button__", "remove items/-1")],
        [("__button__", "up items/" + "9" * 5000)],
        [("__button__", "burn items")],
        [("__button__", "add items/x/y")],
    ],
)
def test_another_structure_is_refused(trial_app: TestApp, pairs: list[tuple[str, str]]) -> None:
    trial_app.post("/trial", pairs, status=400)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS)
def test_any_names_and_values_are_answered(trial_app: TestApp, pairs: list[tuple[str, str]]) -> None:
    assert trial_app.post("/trial", [("key", ""), *pairs], status="*").status_int in (200, 400, 422)
    assert TAKEN == []  # none of them has a key
