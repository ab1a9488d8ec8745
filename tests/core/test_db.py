"""What the database may say when something is wrong with it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core.db import UNAVAILABLE, make_engine
from portal.core.settings import Settings
from portal.core.work import Store


@pytest.mark.data
def test_an_error_names_no_values(store: Store) -> None:
    with store.reading() as work, pytest.raises(DBAPIError) as caught:
        work.session.execute(text("SELECT :name FROM nowhere"), {"name": "a private name"})
    assert "nowhere" in str(caught.value)
    assert "private" not in str(caught.value)


def test_a_file_that_is_no_database_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    path.write_bytes(b"x" * 8192)
    store = Store(Settings(var_dir=tmp_path), engine=make_engine(f"sqlite:///{path}"))
    with pytest.raises(UNAVAILABLE, match="not a database"), store.reading() as work:
        work.session.execute(text("SELECT 1 FROM orgs"))


def test_a_damaged_page_makes_the_database_unusable(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("PRAGMA user_version = 1"))
        connection.execute(text("CREATE TABLE things (name TEXT)"))
        connection.execute(text("INSERT INTO things VALUES ('x')"))
    engine.dispose()
    size = 4096
    content = path.read_bytes()
    path.write_bytes(content[:size] + b"\xff" * (len(content) - size))
    with (
        pytest.raises(UNAVAILABLE, match="malformed"),
        make_engine(f"sqlite:///{path}").begin() as connection,
    ):
        connection.execute(text("SELECT * FROM things")).all()
