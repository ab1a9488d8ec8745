"""Files as people really save them are read right, or refused with a sentence; never garbled."""

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from portal.catalogue.errors import UnreadableFile
from portal.catalogue.importing import tables
from portal.catalogue.importing.encoding import decode
from portal.catalogue.importing.tables import Table, clean_cell, read_table
from tests.support.guides import COLUMNS, LIST, csv_bytes

TEXT = csv_bytes().decode()


def read(data: bytes) -> Table:
    return read_table(data, COLUMNS.__contains__)


def workbook(fill: Callable[[Any], object]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(file)
    return file.getvalue()


def names(table: Table) -> list[str]:
    return [row.cells.get("事项名称", "") for row in table.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT
    assert names(read(TEXT.encode(encoding))) == [row[2] for row in LIST]


@pytest.mark.parametrize(
    "data",
    [
        "實施主體,事項名稱,辦理時間\n縣公安局,國民身分證補發辦理,週一至週五\n".encode("big5"),
        "サービス名,窓口\n身分証明書の申請,市役所\n".encode("shift_jis"),
        "Паспорт,услуга".encode("cp1251"),
        "事项名称".encode() + b"\xff\xfe\xfa",
        b"\x00\x01\x02\x03",
    ],
)
def test_what_cannot_be_told_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="encoding"):
        decode(data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_breaks_in_quotation_marks(delimiter: str) -> None:
    lines = [COLUMNS[:3], ("县局", '"a\n""b"""', "名称"), (), ("县局", "", "第二")]
    table = read("\r\n".join(delimiter.join(line) for line in lines).encode())
    assert table.columns == COLUMNS[:3]
    assert table.rows[0].cells["主项名称"] == 'a\n"b"'
    assert [(row.number, row.cells["事项名称"]) for row in table.rows] == [(2, "名称"), (4, "第二")]


def test_the_header_is_found_below_titles() -> None:
    table = read(("某县事项清单,,\n\n2026年,,\n" + TEXT).encode())
    assert [row.number for row in table.rows] == [5, 6, 7, 8] and table.columns == COLUMNS


def test_a_column_that_nobody_knows_may_stand_twice() -> None:
    table = read("事项名称,备注,事项类型,备注\n名称,一,许可,二\n".encode())
    assert table.columns == ("事项名称", "备注", "事项类型")
    assert table.rows[0].cells["备注"] == "一"


def test_unmatched_quotation_marks_cost_only_their_own_lines() -> None:
    table = read((TEXT + '县局,x,"没有关,1,1,,\n县局,x,后面一行,1,1,,\n').encode())
    assert [row.number for row in table.rows if row.problem] == [6]
    assert names(table)[-1] == "后面一行" and len(table.rows) == 6


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "No row with the names"),
        (b"a,b\n1,2", "a、b"),
        ("事项名称,事项名称,实施主体\n".encode(), "事项名称"),
        (b"[1, 2", "JSON"),
        (b'{"a": 1}', "one list"),
        (b"[" * 100_000, "JSON"),
        (b'[{"name":' + b"[" * 700 + b"]" * 700 + b"}]", "JSON"),
        (b"PK\x03\x04 no zip", "no workbook"),
        (b"\xd0\xcf\x11\xe0 no xls", "no workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(data)


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    long = [(*LIST[0][:2], "长" * 8001, *LIST[0][3:]), (*LIST[1], "one cell too many")]
    assert [row.problem is None for row in read(csv_bytes([*long, LIST[2]])).rows] == [False, False, True]
    monkeypatch.setattr(tables, "ROW_LIMIT", 3)
    with pytest.raises(UnreadableFile, match="3 rows"):
        read(csv_bytes())
    monkeypatch.setattr(tables, "FILE_LIMIT", 10)
    with pytest.raises(UnreadableFile, match="larger"):
        read(csv_bytes())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１２３ＡＢｃ", "123ABc"),
        ("办理（包括临时）：一、二", "办理（包括临时）：一、二"),
        ("\u3000县\u200b公\ufeff安\x07局\xa0", "县公安局"),
        ('="0123"', "0123"),
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("一\r\n 二 ", "一\n二"),
    ],
)
def test_cells_are_cleaned_and_never_calculated(typed: str, kept: str) -> None:
    assert clean_cell(typed) == kept


def test_workbook_cells_stay_as_written() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["某县清单"])
        sheet.append(COLUMNS)
        sheet.append(["县局", 1, "=CONCATENATE(1,2)", "01", 511602000000, 511602000000000001, "１"])
        sheet.append(["县局", True, "第二", None, 1.5, "511602000000000001", ""])
        sheet.merge_cells("A3:A5")
        sheet.append([None, None, "合并", None, None, None, None])

    first, second, third = read(workbook(fill)).rows
    assert list(first.cells.values())[:5] == ["县局", "1", "=CONCATENATE(1,2)", "01", "511602000000"]
    assert first.damaged == {"部门编码"} and first.cells["行政区划代码"] == "1"
    assert (second.cells["主项名称"], second.cells["部门编码"]) == ("是", "511602000000000001")
    assert third.cells["实施主体"] == "县局" and not second.damaged
    assert [first.number, second.number, third.number] == [3, 4, 5]


def test_a_stored_value_wins_over_its_formula() -> None:
    plain = workbook(
        lambda sheet: [sheet.append(row) for row in (COLUMNS, ["县局", "", "名称", 7, 1, "", ""])]
    )
    with_formula = _edit(plain, b"<v>7</v>", b"<f>3+4</f><v>7</v>")
    assert read(with_formula).rows[0].cells["实施编码"] == "7"


def test_a_workbook_cannot_exhaust_the_memory() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(COLUMNS)
        sheet["XFD1048576"] = "x"

    with pytest.raises(UnreadableFile, match="far outside"):
        read(workbook(fill))


def test_json() -> None:
    flat = {"事项名称": "名称", "实施编码": 12345678901234567890, "事项类型": "01", "主项名称": None}
    nested = {
        "name": "\ud800名\u3000称",
        "unit": {"name": "县局"},
        "materials": [{"id": "a", "name": " 证 "}],
    }
    table = read(json.dumps([flat, nested, 7]).encode())
    assert table.rows[0].cells == {
        "事项名称": "名称",
        "实施编码": "12345678901234567890",
        "事项类型": "01",
        "主项名称": "",
    }
    assert table.rows[1].body == {
        "name": "名 称",
        "unit": {"name": "县局"},
        "materials": [{"id": "a", "name": "证"}],
    }
    assert table.rows[2].problem


def _edit(book: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with some bytes of its first sheet replaced."""
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as given, zipfile.ZipFile(file, "w") as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            made.writestr(entry.filename, content)
    return file.getvalue()
