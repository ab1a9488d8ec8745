"""A store with the demo centre in it, loaded once for each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.app import make_store
from portal.core.settings import Settings
from portal.core.work import Store
from portal.demo.load import load
from portal.migrations.upgrade import upgrade
from tests.support.databases import Databases
from tests.support.portal import SECRET, MovableClock


@pytest.fixture
def demo(database_kind: str, databases: Databases, clock: MovableClock, tmp_path: Path) -> Iterator[Store]:
    """A store of the loaded demo centre."""

    def settings(url: str) -> Settings:
        return Settings(var_dir=tmp_path / "var", database_url=url, secret=SECRET)

    def fill(url: str) -> None:
        filled = make_store(settings(url), clock)
        upgrade(filled.engine)
        load(filled)
        filled.engine.dispose()

    with databases.copy(database_kind, "demo", fill) as url:
        store = make_store(settings(url), clock)
        yield store
        store.engine.dispose()
