"""Filters, facets, one hit for a matter, complete documents first."""

from dataclasses import replace

import pytest

from search_index.document import Doc
from search_index.engine import Engine, Query
from tests.search_index.conftest import Open, guide


@pytest.fixture
def towns(reopen: Open) -> Engine:
    docs = [
        guide(1, "临时救助", org="1/2", category="05", matter="aid", body="户口簿原件"),
        guide(2, "临时救助", org="1/2/7", category="05", matter="aid", complete=True),
        guide(3, "临时救助", org="1/20", category="20", matter="aid"),
        guide(4, "医疗救助", org="1/20", category="05"),
        guide(5, "救助公告", org="1/2", kind="notice"),
        guide(6, "户口登记", org="1/3", aliases=("报户口", "旧码-7"), body="出生医学证明、户口簿"),
    ]
    engine = reopen()
    engine.rebuild(docs)
    return engine


def ids(engine: Engine, query: Query) -> list[str]:
    return [hit.id for hit in engine.search(query).hits]


def test_one_hit_for_a_matter_the_complete_one(towns: Engine) -> None:
    assert ids(towns, Query("临时救助")) == ["guide:2"]
    assert towns.search(Query("救助")).total == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query("救助", kind="notice"), ["guide:5"]),
        (Query("救助", category="20"), ["guide:3"]),
        (Query("救助", org="1/20"), ["guide:4", "guide:3"]),
        (Query("救助", org="1/2"), ["guide:2", "guide:5"]),
        (Query("救助", org="1/2/7"), ["guide:2"]),
        (Query("救助", org="2"), []),
        (Query("救助", kind="", org="", category=""), ["guide:2", "guide:4", "guide:5"]),
    ],
)
def test_filters(towns: Engine, query: Query, found: list[str]) -> None:
    assert sorted(ids(towns, query)) == sorted(found)
    assert towns.search(query).total == len(found)


def test_facets_count_matters_without_their_own_filter(towns: Engine) -> None:
    facets = towns.search(Query("救助", category="05")).facets
    assert facets["kind"] == [("guide", 2)]
    assert facets["category"] == [("05", 2), ("20", 1)]
    assert facets["org"] == [("1/2", 1), ("1/2/7", 1), ("1/20", 1)]


def test_complete_documents_come_first_within_a_step(towns: Engine) -> None:
    towns.update([guide(7, "医疗救助对象的资助与其他救助", complete=True)])
    assert ids(towns, Query("医疗救助"))[:2] == ["guide:4", "guide:7"]  # the exact name is an earlier step
    assert ids(towns, Query("救助", kind="guide"))[:2] == ["guide:2", "guide:7"]


def test_aliases_of_a_document_are_exact_names_of_it(towns: Engine) -> None:
    assert ids(towns, Query("旧码7"))[0] == "guide:6"


def test_the_text_is_searched_and_shown(towns: Engine) -> None:
    results = towns.search(Query("户口簿原件", kind="guide"))
    assert [hit.id for hit in results.hits] == ["guide:1"]
    assert ("户口簿原件", True) in results.hits[0].snippet


def test_a_hit_carries_what_a_page_shows(towns: Engine) -> None:
    doc = Doc("org:9", "org", "县民政局", "CODE", "/orgs/mz", "1/9", body="民政")
    towns.update([replace(doc, aliases=("民政局",))])
    hit = towns.search(Query("民政局")).hits[0]
    assert (hit.id, hit.kind, hit.code, hit.address, hit.org) == ("org:9", "org", "CODE", "/orgs/mz", "1/9")
    assert hit.title == [("县", False), ("民政局", True)]
    assert hit.score == 1
