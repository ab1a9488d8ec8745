"""Commits and rebuilds: the same for every engine."""

import pytest

from search_index.engine import Engine, IndexBusy, IndexUnavailable, Query
from tests.search_index.conftest import Open, guide


def ids(engine: Engine, text: str) -> list[str]:
    return sorted(hit.id for hit in engine.search(Query(text, per_page=1000)).hits)


def test_there_is_no_index_at_first(reopen: Open) -> None:
    engine = reopen()
    for use in (
        lambda: engine.search(Query("低保")),
        lambda: engine.suggest("低"),
        lambda: engine.count,
        lambda: engine.outdated,
        lambda: engine.update([guide(1, "临时救助")]),
    ):
        with pytest.raises(IndexUnavailable, match="no index yet"):
            use()
    assert engine.generation == ""


def test_an_empty_index_answers(fresh: Engine) -> None:
    assert fresh.count == 0
    assert fresh.search(Query("低保")).total == 0
    assert fresh.suggest("低") == []
    fresh.update([], ["guide:1"])
    assert fresh.count == 0


def test_documents_come_change_and_go(fresh: Engine) -> None:
    fresh.update([guide(1, "临时救助"), guide(2, "户口登记")])
    assert (fresh.count, ids(fresh, "救助")) == (2, ["guide:1"])
    fresh.update([guide(1, "医疗保障")])
    assert (fresh.count, ids(fresh, "救助"), ids(fresh, "保障")) == (2, [], ["guide:1"])
    fresh.update([guide(3, "户口迁移")], ["guide:2", "guide:9"])
    assert (fresh.count, ids(fresh, "户口")) == (2, ["guide:3"])


def test_the_last_of_one_id_wins(fresh: Engine) -> None:
    fresh.update([guide(1, "临时救助"), guide(1, "户口登记"), guide(1, "医疗保障")])
    assert (fresh.count, ids(fresh, "救助"), ids(fresh, "保障")) == (1, [], ["guide:1"])
    fresh.update([guide(1, "户口登记")], ["guide:1"])
    assert (fresh.count, ids(fresh, "户口")) == (1, ["guide:1"])
    fresh.rebuild([guide(2, "临时救助"), guide(2, "户口登记")])
    assert (fresh.count, ids(fresh, "救助"), ids(fresh, "户口")) == (1, [], ["guide:2"])


def test_any_text_can_be_a_document(fresh: Engine) -> None:
    hostile = guide(1, "临时\x00救助\ud800", code="\x00", aliases=("\ud800", ""), body="\x00\udfff户口簿")
    fresh.update(
        [hostile, guide(2, ""), guide(3, "？！"), guide(4, "证" * 70_000), guide(5, "a\x00b" * 9_000)]
    )
    assert fresh.count == 5
    (hit,) = fresh.search(Query("户口簿")).hits
    assert (hit.id, "".join(part for part, _ in hit.title)[:2]) == ("guide:1", "临时")
    fresh.update([], ["guide:1", "\x00"])
    assert fresh.search(Query("户口簿")).total == 0


def test_many_small_commits_stay_right(fresh: Engine) -> None:
    for number in range(15):
        fresh.update([guide(number, f"第{number}号救助"), guide(number // 2, f"第{number // 2}号救助")])
        if number % 3 == 0:
            fresh.update([], [f"guide:{number}"])
    expected = sorted(f"guide:{number}" for number in range(15) if number % 3 or number <= 7)
    assert ids(fresh, "救助") == expected
    assert fresh.count == len(expected)


def test_others_notice_commits_and_rebuilds(reopen: Open) -> None:
    writer, reader = reopen(), reopen()
    writer.rebuild([guide(1, "临时救助")])
    seen = [reader.generation]
    assert ids(reader, "救助") == ["guide:1"]
    writer.update([guide(2, "医疗救助")])
    seen.append(reader.generation)
    assert ids(reader, "救助") == ["guide:1", "guide:2"]
    writer.rebuild([guide(3, "教育救助")])
    seen.append(reader.generation)
    assert ids(reader, "救助") == ["guide:3"]
    assert len(set(seen)) == 3
    assert reader.generation == writer.generation == reopen().generation


def test_a_failed_commit_changes_nothing_and_lets_others_write(fresh: Engine) -> None:
    fresh.update([guide(1, "临时救助")])
    before = fresh.generation
    broken = guide(2, "户口登记", body=7)
    with pytest.raises(TypeError):
        fresh.update([broken])
    with pytest.raises(TypeError):
        fresh.rebuild([broken])
    assert (fresh.generation, ids(fresh, "救助")) == (before, ["guide:1"])
    fresh.update([guide(3, "医疗救助")])
    assert ids(fresh, "救助") == ["guide:1", "guide:3"]
    fresh.rebuild([guide(4, "教育救助")])
    assert ids(fresh, "救助") == ["guide:4"]


def test_documents_that_may_be_older_than_what_stands_there_stay_out(reopen: Open) -> None:
    """Two that believe to be the only one: the second commit is refused, whoever it is."""
    first, second = reopen(), reopen()
    first.rebuild([guide(1, "临时救助")], since="")
    for since in ("", first.generation):
        second.update([guide(1, "医疗保障")], since=second.generation)
        for write in (first.update, first.rebuild):
            with pytest.raises(IndexBusy):
                write([guide(1, "临时救助")], since=since)
        assert ids(first, "医疗保障") == ["guide:1"]
    first.update([guide(1, "临时救助")], since=first.generation)
    assert ids(second, "临时救助") == ["guide:1"]


def test_an_index_of_another_analysis_answers_until_it_is_built_anew(
    reopen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reopen().rebuild([guide(1, "临时救助")])
    for module in ("searching", "whoosh_engine", "postgres_engine"):
        monkeypatch.setattr(f"search_index.{module}.analyzer_version", lambda: "other")
    engine = reopen()
    engine.check()
    assert engine.outdated
    assert ids(engine, "救助") == ["guide:1"]
    with pytest.raises(IndexUnavailable, match="another version"):
        engine.update([guide(2, "医疗救助")])
    engine.rebuild([guide(2, "医疗救助")])
    assert not engine.outdated
    assert ids(engine, "救助") == ["guide:2"]
