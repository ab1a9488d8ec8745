"""A file's bytes → rows of text. Workbook, JSON or CSV is told from the content, not from the name."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.catalogue.errors import UnreadableFile
from portal.catalogue.importing import sheets
from portal.catalogue.importing.encoding import decode
from portal.core.i18n import Message, _
from portal.core.text import clean, fold

FILE_LIMIT = 50 * 1024 * 1024
ROW_LIMIT = 200_000
CELL_LIMIT = 8_000
HEADER_DEPTH = 20

_WIDE = {0x3000: " ", 0xA0: " "} | {
    code: chr(code - 0xFEE0)
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` counts from 1 as the spreadsheet does, titles and header included; in JSON, objects.

    ``cells`` by column; ``body`` for a nested JSON object; ``problem`` says why the row cannot be used;
    ``damaged``: columns whose long number the spreadsheet has rounded.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    problem: Message | None = None
    damaged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` in the order of the file; nested JSON has none."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Line(NamedTuple):
    number: int
    cells: list[str]
    problem: Message | None = None
    damaged: frozenset[int] = frozenset()


def read_table(data: bytes, is_column: Callable[[str], bool]) -> Table:
    """Read a whole file. Its header is the row, among the first ``HEADER_DEPTH`` that are not blank, with
    most names for which ``is_column`` holds. Raises ``UnreadableFile``.
    """
    if len(data) > FILE_LIMIT:
        raise UnreadableFile(_("The file is larger than ${mb} MB.", mb=FILE_LIMIT >> 20))
    if sheets.is_workbook(data):
        return _first_with_header([_lines(grid) for grid in sheets.grids(data)], is_column)
    text = decode(data)
    if text.lstrip()[:1] in ("[", "{"):
        return _bounded(_objects(text))
    return _first_with_header((_records(text, mark) for mark in ",;\t"), is_column)


def clean_cell(value: str) -> str:
    """Half-width letters and digits, nothing invisible, no spaces around lines; Chinese punctuation stays.

    ``="01"``, by which exports keep a leading zero, becomes ``01``; any other formula stays text.
    """
    value = clean(value).translate(_WIDE).strip()
    if value.startswith('="') and value.endswith('"') and value.count('"') == 2:
        value = value[2:-1]
    return "\n".join(line.strip() for line in value.split("\n"))


def _first_with_header(grids: Iterable[Iterable[Line]], is_column: Callable[[str], bool]) -> Table:
    """The table of the first grid that has a header; a header has at least two known columns."""
    seen: list[str] = []
    for grid in grids:
        lines = [line for line in grid if line.problem or any(cell.strip() for cell in line.cells)]
        top = [[fold(cell) for cell in line.cells] for line in lines[:HEADER_DEPTH]]
        scores = [sum(map(is_column, names)) for names in top]
        if (best := max(scores, default=0)) >= 2:
            # Of a header of two rows whose cells are merged downwards, the lower one.
            last = max(number for number, score in enumerate(scores) if score == best)
            return _bounded(_table(_distinct(top[last], is_column), lines[last + 1 :]))
        seen = max([seen, *top], key=len)
    found = "、".join(name for name in seen if name)[:200]
    raise UnreadableFile(
        _("No row with the names of the columns was found. The first row reads: ${found}", found=found)
    )


def _distinct(header: list[str], is_column: Callable[[str], bool]) -> list[str]:
    """The header, where a column that nobody knows may stand twice: the first one counts."""
    twice = [name for name, count in Counter(filter(None, header)).items() if count > 1]
    if known := [name for name in twice if is_column(name)]:
        raise UnreadableFile(_("Columns stand there twice: ${names}", names="、".join(known)))
    return [name if header.index(name) == place else "" for place, name in enumerate(header)]


def _table(header: list[str], lines: list[Line]) -> Table:
    rows = tuple(_row(header, line) for line in lines)
    return Table(tuple(name for name in header if name), rows)


def _row(header: list[str], line: Line) -> Row:
    problem = line.problem
    if any(cell.strip() for cell in line.cells[len(header) :]):
        problem = _("The row has more cells than there are columns.")
    cells = {name: clean_cell(cell) for name, cell in zip(header, line.cells, strict=False) if name}
    for name, cell in cells.items():
        if len(cell) > CELL_LIMIT:
            problem = _(
                "The text in “${column}” is longer than ${limit} characters.", column=name, limit=CELL_LIMIT
            )
    damaged = frozenset(header[column] for column in line.damaged if column < len(header))
    return Row(line.number, {} if problem else cells, problem=problem, damaged=damaged)


def _bounded(table: Table) -> Table:
    if len(table.rows) > ROW_LIMIT:
        raise UnreadableFile(_("The file has more than ${limit} rows.", limit=ROW_LIMIT))
    return table


def _lines(grid: sheets.Grid) -> Iterator[Line]:
    for number, row in enumerate(grid, 1):
        damaged = frozenset(column for column, (_text, lost) in enumerate(row) if lost)
        yield Line(number, [text for text, _lost in row], damaged=damaged)


def _records(text: str, delimiter: str) -> Iterator[Line]:
    """The records of a CSV text. Where quotation marks do not match, line by line, so that only the lines
    at fault are lost."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _physical_lines(text, delimiter)
    return (Line(number, row) for number, row in enumerate(rows, 1))


def _physical_lines(text: str, delimiter: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            cells = None
        # One mark alone is the end of a cell of several lines.
        if cells is None or line.count('"') % 2:
            problem = _("The row cannot be read: its quotation marks do not match, or it is too long.")
            yield Line(number, [], problem)
        else:
            yield Line(number, cells)


def _objects(text: str) -> Table:
    """A JSON list: flat objects (column → value), or guides as nested objects. Figures stay as written."""
    try:
        found = json.loads(text, parse_int=str, parse_float=str)
        if not isinstance(found, list):
            raise UnreadableFile(_("A JSON file holds one list of objects."))
        rows = tuple(_object(number, item) for number, item in enumerate(found, 1))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFile(_("The JSON text is faulty: ${error}", error=str(error)[:200])) from error
    return Table(tuple(dict.fromkeys(name for row in rows for name in row.cells)), rows)


def _object(number: int, item: Any) -> Row:
    if not isinstance(item, dict) or len(json.dumps(item)) > 64 * CELL_LIMIT:
        return Row(number, problem=_("This is not an object with the fields of one guide."))
    if any(isinstance(value, dict | list) for value in item.values()):
        return Row(number, body=_cleaned(item))
    words = {None: "", True: "是", False: "否"}
    cells = {fold(k): words[v] if isinstance(v, bool | None) else str(v) for k, v in item.items()}
    return _row(list(cells), Line(number, list(cells.values())))


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {clean(key): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return clean_cell(value) if isinstance(value, str) else value
