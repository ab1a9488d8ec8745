"""What engines do alike over their snapshots: nearness, explanations, another lexicon, new commits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_index.collection import Collection
from search_index.engine import Engine, IndexUnavailable, Query, Step
from search_index.generations import Generation
from search_index.lexicon import Entry, Kind, Lexicon
from search_index.whoosh_engine import WhooshEngine
from tests.search_index.conftest import Open, guide

TOWNS = [
    guide(1, "临时救助", org="1/2", complete=True, matter="aid"),
    guide(2, "临时救助", org="1/3", complete=True, matter="aid"),
    guide(3, "临时救助", org="1/3/9", matter="aid"),
    guide(4, "医疗救助", org="1/3", body="重病住院花费大"),
]


@pytest.fixture
def towns(reopen: Open) -> Engine:
    engine = reopen()
    engine.rebuild(TOWNS)
    return engine


def first(engine: Engine, text: str, near: str = "") -> str:
    return engine.search(Query(text, near=near)).hits[0].id


@pytest.mark.parametrize(
    ("near", "found"),
    [("", "guide:1"), ("1/2", "guide:1"), ("1/3", "guide:2"), ("1/3/9", "guide:1"), ("9", "guide:1")],
)
def test_the_own_unit_comes_first_among_equals(towns: Engine, near: str, found: str) -> None:
    """A name only (guide:3) is no equal of a complete guide."""
    assert first(towns, "临时救助", near) == found
    assert towns.search(Query("临时救助", near=near)).total == 1


def test_nearness_changes_no_rank(towns: Engine) -> None:
    towns.update([guide(5, "救助站", org="1/8"), guide(6, "流浪乞讨人员救助", org="1/7")])
    names = [hit.id for hit in towns.search(Query("救助", kind="guide")).hits]
    assert [hit.id for hit in towns.search(Query("救助", kind="guide", near="1/7")).hits] == names


@pytest.mark.parametrize("town", ["松岭镇", "松岭", "松岭的"])
def test_a_place_is_named_with_its_rank_or_without(towns: Engine, town: str) -> None:
    towns.update([guide(7, "松岭镇便民服务中心", org="1/3", kind="org")])
    assert first(towns, f"{town}临时救助") == "guide:2"
    assert first(towns, "临时救助") == "guide:1"


def test_an_explanation_says_the_step_the_place_and_what_stands_there(towns: Engine) -> None:
    shown = towns.explain(Query("医疗救助 重病"), "guide:4")
    assert shown is not None
    assert shown.place == 1
    assert not shown.complete
    assert {text for _, text, _ in shown.pieces} >= {"重病"}
    assert "重病" in shown.in_text
    assert any(mark in "医疗救助" for mark in shown.in_title)
    exact = towns.explain(Query("医疗救助"), "guide:4")
    assert exact is not None
    assert (exact.step, exact.place, exact.order) == (Step.EXACT, 1, 0)


def test_a_document_behind_another_of_its_matter_has_no_place(towns: Engine) -> None:
    places = [towns.explain(Query("临时救助"), f"guide:{number}") for number in (1, 2, 3)]
    assert [each and each.place for each in places] == [1, 0, 0]
    assert towns.explain(Query("临时救助"), "guide:99") is None
    assert towns.explain(Query(""), "guide:1") is None


def test_places_are_those_of_the_list(engine: Engine) -> None:
    hits = engine.search(Query("许可证", per_page=100)).hits
    explained = [engine.explain(Query("许可证"), hit.id) for hit in hits]
    assert [each and each.place for each in explained] == list(range(1, len(hits) + 1))


def test_another_lexicon_is_used_at_once(reopen: Open) -> None:
    engine = reopen()
    engine.rebuild([guide(1, "最低生活保障"), guide(2, "高龄津贴")])
    before = engine.generation
    assert engine.search(Query("乌拉票")).total == 0
    engine.use(Lexicon([Entry(Kind.ALIAS, "乌拉票", ("高龄津贴",))]))
    assert first(engine, "乌拉票") == "guide:2"
    assert first(engine, "wulapiao") == "guide:2"
    assert engine.suggest("乌拉")[0].text == "高龄津贴"
    engine.use(Lexicon([Entry(Kind.SECONDARY, "高龄")]))
    assert engine.search(Query("乌拉票")).total == 0
    assert engine.generation == before
    engine.update([guide(3, "高龄老人津贴")])
    assert first(engine, "高龄津贴") == "guide:2"


class _Slow(WhooshEngine):
    """Opens a commit only when it may."""

    def __init__(self, root: Path, lexicon: Lexicon) -> None:
        super().__init__(root, lexicon)
        self.may, self.tries = threading.Event(), threading.Event()
        self.may.set()

    def _open(self, generation: Generation, known: Collection | None) -> Collection:
        self.tries.set()
        self.may.wait()
        return super()._open(generation, known)


def test_nobody_waits_for_a_commit_that_another_thread_opens(tmp_path: Path, lexicon: Lexicon) -> None:
    engine = _Slow(tmp_path / "index", lexicon)
    engine.rebuild([guide(1, "临时救助")])
    assert engine.search(Query("救助")).total == 1
    engine.may.clear()
    engine.tries.clear()
    WhooshEngine(tmp_path / "index", lexicon).update([guide(2, "医疗救助")])
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(engine.search, Query("救助"))
        engine.tries.wait()
        assert [engine.search(Query("救助")).total for _ in range(3)] == [1, 1, 1]
        assert engine.suggest("医疗") == []
        engine.may.set()
        assert opening.result().total == 2
    assert engine.search(Query("救助")).total == 2


def test_segments_that_are_open_are_not_opened_again(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(tmp_path / "index", lexicon)
    engine.rebuild([guide(number, f"救助{number}") for number in range(30)])
    assert engine.count == 30
    monkeypatch.setattr("search_index.drafting.Draft.join", None)  # nothing is merged either
    (big,) = (tmp_path / "index").glob("idx-*/*.arrays")
    content = big.read_bytes()
    big.write_bytes(b"")
    engine.update([guide(1, "医疗救助")])
    assert (engine.count, first(engine, "医疗救助")) == (30, "guide:1")
    with pytest.raises(IndexUnavailable):
        assert WhooshEngine(tmp_path / "index", lexicon).count
    big.write_bytes(content)
