"""``portal delegate``: naming those who read the minister's letters, from the command line."""

import json

import pytest

from portal.accounts.models import Role
from portal.cli import main
from portal.core.settings import Settings
from portal.core.work import Store
from tests.support.portal import Centre
from tests.support.staff import add_staff


@pytest.fixture
def here(store: Store, centre: Centre, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    add_staff(store, "zhang.min", Role.VIEWER, "county", name="张敏")
    for name in ("var_dir", "database_url", "secret"):
        monkeypatch.setenv(f"PORTAL_{name.upper()}", str(getattr(settings, name)))


@pytest.mark.usefixtures("here")
def test_somebody_is_named_and_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    span = ("--from", "2026-01-01", "--until", "2026-12-31")
    assert main(["delegate", "add", "zhang.min", "--as", "minister", *span]) == 0
    assert main(["delegate", "end", "zhang.min", "--until", "2026-06-30"]) == 0
    assert main(["delegate", "end", "zhang.min", "--until", "2026-06-30"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "zhang.min is minister from 2026-01-01 to 2026-12-31.",
        "zhang.min is named up to 2026-06-30 only.",
        "zhang.min is already named up to 2026-06-30 only.",
    ]
    assert main(["delegate", "list"]) == 0
    assert "张敏\tminister\t2026-01-01 to 2026-06-30" in capsys.readouterr().out
    assert main(["delegate", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["login"], row["valid_until"]) == ("zhang.min", "2026-06-30")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "wrong", [("nobody", "2026-01-01", "2026-12-31"), ("zhang.min", "2026-12-31", "2026-01-01")]
)
def test_what_cannot_be_is_told_in_a_sentence(
    wrong: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    login, since, until = wrong
    assert main(["delegate", "add", login, "--as", "delegate", "--from", since, "--until", until]) == 2
    assert capsys.readouterr().err.startswith("portal: ")
