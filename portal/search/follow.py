"""Bringing the index up to the database: change by change, or whole.

A change is a row of the outbox, written with what changed; it is deleted once the index has it. One process
at a time follows, whichever it is.
"""

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from portal.core import outbox
from portal.core.outbox import Change
from portal.core.settings import Settings
from portal.core.work import Reading, Store, Writing
from portal.search.source import Ids
from portal.search.sources import SOURCES
from search_index.document import Doc
from search_index.engine import Engine, IndexUnavailable, Query

log = logging.getLogger(__name__)

BATCH = 500


def drain(store: Store, index: Engine) -> int:
    """Bring the index up to the last committed change; the number of changes followed."""
    followed = 0
    with following(store.settings) as mine:
        while mine:
            with store.reading() as work:
                changes = outbox.pending(work.session, work.now, BATCH)
                docs, gone = documents(work, changes)
            if not changes:
                break
            index.update(docs, gone)
            store.write(_settle, changes)
            followed += len(changes)
    return followed


def rebuild(store: Store, index: Engine) -> int:
    """Build the whole index anew beside the one in use; the number of documents."""
    # Nobody may follow meanwhile: what they put into the old index would be missing in the new one.
    with following(store.settings, wait=True):
        with store.reading() as work:
            # Changes seen now are in what is read next; later ones stay in the outbox.
            changes = outbox.pending(work.session, work.now, limit=1_000_000)
            index.rebuild(doc for source in SOURCES.values() for doc in source.documents(work, None))
        for start in range(0, len(changes), BATCH):
            store.write(_settle, changes[start : start + BATCH])
    return index.count


def mend(store: Store, index: Engine) -> bool:
    """Rebuild the index where it is missing, damaged or of another version; True where it was."""
    try:
        index.search(Query("index"))
    except IndexUnavailable as reason:
        log.warning("the search index is built anew: %s", reason)
        rebuild(store, index)
        return True
    return False


@contextmanager
def following(settings: Settings, *, wait: bool = False) -> Iterator[bool]:
    """True for the one process that may follow the outbox now; the kernel lets go when it dies.

    ``wait``: until the other one has done its batch.
    """
    settings.index_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.index_dir / "following.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def documents(work: Reading, changes: Iterable[Change]) -> tuple[list[Doc], list[str]]:
    """What the changes put into the index, and the ids that they take out."""
    changed: dict[str, Ids] = {}
    for change in changes:
        changed[change.kind] = changed.get(change.kind, frozenset()) | {change.subject_id}
    docs: list[Doc] = []
    wanted: set[str] = set()
    for source in SOURCES.values():
        ids = changed.get(source.kind, frozenset())
        for kind, dependents in source.dependents.items():
            if kind in changed:
                ids |= dependents(work, changed[kind])
        if ids:
            docs += source.documents(work, ids)
            wanted |= {source.doc_id(number) for number in ids}
    return docs, sorted(wanted - {doc.id for doc in docs})


def _settle(work: Writing, changes: list[Change]) -> None:
    outbox.settle(work.session, changes)
