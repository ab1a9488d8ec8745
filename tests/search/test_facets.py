"""What results can be narrowed to: units as a tree, and what is chosen always among the choices."""

from typing import Any

from portal.directory.cards import OrgCard
from portal.directory.models import OrgKind, OrgLevel
from portal.search.facets import Choice, Facet, facets
from search_index.engine import Query


def unit(path: str) -> OrgCard:
    """An organisation called after its path of ids."""
    ids = [int(part) for part in path.split("/")]
    parent = ids[-2] if len(ids) > 1 else None
    facts: dict[str, Any] = dict.fromkeys(
        ("short_name", "phone", "supervision_phone", "address", "hours", "duties"), ""
    )
    return OrgCard(
        id=ids[-1],
        slug=f"u{ids[-1]}",
        parent_id=parent,
        path=f"/{path}/",
        name=path,
        kind=OrgKind.HALL,
        level=OrgLevel.TOWN,
        window_id=None,
        **facts,
    )


def org_facet(counts: dict[str, int], *, org: str | None = None) -> Facet | None:
    units = {path: unit(path) for path in {*counts, *filter(None, [org])}}
    found = facets(Query("x", org=org), {"org": counts}, units)
    return next((facet for facet in found if facet.name == "org"), None)


def shape(choices: tuple[Choice, ...]) -> list[Any]:
    return [(each.value, each.count, shape(each.below)) for each in choices]


def test_units_stand_below_what_they_belong_to_the_fullest_first() -> None:
    facet = org_facet({"1": 1, "1/2": 1, "1/2/5": 4, "1/3": 2, "1/4/9": 3})
    assert facet
    assert shape(facet.choices) == [("u2", 5, []), ("u9", 3, []), ("u3", 2, [])]


def test_a_chosen_unit_comes_first_and_shows_what_is_below_it() -> None:
    facet = org_facet({"1": 1, "1/2": 1, "1/2/5": 1, "1/3": 9}, org="1/2")
    assert facet
    assert facet.chosen
    assert facet.chosen.label == "1/2"
    assert shape(facet.choices) == [("u2", 2, [("u5", 1, [])]), ("u3", 9, [])]


def test_a_chosen_unit_without_results_can_be_taken_away() -> None:
    facet = org_facet({}, org="1/7")
    assert facet
    assert shape(facet.choices) == [("u7", 0, [])]


def test_where_there_is_nothing_to_choose_nothing_is_offered() -> None:
    assert org_facet({"1/2": 3}) is None
    assert facets(Query("x"), {}, {}) == []


def test_words_are_offered_in_their_own_order() -> None:
    counts = {"kind": {"org": 5, "guide": 2, "rumour": 1}, "category": {"permit": 1}}
    found = facets(Query("x", category="payment"), counts, {})
    assert [[choice.value for choice in facet.choices] for facet in found] == [
        ["guide", "org"],
        ["permit", "payment"],
    ]
    assert found[1].chosen == found[1].choices[1]
    assert found[1].chosen.count == 0
