"""SQL that is compiled once in a test process, not once for the engine of each test."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Dialect, Engine, create_engine, event

from portal.core import db


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """The portal's engines of a kind share what they compiled; this was a fifth of a test's time.

    SQLAlchemy keeps it by dialect, and every engine has a dialect of its own: so the connections take that of
    the first engine of their kind.
    """
    known: dict[str, tuple[Dialect, dict[Any, Any]]] = {}

    def share(connection: Connection) -> None:
        dialect, compiled = known.setdefault(connection.dialect.name, (connection.dialect, {}))
        connection.dialect = dialect
        connection.execution_options(compiled_cache=compiled)

    def sharing(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        event.listen(engine, "engine_connect", share)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "create_engine", sharing)
        yield
