"""Tables as CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from pyramid.response import Response

_FORMULA = ("=", "+", "-", "@", "\t")


def csv_response(name: str, header: Iterable[str], rows: Iterable[Iterable[str]]) -> Response:
    """The table as ``name``.csv, in UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(list(header))
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    response = Response(("\ufeff" + file.getvalue()).encode(), content_type="text/csv", charset="utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
