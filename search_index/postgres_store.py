"""An index in PostgreSQL: its generation, the bytes of its segments, and what its hits show.

Every change is one transaction: readers see a generation as a whole, and a writer that dies leaves nothing.
Searching asks by connections of its own, without a session: that takes a seventh of the time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from select import POLLIN, poll
from typing import Any, cast

import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from search_index.document import Doc, Stored
from search_index.engine import IndexBusy, IndexUnavailable
from search_index.generations import Generation

# How long a writer waits for another; and a node that lost its power must not stay the writer for the two
# hours after which TCP gives up.
_WRITING = {
    "lock_timeout": "30s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_PIECE = 1 << 20  # bytes
_LACKING = """
    SELECT EXISTS (SELECT FROM search_segments) AND NOT EXISTS (SELECT FROM search_docs) OR EXISTS (
        SELECT FROM search_segments WHERE id NOT IN (SELECT segment_id FROM search_arrays WHERE piece = 0)
    )
"""
_PUT = """
    INSERT INTO search_docs (id, kind, title, code, address, org, body) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, code = excluded.code,
        address = excluded.address, org = excluded.org, body = excluded.body
"""

Connection = psycopg.Connection[tuple[Any, ...]]


class View:
    """The index, as a connection sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def generation(self) -> Generation:
        """Return the generation in use; IndexUnavailable where there is none."""
        found = self._connection.execute("SELECT number, commit, analyzer FROM search_generation").fetchone()
        if found is None:
            raise IndexUnavailable("there is no index yet")
        return Generation(*found)

    def segments(self) -> dict[int, bytes]:
        """Return the segments, the oldest first: id → a bit for each document, set where it is dead."""
        found = self._connection.execute("SELECT id, dead FROM search_segments ORDER BY id", binary=True)
        return dict(found.fetchall())

    def arrays(self, segment: int) -> bytes:
        """Return the bytes of a segment."""
        asked = "SELECT content FROM search_arrays WHERE segment_id = %s ORDER BY piece"
        return b"".join(piece for (piece,) in self._connection.execute(asked, (segment,), binary=True))

    def check(self) -> None:
        """Raise IndexUnavailable where a table was emptied, which an engine that read it does not notice."""
        if self._connection.execute(_LACKING).fetchone() == (True,):
            raise IndexUnavailable("the tables of the index are not whole")

    def docs(self, ids: Sequence[str]) -> list[Stored]:
        """Return what hits show of documents, without those that are gone meanwhile."""
        asked = "SELECT id, kind, title, code, address, org, body FROM search_docs WHERE id = ANY(%s)"
        wanted = [*map(_storable, ids)]
        found = {row[0]: Stored(*row) for row in self._connection.execute(asked, (wanted,))}
        return [found[each] for each in wanted if each in found]


class Change(View):
    """A transaction that changes the index; the only one at its time."""

    def next_number(self) -> int:
        """Return the number for a new build of the index."""
        asked = "SELECT coalesce(max(number), 0) + 1 FROM search_generation"
        ((number,),) = self._connection.execute(asked).fetchall()
        return int(number)

    def publish(self, generation: Generation) -> None:
        """Make this the generation in use."""
        values = generation.number, generation.commit, generation.analyzer
        self._connection.execute("DELETE FROM search_generation")
        self._connection.execute("INSERT INTO search_generation VALUES (%s, %s, %s)", values)

    def clear(self) -> None:
        """Take all documents and segments out."""
        self._connection.execute("DELETE FROM search_docs")
        self._connection.execute("DELETE FROM search_segments")

    def add(self, arrays: bytearray, dead: bytes) -> int:
        """Keep a segment; return its id."""
        asked = "INSERT INTO search_segments (dead) VALUES (%s) RETURNING id"
        ((number,),) = self._connection.execute(asked, (dead,)).fetchall()
        pieces = [arrays[start : start + _PIECE] for start in range(0, len(arrays), _PIECE)]
        for place, piece in enumerate(pieces):
            self._connection.execute("INSERT INTO search_arrays VALUES (%s, %s, %s)", (number, place, piece))
        return int(number)

    def bury(self, segment: int, dead: bytes) -> None:
        """Say which documents of a segment are dead."""
        self._connection.execute("UPDATE search_segments SET dead = %s WHERE id = %s", (dead, segment))

    def drop(self, segment: int) -> None:
        """Take a segment out."""
        self._connection.execute("DELETE FROM search_segments WHERE id = %s", (segment,))

    def put(self, docs: Iterable[Doc]) -> None:
        """Keep what hits show of documents."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_PUT, ([*map(_storable, Stored.of(doc))] for doc in docs))

    def forget(self, ids: Iterable[str]) -> None:
        """Take documents out of what hits show."""
        self._connection.execute("DELETE FROM search_docs WHERE id = ANY(%s)", ([*map(_storable, ids)],))


class PostgresStore:
    """Connections to the index of one database, whose tables are there (`postgres_tables`).

    They come from the engine and are closed when it is disposed of.
    """

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._idle: deque[Connection] = deque()
        event.listen(database, "engine_disposed", self._close)

    @contextmanager
    def looking(self) -> Iterator[View]:
        """Look at the index as it is at each statement."""
        with self._connected() as connection:
            yield View(connection)

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Read the index as it is now, however long that takes."""
        with self._connected() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield View(connection)

    @contextmanager
    def writing(self) -> Iterator[Change]:
        """Change the index, all or nothing; IndexBusy where another writer takes longer than 30 s."""
        with self._connected() as connection, connection.transaction():
            for setting in _WRITING.items():
                connection.execute("SELECT set_config(%s, %s, true)", setting)
            connection.execute("SELECT pg_advisory_xact_lock(6543, 0)")
            yield Change(connection)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self._idle_connection() or self._connect()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)
        except LockNotAvailable:
            raise IndexBusy("another process is writing the index") from None
        except (psycopg.Error, SQLAlchemyError) as error:
            raise IndexUnavailable(f"the database of the index does not answer: {error.args[0]}") from error

    def _idle_connection(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if _quiet(connection):
                return connection
            connection.close()
        return None

    def _connect(self) -> Connection:
        pooled = self._database.raw_connection()
        connection = cast(Connection, pooled.driver_connection)
        pooled.detach()
        connection.autocommit = True
        return connection

    def _close(self, database: Engine) -> None:
        while self._idle:
            self._idle.pop().close()


def _quiet(connection: Connection) -> bool:
    """Whether an idle connection has nothing to say: else it says that the server is gone."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return not waiting.poll(0)


def _storable(value: str) -> str:
    """Return what PostgreSQL takes for a text: without NUL, without half characters."""
    return value.encode("utf-8", "replace").decode().replace("\0", " ")
