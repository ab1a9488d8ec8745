"""The engine of a single machine: documents in Whoosh 2.7.4, arrays that every process maps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from search_index.analysis import analyzer_version
from search_index.collection import Collection
from search_index.document import Doc
from search_index.generations import Generation, Generations
from search_index.lexicon import Lexicon
from search_index.searching import Searching
from search_index.whoosh_store import WhooshStore


class WhooshEngine(Searching):
    """An index in a folder, see `engine.Engine`; one process writes, any number read and notice it."""

    def __init__(self, root: Path, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._generations = Generations(root)
        self._store = WhooshStore(root)

    def check(self) -> None:
        """See Engine."""
        super().check()
        self._store.check()

    def update(self, docs: Iterable[Doc], deletes: Iterable[str] = (), *, since: str | None = None) -> None:
        """See Engine."""
        last = {doc.id: doc for doc in docs}
        with self._generations.writing():
            old = self._updated(since)
            commit = self._stored(old).update(last, deletes)
            self._generations.publish(Generation(old.number, commit, old.analyzer))

    def rebuild(self, docs: Iterable[Doc], *, since: str | None = None) -> None:
        """See Engine."""
        last = {doc.id: doc for doc in docs}
        with self._generations.writing():
            self._unchanged(since)
            new = self._generations.start(analyzer_version())
            commit = self._stored(new).create(last.values())
            self._generations.publish(Generation(new.number, commit, new.analyzer))

    def _pointed(self) -> Generation:
        return self._generations.current()

    def _open(self, generation: Generation, known: Collection | None) -> Collection:
        return self._stored(generation).open()

    def _stored(self, generation: Generation) -> WhooshStore:
        folder = self._generations.path(generation)
        if self._store.folder != folder:
            self._store = WhooshStore(folder)
        return self._store
