"""One generation of a Whoosh index on disk: written by one writer, opened by readers that change nothing.

Beside Whoosh's own files stands the table of names of each commit (`names-<commit>.json`), written before
Whoosh commits, so that every commit that can be opened has its names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import finalize

from search_index.document import Doc
from search_index.engine import IndexUnavailable
from search_index.names import Name, NameTable, name_of
from search_index.query import Field, Node
from search_index.whoosh_schema import compiled, drop_old_files, fields_of, new_index, open_index


def create(folder: Path, docs: Mapping[str, Doc], secondary: Collection[str]) -> int:
    """Write a new index into an empty folder; return the number of its commit."""
    index = new_index(folder)
    table = NameTable.build([name_of(doc, secondary) for doc in docs.values()], {})
    return _commit(folder, index, table, lambda writer: _put(writer, docs.values()))


def update(folder: Path, docs: Mapping[str, Doc], deletes: Iterable[str], secondary: Collection[str]) -> int:
    """Replace and delete documents in one commit; return its number."""
    with _damage(folder):
        index = open_index(folder)
        table = _names(folder, index.latest_generation())
    gone = {*deletes} - docs.keys()
    kept: dict[str, Name] = {name.doc.id: name for name in table.names if name.doc.id not in gone}
    kept.update((doc.id, name_of(doc, secondary)) for doc in docs.values())

    def change(writer: Any) -> None:
        # update_document() opens a searcher for each document
        with index.searcher() as searcher:
            places = [searcher.document_number(id=each) for each in gone | docs.keys()]
        for place in places:
            if place is not None:
                writer.delete_document(place)
        _put(writer, docs.values())

    return _commit(folder, index, NameTable.build(kept.values(), table.readings), change)


def _put(writer: Any, docs: Iterable[Doc]) -> None:
    for doc in docs:
        writer.add_document(**fields_of(doc))


def _commit(folder: Path, index: Any, table: NameTable, change: Callable[[Any], None]) -> int:
    drop_old_files(folder, index)
    before = _names_file(index.latest_generation())
    # Compound segments would be copied into memory by every searcher.
    writer = index.writer(compound=False, timeout=1.0)
    try:
        change(writer)
        (folder / _names_file(writer.generation)).write_bytes(table.dump())
        writer.commit()
    except BaseException:
        _abandon(writer)
        raise
    for old in folder.glob("names-*.json"):
        if old.name not in (before, _names_file(writer.generation)):
            old.unlink()
    return int(writer.generation)


def _abandon(writer: Any) -> None:
    """Give the lock back; a writer that failed inside its commit may be past cancelling."""
    with suppress(Exception):
        writer.cancel()
    if writer.writelock is not None and writer.writelock.fd is not None:
        writer.writelock.release()


def _names_file(commit: int) -> str:
    return f"names-{commit}.json"


def _names(folder: Path, commit: int) -> NameTable:
    return NameTable.load((folder / _names_file(commit)).read_bytes())


class Reader:
    """A searcher on one commit and its names; used by one thread at a time."""

    def __init__(self, folder: Path, commit: int, table: NameTable, searcher: Any) -> None:
        self._folder = folder
        self.commit = commit
        self.table = table
        self._searcher = searcher
        reader = searcher.reader()
        if reader.doc_count() != len(table.names):
            raise ValueError(f"{reader.doc_count()} documents, {len(table.names)} names")
        places = [place for place in range(reader.doc_count_all()) if not reader.is_deleted(place)]
        if places:
            ids = reader.column_reader("id")
            self._bodies = reader.column_reader("body", translate=False)
            self._numbers = {place: table.number[ids[place]] for place in places}
        else:
            self._numbers = {}
        self._places = {number: place for place, number in self._numbers.items()}
        self.close = finalize(self, searcher.close)  # at the latest when nobody uses the reader any more

    def match(self, node: Node, field: Field) -> dict[int, float]:
        """Return the numbers of the names that match, with their relevance."""
        with _damage(self._folder):
            found = self._searcher.search(compiled(node, field), limit=None).top_n
            return {self._numbers[place]: score for score, place in found}

    def body(self, doc_id: str) -> str:
        """Return the body of a document."""
        with _damage(self._folder):
            return str(self._bodies[self._places[self.table.number[doc_id]]], "utf-8")


def open_reader(folder: Path, known: Reader | None = None) -> Reader:
    """Open the latest commit, without reading a `known` table again; IndexUnavailable where it is damaged."""
    with suppress(Exception):  # damage shows itself again; two commits while a reader was opened do not
        return _open_once(folder, known)
    with _damage(folder):
        return _open_once(folder, known)


def _open_once(folder: Path, known: Reader | None) -> Reader:
    index = open_index(folder)
    with ExitStack() as opened:
        searcher = opened.enter_context(index.searcher())
        # an empty reader has no generation
        commit = searcher.reader().generation() or index.latest_generation()
        table = known.table if known and known.commit == commit else _names(folder, commit)
        reader = Reader(folder, commit, table, searcher)
        opened.pop_all()
        return reader


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # damaged files make Whoosh raise anything: struct, pickle, index errors, ...
        raise IndexUnavailable(f"{folder.name} is damaged: {error!r}") from error
