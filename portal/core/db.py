"""Engines, the declarative base and column recipes, for SQLite and PostgreSQL alike."""

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# The database is locked, full, gone, or has no connection left: worth trying again later.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite has no zone, so it holds the naive UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A ``StrEnum`` stored as its text: ``mapped_column(Word(State))``."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.words(value)


class Base(DeclarativeBase):
    """``public``: visitors see rows of this class, so a change of one ends the pages that are kept."""

    public: ClassVar[bool] = True
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UTCDateTime}


NEVER_AGAIN = {"sqlite_autoincrement": True}
"""Table arguments: SQLite would give the id of a deleted row to the next one, and a page that is still open
would change something else than it shows."""

intpk = Annotated[int, mapped_column(primary_key=True)]
org_fk = Annotated[int, mapped_column(ForeignKey("orgs.id"), index=True)]


def make_engine(url: str) -> Engine:
    """An engine whose transactions start as the connection's ``begin`` option says.

    SQLite: the driver's own BEGIN is switched off, because it starts readers that later fail as writers with
    "database is locked"; ``synchronous=FULL``, because NORMAL loses acknowledged writes on a power cut.
    Values of statements (names, tokens, digests of passwords) are kept out of errors, and so out of the log.
    """
    options: dict[str, Any] = {"pool_size": 12, "max_overflow": 4, "hide_parameters": True}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **options)
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if connection.get_execution_options().get("portal_writes", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # by the driver, ten times as fast: it looks at no file yet, so there is no error to translate
            connection.connection.driver_connection.execute("BEGIN")

    @event.listens_for(engine, "handle_error")
    def tell_damage(context: ExceptionContext) -> None:
        # "file is not a database", "disk image is malformed": the driver names no subclass for these.
        if type(context.original_exception) is sqlite3.DatabaseError:
            raise OperationalError(context.statement, None, context.original_exception, hide_parameters=True)

    return engine


def for_writing(engine: Engine) -> Engine:
    """The same pool, for units of work that write."""
    return engine.execution_options(portal_writes=True)


def for_reading(engine: Engine) -> Engine:
    """The same pool, for units of work that only read: one snapshot, no writes."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
