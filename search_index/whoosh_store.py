"""One generation of an index on disk: what hits show in Whoosh's segments, beside each its arrays.

The arrays of a segment are written before Whoosh commits it, under the name of the segment: so every commit
that can be opened has its arrays, and both are dropped together.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate, islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from search_index.collection import Collection, Part, Ref
from search_index.document import Doc, Stored
from search_index.drafting import Draft
from search_index.engine import IndexUnavailable
from search_index.merging import LARGE, merged, settled
from search_index.segment import Segment
from search_index.whoosh_schema import (
    column,
    column_file,
    drop_old_files,
    keep_segments,
    new_index,
    open_index,
)

_MAPPED = 32 << 20  # bytes; larger arrays are mapped, so that processes share them


class _Opened(NamedTuple):
    """A segment that is open: its arrays, what Whoosh stores of its documents, the sizes of both files."""

    segment: Segment
    stored: Any
    sizes: list[int]


class WhooshStore:
    """The folder of a generation. Segments that are open stay so as long as they are of the latest commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: dict[str, _Opened] = {}

    def create(self, docs: Iterable[Doc]) -> int:
        """Write a new index into the empty folder; return the number of its commit."""
        index, commit, rest = new_index(self.folder), 0, iter(docs)
        while chunk := {doc.id: doc for doc in islice(rest, LARGE)}:
            draft = Draft()
            draft.add(chunk.values())
            new = _New(draft.finish()[0], chunk, {})
            commit = self._commit(index, [], new, keep=commit)
        return commit

    def update(self, docs: Mapping[str, Doc], deletes: Iterable[str]) -> int:
        """Replace and delete documents in one commit; return its number."""
        with _damage(self.folder):
            index = open_index(self.folder)
            opened, parts = self._open_all(index)
        dead = _buried(parts, {*deletes} | docs.keys())
        if docs:
            draft = Draft()
            draft.add(docs.values())
            fresh = draft.finish()[0]
            parts.append(Part(fresh, np.ones(len(fresh), bool)))
        keep = min(settled(parts), len(opened))
        moved: dict[str, tuple[Any, int]] = {}
        with _damage(self.folder):
            for part, each in zip(parts[keep:], opened[keep:], strict=False):
                for place in np.flatnonzero(part.alive).tolist():
                    moved[each.segment.ids.at(place)] = each.stored, place
        new = _New(merged(parts[keep:]), docs, moved) if keep < len(parts) else None
        return self._commit(index, dead, new, keep)

    def _commit(self, index: Any, dead: list[int], new: _New | None, keep: int) -> int:
        """Delete documents by number, keep the first segments only, and add a new one."""
        drop_old_files(self.folder, index)
        # Compound segments would be copied into memory by every reader.
        writer = index.writer(compound=False, timeout=1.0)
        try:
            for number in dead:
                writer.delete_document(number)
            if new and len(new.segment):
                self._arrays(writer.newsegment.segment_id()).write_bytes(new.segment.dump())
                for doc_id in new.segment.ids.all():
                    writer.add_document(stored=new.content(doc_id))
            writer.commit(mergetype=keep_segments(keep))
        except BaseException:
            _abandon(writer)
            raise
        return int(writer.generation)

    def open(self) -> Collection:
        """Open the latest commit; IndexUnavailable where it is damaged."""
        with suppress(Exception):  # damage shows itself again; two commits while one was opened do not
            return self._open_once()
        with _damage(self.folder):
            return self._open_once()

    def _open_once(self) -> Collection:
        opened, parts = self._open_all(open_index(self.folder))

        def fetch(refs: Sequence[Ref]) -> list[Stored]:
            with _damage(self.folder):
                return [_loaded(opened[ref.part].stored[ref.place], ref.id) for ref in refs]

        return Collection(parts, fetch)

    def _open_all(self, index: Any) -> tuple[list[_Opened], list[Part]]:
        found: dict[str, _Opened] = {}
        parts = []
        for each in index._segments():
            name = each.segment_id()
            found[name] = opened = self._opened.get(name) or self._open_segment(index, each)
            alive = np.ones(len(opened.segment), bool)
            alive[list(each.deleted_docs())] = False
            parts.append(Part(opened.segment, alive))
        self._opened = found  # at once: another thread may be checking it
        return list(found.values()), parts

    def _open_segment(self, index: Any, segment: Any) -> _Opened:
        name = segment.segment_id()
        with self._arrays(name).open("rb") as file:
            # Who shortens a mapped file ends the process that reads it: small ones are read.
            large = os.fstat(file.fileno()).st_size > _MAPPED
            content = mmap(file.fileno(), 0, access=ACCESS_READ) if large else file.read()
        opened = Segment.open(content)
        if len(opened) != segment.doc_count_all():
            raise ValueError(f"{segment.doc_count_all()} documents, arrays of {len(opened)}")
        return _Opened(opened, column(index, segment), self._sizes(name))

    def check(self) -> None:
        """Raise IndexUnavailable where the files of open segments are not as they were."""
        with _damage(self.folder):
            for name, opened in self._opened.items():
                if self._sizes(name) != opened.sizes:
                    raise ValueError(f"the files of {name} have changed")

    def _sizes(self, name: str) -> list[int]:
        return [path.stat().st_size for path in (self._arrays(name), column_file(self.folder, name))]

    def _arrays(self, name: str) -> Path:
        return self.folder / f"{name}.arrays"


class _New(NamedTuple):
    """A segment to add, and by id where its documents come from: they are new, or stored at a place."""

    segment: Segment
    docs: Mapping[str, Doc]
    moved: Mapping[str, tuple[Any, int]]

    def content(self, doc_id: str) -> bytes:
        """Return what to store of a document."""
        if doc_id in self.docs:
            return json.dumps(Stored.of(self.docs[doc_id]), ensure_ascii=False).encode("utf-8", "replace")
        stored, place = self.moved[doc_id]
        content: bytes = stored[place]
        return content


def _buried(parts: Sequence[Part], ids: set[str]) -> list[int]:
    """Mark documents as dead; return their numbers."""
    dead = []
    for part, base in zip(parts, accumulate((len(part.segment) for part in parts), initial=0), strict=False):
        for place in map(part.segment.place, ids):
            if place is not None and part.alive[place]:
                part.alive[place] = False
                dead.append(base + place)
    return dead


def _loaded(content: bytes, doc_id: str) -> Stored:
    stored = Stored(*json.loads(content))
    if stored.id != doc_id:
        raise ValueError(f"{stored.id} stands where {doc_id} should")
    return stored


def _abandon(writer: Any) -> None:
    """Give the lock back; a writer that failed inside its commit may be past cancelling."""
    with suppress(Exception):
        writer.cancel()
    if writer.writelock is not None and writer.writelock.fd is not None:
        writer.writelock.release()


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # damaged files make Whoosh raise anything: struct, pickle, index errors, ...
        raise IndexUnavailable(f"{folder.name} is damaged: {error!r}") from error
