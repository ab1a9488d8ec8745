"""The index follows what is published, withdrawn and renamed, and shows nothing that may not be seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import event

from portal.core.lock import only_one
from portal.core.settings import Settings
from portal.core.work import Store
from portal.directory import edit
from portal.directory.models import OrgKind, OrgLevel
from portal.publishing import verbs
from portal.search import follow, open_index
from portal.search.find import find
from portal.search.follow import FOLLOWING, drain, mend, rebuild
from search_index.document import Doc
from search_index.engine import Engine, IndexBusy, Query
from tests.support.guides import complete_guide
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data

Publish = Callable[..., int]


@pytest.fixture
def index(settings: Settings, store: Store, centre: Centre) -> Engine:
    built = open_index(store)
    assert mend(store, built)
    return built


def titles(store: Store, index: Engine, text: str) -> list[str]:
    with store.reading() as work:
        found = find(work, index, Query(text)).results
    assert found.total == len(found.hits)
    return ["".join(part for part, _marked in hit.title) for hit in found.hits]


def test_a_guide_is_found_while_it_is_published(
    store: Store, index: Engine, centre: Centre, publish: Publish
) -> None:
    number = publish(complete_guide(unit_id=centre.police))
    assert titles(store, index, "小饭馆") == []
    assert drain(store, index) == 1
    assert titles(store, index, "小饭馆") == ["小饭馆开办许可"]
    store.write(verbs.withdraw, number, "重复")
    assert titles(store, index, "小饭馆") == []
    assert drain(store, index) == 1
    assert index.search(Query("小饭馆")).total == 0
    assert drain(store, index) == 0


def test_a_guide_is_found_from_its_day_on(
    store: Store, index: Engine, centre: Centre, publish: Publish, clock: MovableClock
) -> None:
    publish(complete_guide(unit_id=centre.police), clock.now + timedelta(days=3))
    assert drain(store, index) == 0
    clock.pass_time(days=3)
    assert drain(store, index) == 1
    assert titles(store, index, "小饭馆") == ["小饭馆开办许可"]


def test_a_new_name_of_a_unit_is_found_from_its_day_on(
    store: Store, index: Engine, centre: Centre, publish: Publish, clock: MovableClock
) -> None:
    publish(complete_guide(unit_id=centre.civil))
    drain(store, index)
    tomorrow = (clock.now + timedelta(days=1)).date()
    store.write(edit.state_org, centre.civil, tomorrow, name="云溪县民族事务局")
    drain(store, index)
    assert titles(store, index, "民族事务局") == []
    clock.pass_time(days=1)
    drain(store, index)
    assert titles(store, index, "民族事务局") == [
        "云溪县民族事务局",
        "民族事务局收费公开栏",
        "小饭馆开办许可",
    ]
    assert titles(store, index, "民政局") == []


def test_a_unit_that_begins_later_has_its_guides_already(
    store: Store, index: Engine, centre: Centre, publish: Publish, clock: MovableClock
) -> None:
    place = {"kind": OrgKind.DEPARTMENT, "level": OrgLevel.COUNTY, "parent_id": centre.county}
    unit = store.write(edit.put_org, "data", **place)  # type: ignore[arg-type]
    next_week = (clock.now + timedelta(days=7)).date()
    store.write(edit.state_org, unit, next_week, name="云溪县数据局")
    publish(complete_guide(unit_id=unit))
    drain(store, index)
    assert titles(store, index, "小饭馆") == ["小饭馆开办许可"]


def test_what_changes_during_a_rebuild_follows(
    store: Store, index: Engine, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(complete_guide(unit_id=centre.police))
    plain = index.rebuild

    def slow(docs: object, **since: str) -> None:
        publish(complete_guide(unit_id=centre.police, name="奶茶店开办许可", code="990101-T-2"))
        plain(docs, **since)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(index, "rebuild", slow)
    rebuild(store, index)
    assert titles(store, index, "开办许可") == ["小饭馆开办许可"]
    assert drain(store, index) == 1
    assert sorted(titles(store, index, "开办许可")) == ["奶茶店开办许可", "小饭馆开办许可"]


def test_only_one_follows_at_a_time(store: Store, index: Engine, centre: Centre, publish: Publish) -> None:
    publish(complete_guide(unit_id=centre.police))
    with only_one(store, FOLLOWING) as mine:
        assert mine
        assert drain(store, index) == 0
    assert drain(store, index) == 1


def test_of_two_that_follow_at_once_the_one_that_has_read_older_writes_nothing(
    store: Store, index: Engine, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when PostgreSQL is restarted in the middle of a batch and lets go of the lock unseen."""
    publish(complete_guide(unit_id=centre.police))
    other, plain = open_index(store), index.update

    def late(docs: list[Doc], deletes: list[str], **since: str) -> None:
        publish(complete_guide(unit_id=centre.police, name="奶茶店开办许可"))
        with monkeypatch.context() as unlocked:
            unlocked.setattr(follow, "only_one", lambda *_args: nullcontext(True))
            assert drain(store, other) == 2
        plain(docs, deletes, **since)

    with monkeypatch.context() as patch:
        patch.setattr(index, "update", late)
        with pytest.raises(IndexBusy):
            drain(store, index)
    assert drain(store, index) == 0
    assert titles(store, index, "开办许可") == ["奶茶店开办许可"]


