"""The migrations make exactly the tables that the classes map, and can be taken back."""

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from portal.core.db import for_writing, make_engine
from portal.migrations.upgrade import alembic_config, pending_migrations, upgrade
from portal.models import tables

VERSIONS = Path(__file__).parents[2] / "portal" / "migrations" / "versions"


@pytest.mark.data
def test_the_tables_are_those_of_the_classes(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        together = MetaData()
        for metadata in tables(engine.dialect.name):
            for table in metadata.sorted_tables:
                table.to_metadata(together)
        assert compare_metadata(context, together) == []
    assert pending_migrations(engine) == ""
    engine.dispose()


@pytest.mark.data
def test_every_migration_can_be_taken_back(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine)
    with for_writing(engine).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert pending_migrations(engine) != ""
    upgrade(engine)
    assert pending_migrations(engine) == ""
    engine.dispose()


@pytest.mark.data
def test_two_processes_that_start_at_once_take_turns(database_url: str) -> None:
    failures: list[Exception] = []

    def start() -> None:
        engine = make_engine(database_url)
        try:
            upgrade(engine)
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    starts = [threading.Thread(target=start) for _ in range(3)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    assert failures == []


def test_migrations_name_no_class_of_ours() -> None:
    """A class that is renamed later must not break a migration of today."""
    for path in VERSIONS.glob("*.py"):
        assert "portal" not in path.read_text(encoding="utf-8")
