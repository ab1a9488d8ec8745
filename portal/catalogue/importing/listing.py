"""A whole file, read: its rows, and what each of them states."""

from dataclasses import dataclass

from portal.catalogue.errors import UnreadableFile
from portal.catalogue.importing.bodies import read_body
from portal.catalogue.importing.columns import Columns, Mapping, resolve
from portal.catalogue.importing.rows import Parsed, read_row
from portal.catalogue.importing.tables import Row, Table, read_table
from portal.core.i18n import Message, _


@dataclass(frozen=True, slots=True)
class Listing:
    columns: Columns
    mapping: Mapping
    rows: tuple[Row, ...]

    def parse(self, row: Row, home: str = "") -> Parsed:
        """What a row states; ``home``: division (12 digits) of units without one. Raises ``UnusableRow``."""
        if row.body is not None:
            return read_body(row, home)
        return read_row(row, self.columns, self.mapping, home)

    def notices(self) -> list[Message]:
        """What holds for the whole file."""
        found = []
        if self.columns.ignored:
            found.append(_("Columns not used: ${names}", names="、".join(self.columns.ignored)))
        if self.columns.names and "code" not in self.columns.names:
            found.append(_("There is no column of codes; own codes were made of unit and name."))
        return found


def read_list(data: bytes, mapping: Mapping | None = None) -> Listing:
    """Read a file; see ``tables`` for its forms. Raises ``UnreadableFile`` with one sentence."""
    mapping = mapping or Mapping()
    table = read_table(data, lambda name: bool(mapping.field(name)))
    return Listing(_columns(table, mapping), mapping, table.rows)


def _columns(table: Table, mapping: Mapping) -> Columns:
    flat = any(row.body is None and row.problem is None for row in table.rows)
    if not table.columns and not flat:
        return Columns({}, ())
    try:
        return resolve(table.columns, mapping)
    except UnreadableFile:
        if any(row.body is not None for row in table.rows):
            return Columns({}, ())  # a flat object among whole guides fails by itself
        raise
