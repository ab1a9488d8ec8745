"""What ``portal check`` and ``portal reindex`` say of an index, in a folder and in the database."""

from pathlib import Path

import pytest

from portal.cli import main
from portal.core.work import Store


@pytest.fixture(autouse=True)
def installation(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("var_dir", "database_url", "secret"):
        monkeypatch.setenv(f"PORTAL_{name.upper()}", str(getattr(store.settings, name)))


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    main([*command])
    return capsys.readouterr().out


def index_of(capsys: pytest.CaptureFixture[str]) -> str:
    return next(line for line in said(capsys, "check").splitlines() if line.startswith("index: "))


@pytest.mark.data
@pytest.mark.usefixtures("centre")
def test_an_index_is_missed_and_built(capsys: pytest.CaptureFixture[str], store: Store) -> None:
    assert index_of(capsys) == "index: there is no index yet: run portal reindex"
    assert " documents indexed in " in said(capsys, "reindex")
    assert index_of(capsys) == "index: ok"
    assert (store.settings.index_dir / "CURRENT").exists() != store.settings.index_in_database


@pytest.mark.data
def test_an_index_is_not_told_of_where_its_database_is_away(
    capsys: pytest.CaptureFixture[str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = store.settings.database_url.replace("portal", "no_portal")
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    where = "cannot be told" if store.settings.index_in_database else "there is no index yet"
    assert index_of(capsys).startswith(f"index: {where}")
