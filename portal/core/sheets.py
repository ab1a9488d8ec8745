"""Tables for people's spreadsheet programs."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, without which Excel takes it for GBK.

    A cell that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection).
    """
    file = io.StringIO()
    csv.writer(file).writerows([_cell(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f"'{text}" if text.lstrip(" \n　").startswith(_FORMULA) else text
