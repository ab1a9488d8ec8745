"""The engine of a single machine: Whoosh 2.7.4 for words, tables of names for everything else."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from typing import NamedTuple

from search_index import whoosh_store
from search_index.analysis import analyzer_version
from search_index.assemble import facets, matters
from search_index.document import Doc
from search_index.engine import MAX_QUERY, Hit, IndexUnavailable, Query, Results, Suggestion
from search_index.finder import Finder, Found
from search_index.generations import Generation, Generations
from search_index.highlight import Marker
from search_index.lexicon import Lexicon
from search_index.snapshot import Snapshot
from search_index.whoosh_store import Reader, open_reader

_SEARCHERS = 2  # more than two searching threads lower the throughput
_RETRY = 10.0  # seconds until a damaged index is looked at again


class _Place(NamedTuple):
    generation: Generation
    reader: Reader
    snapshot: Snapshot


class WhooshEngine:
    """An index in a folder, see `engine.Engine`; one process writes, any number read and notice it."""

    def __init__(self, root: Path, lexicon: Lexicon) -> None:
        self._generations = Generations(root)
        self._lexicon = lexicon
        self._lock = Lock()
        self._last: _Place | None = None
        self._damaged: tuple[Generation, float, str] | None = None
        # Whoever holds a place may search; what lies in it is the searcher used there last, never shared.
        self._places: LifoQueue[_Place | None] = LifoQueue()
        for _ in range(_SEARCHERS):
            self._places.put(None)

    @property
    def generation(self) -> str:
        """See Engine."""
        return str(self._current())

    @property
    def count(self) -> int:
        """See Engine."""
        with self._reader() as (_, snapshot):
            return len(snapshot.table.names)

    def search(self, query: Query) -> Results:
        """See Engine."""
        with self._reader() as (reader, snapshot):
            finder = Finder(query.text[:MAX_QUERY], snapshot, reader.match)
            found = finder.find()
            docs = matters(found, snapshot.table, query)
            return Results(
                total=len(docs),
                hits=_hits(docs, found, reader, query),
                facets=facets(found, snapshot.table, query),
                step=found.step,
                relaxed=found.relaxed,
                did_you_mean=found.did_you_mean,
                related=finder.related() if found.relaxed or not docs else (),
                truncated=len(query.text) > MAX_QUERY,
            )

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """See Engine."""
        with self._reader() as (_, snapshot):
            return snapshot.suggest(prefix[:MAX_QUERY], limit)

    def update(self, docs: Iterable[Doc], deletes: Iterable[str] = ()) -> None:
        """See Engine."""
        last = {doc.id: doc for doc in docs}
        with self._generations.writing():
            old = self._current()
            folder = self._generations.path(old)
            commit = whoosh_store.update(folder, last, deletes, self._lexicon.secondary)
            self._generations.publish(Generation(old.number, commit, old.analyzer))

    def rebuild(self, docs: Iterable[Doc]) -> None:
        """See Engine."""
        all_docs = {doc.id: doc for doc in docs}
        with self._generations.writing():
            new = self._generations.start(analyzer_version())
            folder = self._generations.path(new)
            commit = whoosh_store.create(folder, all_docs, self._lexicon.secondary)
            self._generations.publish(Generation(new.number, commit, new.analyzer))

    def _current(self) -> Generation:
        generation = self._generations.current()
        if generation.analyzer != analyzer_version():
            raise IndexUnavailable("the index was made by another version of the analysis")
        return generation

    @contextmanager
    def _reader(self) -> Iterator[tuple[Reader, Snapshot]]:
        place = self._places.get()
        try:
            generation = self._current()
            if place and place.generation != generation:
                place.reader.close()
                place = None
            place = place or self._open(generation)
            yield place.reader, place.snapshot
        finally:
            self._places.put(place)

    def _open(self, generation: Generation) -> _Place:
        with self._lock:
            if self._damaged and self._damaged[0] == generation and time.monotonic() < self._damaged[1]:
                raise IndexUnavailable(self._damaged[2])
            last = self._last if self._last and self._last.generation.number == generation.number else None
            try:
                reader = open_reader(self._generations.path(generation), last and last.reader)
            except IndexUnavailable as error:
                self._damaged = (generation, time.monotonic() + _RETRY, str(error))
                raise
            same = last and last.reader.table is reader.table
            snapshot = last.snapshot if last and same else Snapshot(reader.table, self._lexicon)
            self._last = _Place(generation, reader, snapshot)
            return self._last


def _hits(docs: list[Doc], found: Found, reader: Reader, query: Query) -> list[Hit]:
    marker = Marker(found.marks)
    size = max(1, query.per_page)
    first = (max(1, query.page) - 1) * size
    hits = []
    for place, doc in enumerate(docs[first : first + size], start=first + 1):
        title, snippet = marker.fragments(doc.title), marker.snippet(reader.body(doc.id))
        hits.append(Hit(doc.id, title, snippet, doc.code, doc.kind, doc.address, doc.org, 1 / place))
    return hits
