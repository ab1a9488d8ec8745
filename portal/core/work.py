"""Units of work: one reads, or one writes.

A domain function takes its ``work`` first. A reader never writes later (SQLite would answer "database is
locked"), and a write is short: what is slow (parsing, hashing, drawing) is done before ``Store.write``
begins.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from time import sleep
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine, Result, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.core import audit, outbox, revision
from portal.core.clock import Clock, system_clock, today
from portal.core.db import UNAVAILABLE, for_reading, for_writing, make_engine
from portal.core.memory import Memory, Values
from portal.core.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
Rows = Select[*tuple[Any, ...]]

RETRIES = 4


@dataclass(frozen=True)
class Actor:
    """Who acts. Rooms above add what they know of them."""

    id: int
    name: str


@dataclass(frozen=True)
class Reading:
    """A consistent view of the data at ``now``."""

    session: Session
    now: datetime
    settings: Settings
    actor: Actor | None = None
    memory: Values = field(default_factory=Values)

    @property
    def today(self) -> date:
        return today(self.now)

    def rows(self, statement: Rows, values: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        """Plain rows, past the ORM, which takes half as long again."""
        connection = cast(Connection, self.session.bind)
        return connection.execute(statement, values)

    def known(self, key: Hashable, read: Callable[[], R]) -> R:
        """What ``read`` gives, read once for a content revision: public facts that nobody changes."""
        if key not in self.memory:
            self.memory[key] = read()
        value: R = self.memory[key]
        return value

    def renewed(self, key: Hashable, holds: Callable[[R], bool], renew: Callable[[R | None], R]) -> R:
        """What ``renew`` makes of what it made last, once for a content revision and as long as it ``holds``.

        For public facts that take long to read: one thread does it, and the others wait for it.
        """
        lasting = self.memory.lasting
        with lasting.lock:
            value: R | None = self.memory.get(key)
            if value is None or not holds(value):
                value = self.memory[key] = lasting.values[key] = renew(lasting.values.get(key))
            return value


@dataclass(frozen=True)
class Writing(Reading):
    """A write; what it records and announces is stored last, in one fixed order, by ``Store.write``."""

    events: list[audit.Event] = field(default_factory=list)
    changes: set[outbox.Due] = field(default_factory=set)

    def record(self, verb: str, kind: str, subject_id: int | None, **facts: Any) -> None:
        """Note an event for the audit trail; ``facts`` are ids, numbers and codes, never personal text."""
        self.events.append(audit.Event(verb, kind, subject_id, facts))

    def rows(self, statement: Rows, values: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        """Rows in which what is written so far counts."""
        return self.session.execute(statement, values)

    def known(self, key: Hashable, read: Callable[[], R]) -> R:
        """What ``read`` gives now: this very write may change it."""
        return read()

    def renewed(self, key: Hashable, holds: Callable[[R], bool], renew: Callable[[R | None], R]) -> R:
        """What ``renew`` makes of nothing: what this write has changed may never be committed."""
        return renew(None)

    def announce(self, kind: str, subject_id: int, due: datetime | None = None) -> None:
        """Note that followers (the search index) must look at this thing again, now or at ``due``."""
        self.changes.add(outbox.Due(kind, subject_id, max(due or self.now, self.now)))


class Store:
    """The database of one portal; opens units of work."""

    def __init__(self, settings: Settings, clock: Clock = system_clock, engine: Engine | None = None) -> None:
        self.settings = settings
        self.clock = clock
        if engine is None and settings.database.startswith("sqlite:///"):
            settings.var_dir.mkdir(parents=True, exist_ok=True)
        self.engine = engine or make_engine(settings.database)
        self._memory = Memory()
        self._readers = for_reading(self.engine)
        self._writers = for_writing(self.engine)

    @contextmanager
    def reading(self, actor: Actor | None = None, revision: int | None = None) -> Iterator[Reading]:
        """A unit of work that reads. ``revision``: the content revision, where it was read just before."""
        connection = self._readers.connect()
        try:
            connection.begin()
            # Upon a connection that is open, because a session takes twice as long to open one.
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                yield Reading(session, self.clock(), self.settings, actor, self._memory.of(revision))
        finally:
            # A connection that is cut now takes nothing with it: what was read holds.
            with suppress(*UNAVAILABLE):
                connection.close()

    def write(self, verb: Callable[Concatenate[Writing, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``verb(work, …)`` in one transaction without an actor; see ``write_as``."""
        return self.write_as(None, verb, *args, **kwargs)

    def write_as(
        self,
        actor: Actor | None,
        verb: Callable[Concatenate[Writing, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run ``verb(work, …)`` in one transaction, commit it and return its result.

        The verb runs again where PostgreSQL reports a deadlock or a serialisation failure (class 40), so it
        must not touch anything but ``work``.
        """
        for attempt in range(RETRIES):
            try:
                return self._write_once(actor, verb, *args, **kwargs)
            except DBAPIError as error:
                if not _worth_another_try(error) or attempt == RETRIES - 1:
                    raise
                sleep(0.02 * 2**attempt)
        raise AssertionError("unreachable")

    def _write_once(
        self,
        actor: Actor | None,
        verb: Callable[Concatenate[Writing, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        with revision.WritingSession(self._writers, expire_on_commit=False) as session, session.begin():
            work = Writing(session, self.clock(), self.settings, actor)
            result = verb(work, *args, **kwargs)
            session.flush()
            outbox.append(session, work.changes)
            revision.raise_where_changed(session)
            audit.append(
                session, work.events, key=self.settings.key, at=work.now, actor_id=actor.id if actor else None
            )
            return result


def _worth_another_try(error: DBAPIError) -> bool:
    return str(getattr(error.orig, "sqlstate", None) or "").startswith("40")
