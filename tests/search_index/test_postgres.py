"""What only an index in PostgreSQL can meet: a server that goes, damaged tables, a writer that waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from search_index import postgres_store
from search_index.engine import IndexBusy, IndexUnavailable, Query
from search_index.lexicon import Lexicon
from search_index.postgres_engine import PostgresEngine
from tests.search_index.conftest import NAMES, guide
from tests.search_index.places import database_at, new_place
from tests.support.databases import Databases

DOCS = [guide(number, name) for number, name in enumerate(NAMES)]


@pytest.fixture
def place(tmp_path: Path, databases: Databases) -> Iterator[str]:
    with new_place("postgresql", tmp_path, databases) as made:
        yield made


@pytest.fixture
def engine(place: str, lexicon: Lexicon) -> PostgresEngine:
    built = PostgresEngine(database_at(place), lexicon)
    built.rebuild(DOCS)
    return built


def run(place: str, statement: str) -> None:
    with database_at(place).begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_arrays",
        "UPDATE search_arrays SET content = substring(content FOR 1000)",
        "UPDATE search_arrays SET content = set_byte(content, 5000, 255 - get_byte(content, 5000))",
        "UPDATE search_arrays SET content = ''",
        "UPDATE search_segments SET dead = ''",
        "DELETE FROM search_generation",
    ],
)
def test_damage_is_found_and_mended(
    place: str, engine: PostgresEngine, lexicon: Lexicon, damage: str
) -> None:
    run(place, damage)
    newcomer = PostgresEngine(database_at(place), lexicon)
    for _ in range(2):
        with pytest.raises(IndexUnavailable):
            newcomer.search(Query("零售许可证 补办"))
    with pytest.raises(IndexUnavailable):
        newcomer.update(DOCS[:1])
    newcomer.rebuild(DOCS[:2])
    assert newcomer.search(Query("身份证")).hits[0].id == "guide:0"
    assert engine.count == 2


@pytest.mark.parametrize("table", ["search_arrays", "search_docs"])
def test_a_table_that_was_emptied_is_noticed_by_who_has_read_it(
    place: str, engine: PostgresEngine, table: str
) -> None:
    engine.check()
    run(place, f"DELETE FROM {table}")
    with pytest.raises(IndexUnavailable, match="not whole"):
        engine.check()
    engine.rebuild([])
    engine.check()


@pytest.mark.parametrize("table", ["search_arrays", "search_generation", "search_docs"])
def test_a_table_that_is_missing_is_said_to_be(place: str, engine: PostgresEngine, table: str) -> None:
    run(place, f"DROP TABLE {table}")
    with pytest.raises(IndexUnavailable, match=table):
        engine.rebuild(DOCS)


def test_a_server_that_was_restarted_is_asked_again(
    place: str, engine: PostgresEngine, databases: Databases
) -> None:
    assert engine.search(Query("低保")).hits
    databases.postgres.close_connections(place.partition("@/")[2].partition("?")[0])
    assert engine.search(Query("低保")).hits
    engine.update([guide(1, "临时救助")])


def test_a_database_that_is_gone_is_said_to_be(place: str, engine: PostgresEngine, lexicon: Lexicon) -> None:
    gone = PostgresEngine(database_at(place.replace("@/portal", "@/no_portal")), lexicon)
    for use in (
        lambda: gone.search(Query("低保")),
        lambda: gone.update(DOCS),
        lambda: gone.rebuild(DOCS),
    ):
        with pytest.raises(IndexUnavailable, match="does not answer"):
            use()


def test_one_writes_at_a_time(
    place: str, engine: PostgresEngine, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres_store._WRITING, "lock_timeout", "200ms")
    other = PostgresEngine(database_at(place), lexicon)
    with engine._store.writing(), pytest.raises(IndexBusy):
        other.update(DOCS[:1])
    other.update(DOCS[:1])


def test_nothing_is_left_of_what_was_replaced(place: str, engine: PostgresEngine) -> None:
    for turn in range(4):
        engine.update([guide(number, f"第{turn}轮救助{number}") for number in range(len(NAMES))])
    engine.update([], [doc.id for doc in DOCS])
    with database_at(place).connect() as connection:
        tables = ("search_segments", "search_arrays", "search_docs")
        left = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables]
    assert left == [0, 0, 0]
    assert engine.count == 0


def test_a_document_that_goes_while_it_is_found_is_left_out(place: str, engine: PostgresEngine) -> None:
    run(place, "DELETE FROM search_docs WHERE id = 'guide:10'")
    assert "guide:10" not in {hit.id for hit in engine.search(Query("最低生活保障")).hits}
    assert "最低生活保障" not in {offered.text for offered in engine.suggest("最低")}
