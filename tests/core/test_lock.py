"""One at a time: between threads and processes, and after a process or the connection of a lock has died."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from sqlalchemy import text

from portal.core.lock import only_one
from portal.core.settings import Settings
from portal.core.work import Store

pytestmark = pytest.mark.data

HOLDER = """
import sys
from pathlib import Path
from portal.core.lock import only_one
from portal.core.settings import Settings
from portal.core.work import Store
store = Store(Settings(var_dir=Path(sys.argv[1]), database_url=sys.argv[2]))
with only_one(store, "work") as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_process(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its standard input ends."""
    command = [sys.executable, "-c", HOLDER, str(settings.var_dir), settings.database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process


def test_one_of_two_has_the_lock(store: Store) -> None:
    with only_one(store, "work") as first:
        with only_one(store, "work") as second, only_one(store, "other work") as other:
            assert (first, second, other) == (True, False, True)
        with only_one(store, "work") as third:
            assert not third, "who did not get it cannot let go of it"
    with only_one(store, "work") as again:
        assert again


def test_who_waits_gets_it_when_the_other_is_done(store: Store) -> None:
    got = Event()

    def wait() -> None:
        with only_one(store, "work", wait=True) as mine:
            assert mine
            got.set()

    waiter = Thread(target=wait)
    with only_one(store, "work"):
        waiter.start()
        assert not got.wait(0.3)
    assert got.wait(20)
    waiter.join()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_a_process_that_dies_lets_go(settings: Settings, store: Store, end: str) -> None:
    with other_process(settings) as process:
        with only_one(store, "work") as mine:
            assert not mine
        getattr(process, end)()
        process.wait()
        with only_one(store, "work", wait=True) as mine:
            assert mine


def test_an_error_lets_go(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), only_one(store, "work"):
        raise ZeroDivisionError
    with only_one(store, "work") as mine:
        assert mine


def test_a_database_that_cuts_the_connection_lets_go_and_harms_nobody(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        return
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    with only_one(store, "work") as first:
        assert first
        with store.engine.begin() as connection:
            connection.execute(cut)
    with only_one(store, "work", wait=True) as again:
        assert again


def test_the_lock_keeps_no_transaction_open(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        return
    with only_one(store, "work"), store.engine.connect() as connection:
        idle = text("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'")
        assert connection.scalar(idle) == 0
