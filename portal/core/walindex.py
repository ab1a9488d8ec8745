"""Sees whether an SQLite database can have changed, without a call of SQLite.

The head of the WAL index, memory that all processes share that have the database open, changes with every
commit (https://sqlite.org/walformat.html#the_wal_index_header). Its bytes are compared, not read as numbers.
"""

import mmap
from contextlib import suppress
from pathlib import Path
from typing import Any

_HEAD = 96  # bytes: the header, twice


class WalIndex:
    """The head of one database's WAL index, from ``open`` to ``close``."""

    def __init__(self) -> None:
        self._held: list[Any] = []
        self._memory: mmap.mmap | None = None

    def open(self, database: Path, connection: Any) -> None:
        """``connection`` is its own: while one is open, nobody puts another file in the place of this one.

        Without a WAL there is nothing to see.
        """
        self._held.append(connection)
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        with suppress(OSError, ValueError):
            file = database.with_name(f"{database.name}-shm").open("rb", buffering=0)
            # Closing any descriptor of a file, also a copy, ends all locks of the process on it, SQLite's
            # too: whatever is opened here stays open.
            self._held.append(file)
            self._memory = mmap.mmap(file.fileno(), _HEAD, prot=mmap.PROT_READ)

    @property
    def state(self) -> bytes:
        """Two equal states: nothing was committed in between. Empty where that cannot be told."""
        return self._memory[:_HEAD] if self._memory else b""

    def close(self) -> None:
        """Call it when the process has no other connection to the database."""
        memory, self._memory = self._memory, None
        if memory:
            memory.close()
        while self._held:
            self._held.pop().close()
