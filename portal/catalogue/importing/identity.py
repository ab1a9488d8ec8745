"""Which guide a row is about, and which unit answers for it."""

import hashlib
import re

from portal.catalogue.importing.cells import Cells, UnusableRow
from portal.core.i18n import _
from portal.core.text import fold
from portal.directory.edit import Unit

_CODE = re.compile(r"\w[\w.\-]{0,99}")
_PHONES = re.compile(r"[\d\-()（）+ 转、,，;；/]{5,60}")


def name_of(cells: Cells) -> str:
    """The name on one line. Raises ``UnusableRow``."""
    name = " ".join(cells.text("name").split())
    if not name:
        raise UnusableRow(_("The row has no name."))
    if len(name) > 200:
        raise UnusableRow(_("The name is longer than 200 characters."))
    return name


def unit_of(cells: Cells, home: str) -> Unit:
    """The unit; ``home`` is the division of a list without that column. Raises ``UnusableRow``."""
    name = " ".join(cells.text("unit").split())
    if not name or len(name) > 120:
        raise UnusableRow(_("The row names no unit."))
    codes = tuple(
        dict.fromkeys(code.upper() for code in re.split(r"[\s、,;/]+", fold(cells.text("unit_code"))) if code)
    )
    return Unit(cells.read("division", division) or home, name, tuple(code[:60] for code in codes))


def division(text: str) -> str | None:
    """Twelve digits; shorter codes of a county or a town are filled up (GB/T 2260, GB/T 10114)."""
    digits = fold(text).replace(" ", "")
    return digits.ljust(12, "0") if re.fullmatch(r"\d{6}|\d{9}|\d{12}", digits, re.ASCII) else None


def code_of(cells: Cells, unit: Unit, name: str) -> str:
    """The implementation code in capitals; without one, an own code that stays the same for unit and name.

    Raises ``UnusableRow``.
    """
    if cells.raw("code") and cells.columns.names["code"] in cells.row.damaged:
        raise UnusableRow(_("The spreadsheet has rounded the code; format the column as text."))
    code = re.sub(r"\s", "", fold(cells.text("code"))).lstrip("'").upper()
    if not code:
        if cells.has("code"):
            cells.remark("code", _("The code is missing; an own code was made of unit and name."))
        text = f"{unit.division}/{unit.name}/{name}"
        return f"L{hashlib.sha256(text.encode()).hexdigest()[:12]}".upper()
    return usable(code)


def usable(code: str) -> str:
    """The code itself. Raises ``UnusableRow`` where it cannot stand in an address."""
    if not _CODE.fullmatch(code):
        raise UnusableRow(_("The code “${code}” has characters that no code has.", code=code[:40]))
    return code


def phones(cells: Cells, name: str) -> str:
    return cells.read(name, lambda text: text if _PHONES.fullmatch(text) else None) or ""
