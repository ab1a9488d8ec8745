"""``portal import guides``: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest

from portal.cli import main
from portal.cli.import_guides import SHOWN
from tests.support.guides import LIST, changed, csv_bytes
from tests.support.portal import SECRET


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a list, with a centre of its own to import it into."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_SECRET", SECRET)
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes())
    return path


def test_a_list_goes_in_and_is_found(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "guides", str(listed), "--publish"]) == 0
    assert "4 rows: 4 created" in capsys.readouterr().out
    assert main(["search", "出生登记", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "出生登记"
    assert main(["import", "guides", str(listed), "--publish"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed.\n")


def test_some_rows_fail(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed.write_bytes(csv_bytes(changed(1, {"事项名称": ""})))
    assert main(["import", "guides", str(listed), "--publish", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["total"], report["created"], report["failed"]) == (4, 3, 1)
    assert report["errors"] == [{"row": 3, "column": "", "message": "The row has no name."}]
    assert report["findings"] == {"not-listed": 3}


def test_many_remarks_are_cut_short(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed.write_bytes(csv_bytes([(*LIST[0][:2], "", *LIST[0][3:])] * (SHOWN + 5)))
    assert main(["import", "guides", str(listed)]) == 1
    assert "and 5 more" in capsys.readouterr().out


def test_a_mapping_file(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"codes": {"kind": {"神秘": "party"}}}))
    listed.write_bytes(csv_bytes(changed(1, {"事项类型": "神秘"})))
    assert main(["import", "guides", str(listed), "--mapping", str(mapping)]) == 0
    assert "0 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (b"a,b\n", [], "No row with the names"),
        (csv_bytes(), ["--as", "nobody"], "no active account nobody"),
        (csv_bytes(), ["--mapping", "nowhere.json"], "nowhere.json"),
        (None, [], "list.csv"),
    ],
)
def test_what_cannot_be_done_is_told(
    listed: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, arguments: list[str], says: str
) -> None:
    listed.unlink() if content is None else listed.write_bytes(content)
    assert main(["import", "guides", str(listed), *arguments]) == 2
    assert says in capsys.readouterr().err
