"""The engine of several machines: segments in PostgreSQL, read by all, written by one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import Engine as Database

from search_index.analysis import analyzer_version
from search_index.collection import Collection, Part, Ref
from search_index.document import Doc, Stored
from search_index.generations import Generation
from search_index.lexicon import Lexicon
from search_index.merging import LARGE
from search_index.postgres_store import PostgresStore
from search_index.postgres_writer import Writer, drafted, opened
from search_index.searching import Searching
from search_index.segment import Segment


class PostgresEngine(Searching):
    """An index in a database, see `engine.Engine`."""

    def __init__(self, database: Database, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._store = PostgresStore(database)
        self._segments: dict[int, Segment] = {}  # those read or written last, by id

    def check(self) -> None:
        """See Engine."""
        super().check()
        with self._store.looking() as view:
            view.check()

    def _pointed(self) -> Generation:
        with self._store.looking() as view:
            return view.generation()

    def _open(self, generation: Generation, known: Collection | None) -> Collection:
        with self._store.reading() as view:
            parts = opened(view, self._segments)
        self._keep(parts)
        return Collection(list(parts.values()), self._fetch)

    def _fetch(self, refs: Sequence[Ref]) -> Sequence[Stored]:
        with self._store.looking() as view:
            return view.docs([ref.id for ref in refs])

    def _keep(self, parts: dict[int, Part]) -> None:
        self._segments = {number: part.segment for number, part in parts.items()}

    def update(self, docs: Iterable[Doc], deletes: Iterable[str] = (), *, since: str | None = None) -> None:
        """See Engine."""
        last = {doc.id: doc for doc in docs}
        segment = drafted(last.values())
        with self._store.writing() as change:
            old = self._updated(since)
            writer = Writer(change, opened(change, self._segments))
            writer.put(last, segment, {*deletes} - last.keys())
            writer.settle()
            change.publish(replace(old, commit=old.commit + 1))
        self._keep(writer.parts)

    def rebuild(self, docs: Iterable[Doc], *, since: str | None = None) -> None:
        """See Engine."""
        with self._store.writing() as change:
            self._unchanged(since)
            number = change.next_number()
            change.clear()
            writer = Writer(change, {})
            rest = iter(docs)
            while chunk := {doc.id: doc for doc in islice(rest, LARGE)}:
                writer.put(chunk, drafted(chunk.values()))
            writer.settle()
            change.publish(Generation(number, 1, analyzer_version()))
        self._keep(writer.parts)
