"""The portal's engines, asked as the portal asks them: a whole page of results or suggestions."""

from collections.abc import Iterable
from pathlib import Path

import psycopg

from bench.contest.contestant import LIMIT, OFFERED
from bench.machine import size_mb
from bench.questions import Kind, Question
from portal.app import make_store
from portal.core.settings import Settings
from portal.migrations.upgrade import upgrade
from portal.search import open_index
from search_index.document import Doc
from search_index.engine import Query


class Ours:
    """See Contestant: ``open_index`` chooses the engine by the settings."""

    def __init__(self, folder: Path, url: str) -> None:
        store = make_store(Settings(var_dir=folder, database_url=url))
        upgrade(store.engine)
        self._url = url
        self._folder = store.settings.index_dir
        self._engine = open_index(store)

    def build(self, docs: Iterable[Doc]) -> None:
        self._engine.rebuild(docs)

    def ask(self, question: Question) -> int:
        if question.kind is Kind.SUGGESTION:
            return len(self._engine.suggest(question.text, OFFERED))
        return len(self._engine.search(Query(question.text, per_page=LIMIT)).hits)

    def update(self, docs: list[Doc]) -> None:
        self._engine.update(docs)

    def size_mb(self) -> float:
        return size_mb(self._folder.rglob("*"))


class OursInPostgres(Ours):
    """The same in tables of a database."""

    def size_mb(self) -> float:
        with psycopg.connect(self._url.replace("+psycopg", "")) as connection:
            row = connection.execute("SELECT pg_database_size(current_database()) / 1048576.0").fetchone()
        assert row is not None
        return float(row[0])
