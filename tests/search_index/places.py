"""Where an index can live, and the engine of each place: for the tests, and for the processes they start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine as Database
from sqlalchemy import NullPool, create_engine

from search_index.engine import Engine
from search_index.lexicon import Lexicon
from search_index.postgres_tables import metadata
from search_index.whoosh_engine import WhooshEngine

if TYPE_CHECKING:
    from tests.support.databases import Databases, Template

KINDS = ("whoosh", "postgresql")

_databases: dict[str, list[Database]] = {}  # opened in this process, by place


@contextmanager
def new_place(kind: str, folder: Path, databases: Databases) -> Iterator[str]:
    """A place without an index: a folder, or a database with the tables of one."""
    if kind == "whoosh":
        yield str(folder / "index")
        return
    with databases.copy("postgresql", _tables()) as url:
        yield url
        for database in _databases.pop(url, ()):
            database.dispose()


def engine_at(place: str, lexicon: Lexicon) -> Engine:
    """The engine whose index is there, as each process opens it for itself."""
    if not place.startswith("postgresql"):
        return WhooshEngine(Path(place), lexicon)
    from search_index.postgres_engine import PostgresEngine

    return PostgresEngine(database_at(place), lexicon)


def database_at(place: str) -> Database:
    """The database of a place, closed with it."""
    database = create_engine(place, poolclass=NullPool)
    _databases.setdefault(place, []).append(database)
    return database


@cache
def _tables() -> Template:
    from tests.support.databases import Template  # not in the processes that tests start: it imports pytest

    return Template(_make_tables)


def _make_tables(url: str) -> None:
    database = create_engine(url, poolclass=NullPool)
    metadata.create_all(database)
    database.dispose()
