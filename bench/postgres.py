"""A PostgreSQL server for a measurement, on the cores of the process that starts it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench import machine
from tests.support.databases import Postgres


class Durable(Postgres):
    """The tests' server, with all that makes a commit safe, as a county would run it."""

    def __init__(self) -> None:
        super().__init__()
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.run(f"ALTER SYSTEM RESET {setting}")
        self.run("SELECT pg_reload_conf()")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database, which is gone afterwards."""
        name = self.make()
        yield self.url(name)
        self.drop(name)

    def cpu_seconds(self) -> float:
        """CPU time of the server so far, of ended connections too."""
        pid = self._server.get_pid()
        assert pid is not None
        return machine.cpu_seconds(pid)


@contextmanager
def running() -> Iterator[Durable]:
    """A server, stopped and gone afterwards."""
    server = Durable()
    try:
        yield server
    finally:
        server.stop()