def test_an_index_of_another_analysis_is_asked_until_another_is_built(
    store: Store, index: Engine, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(complete_guide(unit_id=centre.police))
    drain(store, index)
    for module in ("searching", "whoosh_engine", "postgres_engine"):
        monkeypatch.setattr(f"search_index.{module}.analyzer_version", lambda: "other")
    publish(complete_guide(unit_id=centre.police, name="奶茶店开办许可", code="990101-T-2"))
    reader, plain = open_index(store), index.rebuild

    def slow(docs: object, **since: str) -> None:
        assert titles(store, reader, "开办许可") == ["小饭馆开办许可"]
        plain(docs, **since)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(index, "rebuild", slow)
    assert mend(store, index)
    assert len(titles(store, reader, "开办许可")) == 2
    assert not mend(store, index)
    assert drain(store, index) == 0


def test_of_two_that_mend_one_rebuilds(store: Store, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilds = []
    engines = (open_index(store), open_index(store))
    for engine in engines:
        rebuilds.append(Mock(wraps=engine.rebuild))
        monkeypatch.setattr(engine, "rebuild", rebuilds[-1])
    with ThreadPoolExecutor(2) as pool, only_one(store, FOLLOWING, wait=True):
        mended = [pool.submit(mend, store, engine) for engine in engines]
    assert any(each.result() for each in mended)
    assert sum(rebuild.call_count for rebuild in rebuilds) == 1


def test_what_was_not_settled_is_followed_again(
    store: Store, index: Engine, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(complete_guide(unit_id=centre.police))
    with monkeypatch.context() as patch:
        patch.setattr(index, "update", Mock(side_effect=IndexBusy("killed")))
        with pytest.raises(IndexBusy):
            drain(store, index)
    assert drain(store, index) == 1
    assert titles(store, index, "小饭馆") == ["小饭馆开办许可"]


def test_dependents_come_in_batches(
    store: Store, index: Engine, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        publish(complete_guide(unit_id=centre.civil, name=f"{n}号店开办许可", code=f"990101-T-{n}"))
    drain(store, index)
    sizes: list[int] = []
    plain = index.update

    def update(docs: list[Doc], deletes: list[str], **since: str) -> None:
        sizes.append(len(docs))
        plain(docs, deletes, **since)

    monkeypatch.setattr(index, "update", update)
    monkeypatch.setattr(follow, "BATCH", 4)
    store.write(edit.state_org, centre.civil, date(2026, 3, 2), name="云溪县民族事务局")
    assert drain(store, index) == 1
    assert len(sizes) == 2
    assert index.search(Query("民族事务局")).facets["kind"] == [("guide", 5), ("board", 1), ("org", 1)]


def test_a_page_of_results_takes_few_statements(site: Store) -> None:
    index = open_index(site)
    mend(site, index)
    asked: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for text in ("身份证", "赶集", "公安局", "低保", "代办员"):
        asked.clear()
        with site.reading() as work:
            kinds = {hit.kind for hit in find(work, index, Query(text)).results.hits}
        selects = [statement for statement in asked if statement.startswith("SELECT")]
        assert len(selects) <= 8, (text, kinds, selects)
