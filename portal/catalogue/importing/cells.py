"""The cells of one row by field, and the remarks made while they are read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from portal.catalogue.importing.columns import COLUMNS, Columns, Mapping
from portal.catalogue.importing.tables import Row
from portal.catalogue.importing.words import BLANK
from portal.core.i18n import Message, Refusal, _

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was left out of a row, or should be looked at; ``column`` as in the file, may be empty."""

    row: int
    column: str
    message: Message


class UnusableRow(Refusal):
    """The row cannot become a guide."""


@dataclass(slots=True)
class Cells:
    row: Row
    columns: Columns
    mapping: Mapping
    remarks: list[Remark] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """The file has a column for the field."""
        return name in self.columns.names

    def raw(self, name: str) -> str:
        return self.row.cells.get(self.columns.names.get(name, ""), "")

    def text(self, name: str) -> str:
        """The cell of a field; empty where it says nothing, or where the spreadsheet has rounded it."""
        text = self.raw(name)
        if text and self.columns.names[name] in self.row.damaged:
            self.remark(name, _("The spreadsheet has rounded this long number; format the column as text."))
            return ""
        if text.startswith("="):
            self.remark(name, _("This looks like a formula without a value; it was taken as text."))
        return "" if text in BLANK else text

    def read(self, name: str, reader: Callable[[str], T | None], text: str | None = None) -> T | None:
        """What ``reader`` makes of the cell, or of ``text``, which is a part of it; what it does not
        understand is remarked and left out."""
        text = self.text(name) if text is None else text
        if not text:
            return None
        try:
            value = reader(text)
        except ValidationError:
            value = None
        if value is None:
            shown = text if len(text) <= 40 else f"{text[:40]}…"
            self.remark(name, _("“${value}” was not understood and is left out.", value=shown))
        return value

    def remark(self, name: str, message: Message) -> None:
        column = self.columns.names.get(name, COLUMNS[name][0]) if name else ""
        self.remarks.append(Remark(self.row.number, column, message))


def sentence(error: ValidationError) -> Message:
    """The first fault of a body, with the path of its field."""
    first = error.errors(include_url=False)[0]
    path = ".".join(map(str, first["loc"]))
    return _("The field “${path}” does not fit: ${problem}", path=path, problem=first["msg"])
