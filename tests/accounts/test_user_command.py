"""``portal user``: what it does to accounts, and what it refuses."""

import io
import json
from pathlib import Path

import pytest

from portal.accounts.models import Role
from portal.app import make_store
from portal.cli import main
from portal.cli.user import ROLES
from portal.core.settings import Settings
from portal.migrations.upgrade import upgrade
from tests.support.portal import SECRET, build_centre

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What stands on standard input, beside a centre of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_SECRET", SECRET)
    store = make_store(Settings(var_dir=tmp_path / "var", secret=SECRET))
    upgrade(store.engine)
    store.write(build_centre)
    store.engine.dispose()
    given = io.StringIO()
    monkeypatch.setattr("sys.stdin", given)
    return given


def type_in(given: io.StringIO, text: str) -> None:
    given.seek(0)
    given.truncate()
    given.write(text)
    given.seek(0)


def users(capsys: Captured) -> dict[str, tuple[bool, list[list[str]]]]:
    main(["user", "list", "--json"])
    return {row["login"]: (row["active"], row["grants"]) for row in json.loads(capsys.readouterr().out)}


def test_an_account_from_its_beginning_to_its_end(typed: io.StringIO, capsys: Captured) -> None:
    type_in(typed, "a lantern in 2026\n")
    assert main(["user", "add", "LiMin", "--name", "李敏", "--role", "editor", "--org", "civil"]) == 0
    assert main(["user", "grant", "limin", "--role", "publisher", "--org", "civil"]) == 0
    assert "now publisher" in capsys.readouterr().out
    assert users(capsys)["limin"] == (True, [["editor", "civil"], ["publisher", "civil"]])
    type_in(typed, "another lantern\n")
    assert main(["user", "password", "limin"]) == 0
    assert main(["user", "close", "limin"]) == 0
    capsys.readouterr()
    assert users(capsys)["limin"][0] is False
    main(["user", "list"])
    assert "limin\t李敏\tclosed editor of civil" in capsys.readouterr().out


def add(login: str, org: str) -> list[str]:
    return ["add", login, "--name", "王丽", "--role", "editor", "--org", org]


@pytest.mark.parametrize(
    ("argv", "password", "said"),
    [
        (add("x", "civil"), "a lantern in 2026", "log-in has"),
        (add("new", "nowhere"), "a lantern in 2026", "nowhere"),
        (add("OLD", "civil"), "a lantern in 2026", "taken"),
        (add("new", "civil"), "short", "characters"),
        (add("new", "civil"), "", "characters"),
        (["password", "nobody"], "a lantern in 2026", "no account"),
        (["close", "nobody"], "", "no account"),
    ],
)
def test_a_refusal_is_one_sentence(
    typed: io.StringIO, capsys: Captured, argv: list[str], password: str, said: str
) -> None:
    type_in(typed, "a lantern in 2026\n")
    main(["user", *add("old", "civil")])
    capsys.readouterr()
    before = users(capsys)
    type_in(typed, password)
    assert main(["user", *argv]) == 2
    error = capsys.readouterr().err
    assert error.startswith("portal: ")
    assert said in error
    assert error.count("\n") == 1
    assert users(capsys) == before


def test_the_command_offers_every_role() -> None:
    assert tuple(Role) == ROLES
