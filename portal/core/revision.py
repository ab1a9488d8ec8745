"""How often public content has changed: one number, raised in the transaction of the change.

A page is a function of its address, its variant, this number and the time, so whoever keeps pages reads the
number first. Every mapped class says whether visitors see its rows (``public``); a write that touches one of
those raises the number, by whatever statement it does so.
"""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from portal.core.db import UNAVAILABLE, Base
from portal.core.walindex import WalIndex

_READ = "SELECT number FROM content_revision WHERE id = 1"
_CHANGED = "public content changed"


class ContentRevision(Base):
    """One row."""

    __tablename__ = "content_revision"
    public = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class WritingSession(Session):
    """A session that knows whether it changed what visitors see."""


@event.listens_for(WritingSession, "before_flush")
def _see_objects(session: Session, context: Any, instances: Any) -> None:
    if any(type(row).public for row in (*session.new, *session.dirty, *session.deleted)):
        session.info[_CHANGED] = True


@event.listens_for(WritingSession, "do_orm_execute")
def _see_statements(state: ORMExecuteState) -> None:
    if not state.is_select and (state.bind_mapper is None or state.bind_mapper.class_.public):
        state.session.info[_CHANGED] = True


def raise_where_changed(session: Session) -> None:
    """Call it after the last flush of a write."""
    if session.info.get(_CHANGED):
        number = ContentRevision.number
        session.execute(update(ContentRevision).where(ContentRevision.id == 1).values(number=number + 1))


class Revisions:
    """Reads the number on every request: by a connection of each thread, outside the pool, because that takes
    3 microseconds on SQLite where a session takes 160; and on SQLite only after a commit, because each call
    gives the interpreter away, and waits in the queue of threads to get it back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own = threading.local()
        self._open: list[Any] = []
        self._index: WalIndex | None = None
        self._seen = b"", 0
        self._lock = threading.Lock()
        event.listen(engine, "engine_disposed", self._close)

    def read(self) -> int | None:
        """The present number; ``None`` while the database cannot be asked."""
        # The state comes first: a commit behind it makes the next reader ask again.
        state = self._index.state if self._index else b""
        seen, number = self._seen
        if state and state == seen:
            return number
        asked = self._ask()
        if asked is not None:
            self._seen = state, asked
        return asked

    def _ask(self) -> int | None:
        try:
            connection = getattr(self._own, "connection", None) or self._connect()
            return int(connection.execute(_READ).fetchone()[0])
        except (*UNAVAILABLE, self._engine.dialect.dbapi.Error, TypeError):  # type: ignore[union-attr]  # an engine has one
            self._drop()
            return None

    def _drop(self) -> None:
        """Begin anew at the next request: what broke stays broken."""
        broken = vars(self._own).pop("connection", None)
        if broken in self._open:
            self._open.remove(broken)
            with suppress(Exception):  # it may be closed already, or have nobody to tell
                broken.close()

    def _connect(self) -> Any:
        self._own.connection = connection = self._detached()
        self._open.append(connection)
        if self._engine.dialect.name == "sqlite":
            self._see()
        else:
            connection.autocommit = True
        return connection

    def _detached(self) -> Any:
        pooled = self._engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
        return connection

    def _see(self) -> None:
        with self._lock:
            if self._index is None:
                index = WalIndex()
                index.open(Path(self._engine.url.database or ""), self._detached())
                self._index = index

    def _close(self, engine: Engine) -> None:
        while self._open:
            self._open.pop().close()
        self._own = threading.local()
        if self._index:
            self._index.close()
        self._index, self._seen = None, (b"", 0)
