"""One at a time, over all processes and nodes of a portal.

The database keeps the lock where nodes share one (PostgreSQL: an advisory lock on a connection of its own), a
file in ``var_dir`` where there is one machine (SQLite: ``flock``). Either lets go when its process dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from sqlalchemy import text

from portal.core.work import Store

ROOM = 6543  # the portal's own among the advisory locks of a database
# Else a node that lost its power would keep the lock for the two hours after which TCP gives up.
_KEEPALIVE = text(
    "SELECT set_config('tcp_keepalives_' || name, value, false)"
    " FROM (VALUES ('idle', '10'), ('interval', '5'), ('count', '3')) AS settings (name, value)"
)
_WAIT = text("SELECT true FROM pg_advisory_lock(:room, :name)")
_TRY = text("SELECT pg_try_advisory_lock(:room, :name)")


@contextmanager
def only_one(store: Store, name: str, *, wait: bool = False) -> Iterator[bool]:
    """True for the one that may do what is called ``name``; ``wait`` until that is this one.

    A database that is restarted meanwhile lets go, and nobody is told: what is done under a lock must do no
    harm when two do it.
    """
    held = _by_database if store.engine.dialect.name == "postgresql" else _by_file
    with held(store, name, wait) as mine:
        yield mine


@contextmanager
def _by_database(store: Store, name: str, wait: bool) -> Iterator[bool]:
    number = crc32(name.encode()) - (1 << 31)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Closed at the end, not given back to the pool: that is what lets go, whatever happened to it.
        connection.detach()
        connection.execute(_KEEPALIVE)
        yield bool(connection.scalar(_WAIT if wait else _TRY, {"room": ROOM, "name": number}))


@contextmanager
def _by_file(store: Store, name: str, wait: bool) -> Iterator[bool]:
    folder = store.settings.var_dir / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
