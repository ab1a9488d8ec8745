"""Bringing the index up to the database: change by change, or whole.

A change is a row of the outbox, written with what changed; it is deleted once the index has it. One process
of one node at a time follows, whichever it is.
"""

import logging
from collections.abc import Iterable

from portal.core import outbox
from portal.core.lock import only_one
from portal.core.outbox import Change
from portal.core.work import Reading, Store, Writing
from portal.search.source import Ids
from portal.search.sources import SOURCES
from search_index.document import Doc
from search_index.engine import Engine, IndexUnavailable

log = logging.getLogger(__name__)

BATCH = 500
FOLLOWING = "follow"
"""The name of the lock."""

Subject = tuple[str, int]
"""Kind and id of what documents are about."""


def drain(store: Store, index: Engine) -> int:
    """Bring the index up to the last committed change; the number of changes followed."""
    followed = 0
    with store.reading() as work:
        if not outbox.pending(work.session, work.now, 1):
            return followed
    with only_one(store, FOLLOWING) as mine:
        while mine:
            changes, subjects = _due(store)
            if not changes:
                break
            for start in range(0, len(subjects), BATCH):
                since = index.generation
                with store.reading() as work:
                    docs, gone = documents(work, subjects[start : start + BATCH])
                index.update(docs, gone, since=since)
            store.write(_settle, changes)
            followed += len(changes)
    return followed


def rebuild(store: Store, index: Engine) -> int:
    """Build the whole index anew beside the one in use; the number of documents."""
    # Nobody may follow meanwhile: what they put into the old index would be missing in the new one.
    with only_one(store, FOLLOWING, wait=True):
        return _rebuild(store, index)


def mend(store: Store, index: Engine) -> bool:
    """Rebuild the index where it is missing, damaged or of another version; True where it was.

    One that still can be read answers meanwhile.
    """
    if not _broken(index):
        return False
    with only_one(store, FOLLOWING, wait=True):
        # Of several that wait here, the first has mended it.
        if reason := _broken(index):
            log.warning("the search index is built anew: %s", reason)
            _rebuild(store, index)
    return True


def documents(work: Reading, subjects: Iterable[Subject]) -> tuple[list[Doc], list[str]]:
    """The documents that the subjects have now, and the ids of those that they have not."""
    by_kind: dict[str, Ids] = {}
    for kind, number in subjects:
        by_kind[kind] = by_kind.get(kind, frozenset()) | {number}
    docs: list[Doc] = []
    possible: set[str] = set()
    for kind, ids in by_kind.items():
        docs += SOURCES[kind].documents(work, ids)
        possible.update(*map(SOURCES[kind].doc_ids, ids))
    return docs, sorted(possible - {doc.id for doc in docs})


def _due(store: Store) -> tuple[list[Change], list[Subject]]:
    """The oldest changes that are due, and all whose documents speak of what they changed."""
    with store.reading() as work:
        changes = outbox.pending(work.session, work.now, BATCH)
        changed: dict[str, Ids] = {}
        for change in changes:
            changed[change.kind] = changed.get(change.kind, frozenset()) | {change.subject_id}
        subjects: list[Subject] = []
        for source in SOURCES.values():
            ids = changed.get(source.kind, frozenset())
            for kind in source.dependents.keys() & changed.keys():
                ids |= source.dependents[kind](work, changed[kind])
            subjects += ((source.kind, number) for number in sorted(ids))
    return changes, subjects


def _rebuild(store: Store, index: Engine) -> int:
    since = index.generation
    with store.reading() as work:
        # Changes seen now are in what is read next; later ones stay in the outbox.
        changes = outbox.pending(work.session, work.now, limit=1_000_000)
        docs = (doc for source in SOURCES.values() for doc in source.documents(work, None))
        index.rebuild(docs, since=since)
    for start in range(0, len(changes), BATCH):
        store.write(_settle, changes[start : start + BATCH])
    return index.count


def _broken(index: Engine) -> str:
    try:
        index.check()
        return "another version of the analysis made it" if index.outdated else ""
    except IndexUnavailable as reason:
        return str(reason)


def _settle(work: Writing, changes: list[Change]) -> None:
    outbox.settle(work.session, changes)
