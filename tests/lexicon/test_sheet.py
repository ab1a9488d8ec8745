"""Local words as a file: out, in, and lines that cannot be used."""

from pathlib import Path

import pytest

from portal.cli import main
from portal.core.work import Actor, Store
from portal.lexicon import queries, sheet
from portal.lexicon.errors import UnreadableSheet
from search_index.lexicon import SHIPPED, Kind
from tests.support.portal import SECRET

HEAD = "kind,word,means,source,active\n"
ROWS = HEAD + "alias,政府养老钱,最低生活保障|特困人员供养,问得多,\nfiller,麻烦问哈,,,no\n"


@pytest.mark.data
def test_what_is_written_is_read_back(store: Store, author: Actor) -> None:
    first = sheet.read(store, ROWS.encode(), author)
    assert (first.created, first.changed, first.unchanged, first.errors) == (2, 0, 0, [])
    with store.reading() as work:
        rows = queries.local(work)
        written = sheet.written(rows)
    assert [(row.said.word, row.said.kind, row.active) for row in rows] == [
        ("政府养老钱", Kind.ALIAS, True),
        ("麻烦问哈", Kind.FILLER, False),
    ]
    again = sheet.read(store, written, author)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    changed = sheet.read(store, ROWS.replace("特困", "五保").encode("gb18030"), author)
    assert (changed.created, changed.changed, changed.unchanged) == (0, 1, 1)


@pytest.mark.data
def test_lines_that_cannot_be_used_are_named_and_lose_no_other(store: Store, author: Actor) -> None:
    first = 'alas,词,义,,\nalias,？？,低保,,\n"alias","娃娃补助","困境\n儿童",,\n'
    bad = f"{HEAD}{first}alias,孤老\nword,低保,,,\n"
    report = sheet.read(store, bad.encode(), author)
    assert report.created == 1
    assert [line for line, _why in report.errors] == [2, 3, 6, 7]
    assert "“alas”" in str(report.errors[0][1])
    assert "means" in str(report.errors[2][1])


@pytest.mark.data
def test_of_two_rows_with_one_word_the_last_counts(store: Store, author: Actor) -> None:
    report = sheet.read(store, (HEAD + "alias,孤老,低保\nalias,孤 老,特困人员供养\n").encode(), author)
    assert report.created == 1
    with store.reading() as work:
        assert [row.said.means for row in queries.local(work)] == ["特困人员供养"]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00\xff", b"a,b\n1,2\n", HEAD.encode() + b'alias,"' + b"x" * 200_000]
)
def test_a_file_that_is_no_such_table_is_refused(store: Store, author: Actor, data: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        sheet.read(store, data, author)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_SECRET", SECRET)
    return tmp_path


def test_the_command(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in.csv").write_text(ROWS + "nothing,词,义\n", encoding="utf-8")
    assert main(["lexicon", "import", "in.csv"]) == 1
    told = capsys.readouterr()
    assert "line 4: " in told.err
    assert told.out == "2 words new, 0 changed, 0 unchanged, 1 lines not taken.\n"
    assert main(["lexicon", "export", "out.csv"]) == 0
    assert (here / "out.csv").read_text("utf-8-sig").splitlines() == ROWS.splitlines()
    assert main(["lexicon", "import", "missing.csv"]) == 2
    assert "missing.csv" in capsys.readouterr().err


def test_a_shipped_file_is_taken_as_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "import", str(SHIPPED / "fillers.csv")]) == 0
    assert " 0 lines not taken." in capsys.readouterr().out
