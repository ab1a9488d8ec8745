"""The test databases: of the kind asked for, empty, and separate from one another."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy import text as sql

from tests.support.databases import Databases, Template


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def add_table(url: str, name: str = "letters") -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(sql(f"CREATE TABLE {name} (id INTEGER)"))
    engine.dispose()


@pytest.mark.data
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(database_url: str, database_kind: str, turn: int) -> None:
    assert database_url.startswith(database_kind)
    assert tables(database_url) == []
    add_table(database_url)
    assert tables(database_url) == ["letters"]


@pytest.mark.data
def test_a_copy_has_what_was_filled_in_once(databases: Databases, database_kind: str) -> None:
    filled = []

    def fill(url: str) -> None:
        filled.append(url)
        add_table(url)

    letters = Template(fill)
    both = Template(lambda url: add_table(url, "replies"), letters)
    for _ in range(2):
        with databases.copy(database_kind, both) as url:
            assert tables(url) == ["letters", "replies"]
            add_table(url, "rooms")
        with databases.copy(database_kind, letters) as url:
            assert tables(url) == ["letters"]
    assert len(filled) == 1


def test_databases_are_gone_afterwards(databases: Databases) -> None:
    with databases.empty("sqlite") as url:
        add_table(url)
        path = Path(url.removeprefix("sqlite:///"))
        assert path.exists()
    assert not path.exists()
    with databases.empty("postgresql") as url:
        address = url.replace("+psycopg", "")
        psycopg.connect(address).close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)


def test_postgres_is_really_postgres(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert str(connection.execute(sql("SELECT version()")).scalar()).startswith("PostgreSQL")
    engine.dispose()
