"""Workbooks (XLSX, and old XLS) → grids of text, as the spreadsheet shows them; nothing is calculated."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from portal.catalogue.errors import UnreadableFile
from portal.core.i18n import _

UNPACKED_LIMIT = 300 * 1024 * 1024
AREA_LIMIT = 10_000_000
# Excel keeps 15 digits of a number and makes zeros of the rest.
EXACT = 10**15

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FILLED_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')

Cell = tuple[str, bool]
Grid = list[list[Cell]]


def is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def grids(data: bytes) -> Iterator[Grid]:
    """The visible sheets, row by row from the top; a cell is its text, and whether digits were lost.

    Numbers stay as written (1, not 1.0), a formula is its stored value, or its text where none is stored, and
    cells merged downwards all have the value of the first. Raises ``UnreadableFile``.
    """
    formulas = data.startswith(_ZIP) and _examine(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                values = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                grid = [[_cell(value) for value in row] for row in values]
                _fill_down(grid, workbook.get_sheet_by_name(sheet.name).merged_cell_ranges or [])
                if formulas:
                    _fill_formulas(grid, data, sheet.name)
                yield grid
    except CalamineError as error:
        raise _unreadable() from error


def _examine(data: bytes) -> bool:
    """Whether there are formulas. Refuses what would exhaust the memory: a reader makes room for the whole
    area up to the last filled cell, and for all that the archive unpacks to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
                raise UnreadableFile(_("The workbook is too large."))
            sheets = [archive.read(e) for e in entries if e.filename.startswith("xl/worksheets/sheet")]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _unreadable() from error
    for sheet in sheets:
        cells = [(_column(letters), int(row)) for letters, row in _FILLED_CELL.findall(sheet)]
        if cells and max(c for c, _row in cells) * max(row for _c, row in cells) > AREA_LIMIT:
            raise UnreadableFile(_("A sheet has cells far outside of its table: delete them and try again."))
    return any(b"<f" in sheet for sheet in sheets)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return ("是" if value else "否"), False
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat(), False
    return str(value), isinstance(value, int) and abs(value) >= EXACT


def _fill_down(grid: Grid, merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    for (top, left), (bottom, _right) in merged:
        for row in grid[top + 1 : bottom + 1]:
            row[left] = grid[top][left]


def _fill_formulas(grid: Grid, data: bytes, name: str) -> None:
    """Where a program wrote a formula and no value, its text stands for it."""
    with warnings.catch_warnings():
        # openpyxl warns of styles and validations that it cannot show; only texts are read here.
        warnings.simplefilter("ignore", UserWarning)
        rows = load_workbook(io.BytesIO(data), read_only=True)[name].iter_rows(values_only=True)
        for line, values in zip(grid, rows, strict=False):
            for column, value in enumerate(values[: len(line)]):
                if not line[column][0] and isinstance(value, str) and value.startswith("="):
                    line[column] = (value, False)


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        _("The file is no workbook that can be read: it is damaged, locked or of another kind.")
    )
