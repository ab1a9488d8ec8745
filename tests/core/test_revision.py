"""The number that kept pages hang on: read without asking the database as long as nothing was committed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from portal.core.revision import ContentRevision, Revisions
from portal.core.work import Store, Writing

pytestmark = pytest.mark.data

ANOTHER = """
import sys
from sqlalchemy import text
from portal.core.db import for_writing, make_engine
for line in sys.stdin:
    engine = make_engine(sys.argv[1])
    with for_writing(engine).begin() as connection:
        connection.execute(text(line))
    engine.dispose()
    print("done", flush=True)
"""


def raised(work: Writing) -> None:
    work.session.execute(update(ContentRevision).values(number=ContentRevision.number + 1))


def counted(revisions: Revisions) -> list[int]:
    """Grows with each question to the database."""
    asked: list[int] = []
    real = revisions._ask

    def ask() -> int | None:
        asked.append(1)
        return real()

    revisions._ask = ask  # type: ignore[method-assign]  # counts, and does the same
    return asked


def test_what_another_process_commits_is_seen_at_once(store: Store, migrated_url: str) -> None:
    revisions = Revisions(store.engine)
    begin = revisions.read()
    assert begin is not None
    command = [sys.executable, "-c", ANOTHER, migrated_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        for place in range(1, 21):
            other.stdin.write("UPDATE content_revision SET number = number + 1\n")
            other.stdin.flush()
            assert other.stdout.readline() == "done\n"
            assert revisions.read() == begin + place
        other.stdin.close()


def test_threads_see_what_was_committed_before_they_read(store: Store) -> None:
    revisions = Revisions(store.engine)
    begin = revisions.read()
    assert begin is not None
    with ThreadPoolExecutor(4) as threads:
        for place in range(1, 41):
            store.write(raised)
            found = list(threads.map(lambda _each: revisions.read(), range(8)))
            assert found == [begin + place] * 8


def test_sqlite_is_asked_only_after_a_commit(store: Store, database_kind: str) -> None:
    revisions = Revisions(store.engine)
    asked = counted(revisions)
    for _each in range(5):
        revisions.read()
    # The first question opens what the second one's answer is kept under.
    assert len(asked) == (2 if database_kind == "sqlite" else 5)
    store.write(raised)
    revisions.read()
    assert len(asked) == (3 if database_kind == "sqlite" else 6)


def test_a_connection_that_broke_is_replaced(store: Store) -> None:
    revisions = Revisions(store.engine)
    begin = revisions.read()
    assert begin is not None
    revisions._own.connection.close()
    store.write(raised)
    assert revisions.read() is None
    store.write(raised)
    assert revisions.read() == begin + 2


def test_after_the_end_nothing_is_held_and_a_new_beginning_works(store: Store) -> None:
    revisions = Revisions(store.engine)

    def held() -> int:
        shared = f"{store.engine.url.database}-shm"
        return len([each for each in Path("/proc/self/fd").iterdir() if _leads_to(each, shared)])

    for _each in range(3):
        begin = revisions.read()
        revisions.read()
        store.engine.dispose()
        assert held() == 0
        store.write(raised)
        assert revisions.read() == (begin or 0) + 1


def test_without_a_wal_index_it_is_asked_each_time(store: Store, monkeypatch: Any) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OSError

    monkeypatch.setattr("mmap.mmap", refuse)
    revisions = Revisions(store.engine)
    asked = counted(revisions)
    for _each in range(3):
        revisions.read()
    assert len(asked) == 3


def _leads_to(descriptor: Path, path: str) -> bool:
    try:
        return str(descriptor.readlink()) == path
    except OSError:
        return False
