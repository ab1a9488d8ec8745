"""What every engine does alike: search, suggest and explain over the latest generation of its store."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

from search_index.analysis import analyzer_version, fold
from search_index.asked import read
from search_index.assemble import page, place_of, under
from search_index.collection import Collection
from search_index.document import Stored
from search_index.engine import (
    MAX_QUERY,
    Explanation,
    Hit,
    IndexBusy,
    IndexUnavailable,
    Query,
    Results,
    Step,
    Suggestion,
)
from search_index.finder import Finder
from search_index.generations import Generation
from search_index.highlight import Marker
from search_index.lexicon import Lexicon
from search_index.ranking import parted
from search_index.snapshot import Snapshot
from search_index.spoken import spoken

_SEARCHERS = 2  # more than two searching threads lower the throughput
_RETRY = 10.0  # seconds until a damaged index is looked at again


class _Damage(NamedTuple):
    generation: Generation
    until: float
    reason: str


class Searching(ABC):
    """An engine without its store, see `engine.Engine`. Any number of threads may use it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._spoken = spoken(lexicon)
        self._turns = BoundedSemaphore(_SEARCHERS)
        self._opening = Lock()
        self._known: tuple[Generation, Snapshot] | None = None
        self._damage: _Damage | None = None

    @abstractmethod
    def _pointed(self) -> Generation:
        """Return the generation in use, quickly; IndexUnavailable where there is none."""

    @abstractmethod
    def _open(self, generation: Generation, known: Collection | None) -> Collection:
        """Open the latest commit of a generation; what is in a `known` collection need not be read again."""

    @property
    def generation(self) -> str:
        """See Engine."""
        try:
            return str(self._pointed())
        except IndexUnavailable:
            return ""

    @property
    def outdated(self) -> bool:
        """See Engine."""
        return self._pointed().analyzer != analyzer_version()

    @property
    def count(self) -> int:
        """See Engine."""
        return self._snapshot().collection.count

    def check(self) -> None:
        """See Engine."""
        self._snapshot()

    def use(self, lexicon: Lexicon) -> None:
        """See Engine."""
        ready = spoken(lexicon)
        with self._opening:
            self._spoken = ready
            if self._known:
                generation, snapshot = self._known
                self._known = generation, Snapshot(snapshot.collection, ready).prepared()

    def search(self, query: Query) -> Results:
        """See Engine."""
        snapshot = self._snapshot()
        with self._turns:
            finder = _finder(query, snapshot)
            found = finder.find()
            shown = page(found, snapshot.collection, query)
            docs = snapshot.collection.docs(shown.numbers)
            return Results(
                total=shown.total,
                hits=hits(docs, Marker(found.marks), shown.first),
                facets=shown.facets,
                step=found.step,
                relaxed=found.relaxed,
                did_you_mean=found.did_you_mean,
                related=finder.related() if found.relaxed or not shown.total else (),
                truncated=len(query.text) > MAX_QUERY,
            )

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """See Engine."""
        snapshot = self._snapshot()
        with self._turns:
            return snapshot.suggest(prefix[:MAX_QUERY], limit)

    def explain(self, query: Query, doc_id: str) -> Explanation | None:
        """See Engine."""
        snapshot = self._snapshot()
        with self._turns:
            number = snapshot.collection.number(doc_id)
            found = _finder(query, snapshot).find()
            keys = found.keys[found.numbers == number]
            docs = snapshot.collection.docs([] if number is None else [number])
            if number is None or not len(keys) or not docs:  # the store may be a commit ahead
                return None
            step, complete, order = parted(int(keys[0]))
            title, text = fold(docs[0].title), fold(docs[0].body)
            marks = sorted(found.marks, key=lambda mark: (-len(mark), mark))
            return Explanation(
                place=place_of(number, found, snapshot.collection),
                step=list(Step)[step],
                complete=complete,
                order=order,
                pieces=[(piece.kind.value, piece.text, piece.means) for piece in found.pieces],
                in_title=[mark for mark in marks if mark in title],
                in_text=[mark for mark in marks if mark in text],
            )

    def _unchanged(self, since: str | None) -> None:
        """Raise IndexBusy where somebody has written since; for who is the only writer now."""
        if since is not None and since != self.generation:
            raise IndexBusy("somebody else has changed the index meanwhile")

    def _updated(self, since: str | None) -> Generation:
        """Return the generation that an update changes; for who is the only writer now."""
        self._unchanged(since)
        if self.outdated:
            raise IndexUnavailable("the index was made by another version of the analysis")
        return self._pointed()

    def _snapshot(self) -> Snapshot:
        """Return the latest snapshot; while one thread opens a new commit, the others go on with the last."""
        generation, known = self._pointed(), self._known
        if known and known[0] == generation:
            return known[1]
        self._refuse_damage(generation)
        if not self._opening.acquire(blocking=known is None) and known:
            return known[1]
        try:
            return self._opened()
        finally:
            self._opening.release()

    def _opened(self) -> Snapshot:
        generation, known = self._pointed(), self._known
        if known and known[0] == generation:
            return known[1]
        self._refuse_damage(generation)
        try:
            collection = self._open(generation, known[1].collection if known else None)
        except IndexUnavailable as error:
            self._damage = _Damage(generation, time.monotonic() + _RETRY, str(error))
            raise
        snapshot = Snapshot(collection, self._spoken).prepared()
        self._known = generation, snapshot
        return snapshot

    def _refuse_damage(self, generation: Generation) -> None:
        damage = self._damage
        if damage and damage.generation == generation and time.monotonic() < damage.until:
            raise IndexUnavailable(damage.reason)


def _finder(query: Query, snapshot: Snapshot) -> Finder:
    asked = read(query.text, snapshot.lexicon, snapshot.places)
    near = asked.near or query.near
    return Finder(asked, snapshot, under(snapshot.collection, near) if near else None)


def hits(docs: Sequence[Stored], marker: Marker, first: int) -> list[Hit]:
    """Return documents as hits of a page that begins behind `first` others."""
    return [
        Hit(
            id=doc.id,
            title=marker.fragments(doc.title),
            snippet=marker.snippet(doc.body),
            code=doc.code,
            kind=doc.kind,
            address=doc.address,
            org=doc.org,
            score=1 / place,
        )
        for place, doc in enumerate(docs, start=first + 1)
    ]
