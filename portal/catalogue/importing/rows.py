"""One row of a list → fields of a guide, with remarks on what could not be used. Pure."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import Handling, Kind, Level, LifeEvent, Served, Way
from portal.catalogue.importing import identity, items, values
from portal.catalogue.importing.cells import Cells, Remark, UnusableRow
from portal.catalogue.importing.columns import Columns, Mapping
from portal.catalogue.importing.tables import Row
from portal.core.i18n import _
from portal.directory.edit import Unit

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Parsed:
    """``fields``: those of ``Guide`` that the row states, but for the unit's id."""

    number: int
    code: str
    unit: Unit
    phone: str
    supervision_phone: str
    fields: dict[str, Any]
    remarks: tuple[Remark, ...]

    def digest(self) -> str:
        """Equal for rows that say the same."""
        said = (self.unit, self.phone, self.supervision_phone, self.fields)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def read_row(row: Row, columns: Columns, mapping: Mapping, home: str = "") -> Parsed:
    """``home``: division (12 digits) of units without one. Raises ``UnusableRow``."""
    if row.problem is not None:
        raise UnusableRow(row.problem)
    cells = Cells(row, columns, mapping)
    name, unit = identity.name_of(cells), identity.unit_of(cells, home)
    code = identity.code_of(cells, unit, name)
    kind = cells.read("kind", _coded(Kind, mapping, "kind"))
    if kind is None:
        raise UnusableRow(
            _("The kind “${kind}” is not known; a mapping file can name it.", kind=cells.raw("kind")[:40])
        )
    phone, supervision = (identity.phones(cells, f) for f in ("enquiry_phone", "supervision_phone"))
    fields = {"name": name, "code": code, "kind": kind, **_simple(cells), **_limits(cells), **_lists(cells)}
    fields |= _ways(cells, fields.get("handling")) | _place(cells) | _fees(cells, name) | _materials(cells)
    return Parsed(row.number, code, unit, phone, supervision, fields, tuple(cells.remarks))


def _coded(words: Any, mapping: Mapping, field: str) -> Reader:
    return lambda text: values.one(words, text, mapping.codes.get(field))


def _line(text: str) -> str | None:
    return text if len(text) <= 500 else None


PLAIN: dict[str, Reader] = {
    "main_item": _line,
    "basic_code": _line,
    "basis": items.bases,
    "effective_from": values.day,
    "effective_until": values.day,
    "conditions": values.lines,
    "steps": items.steps,
    "visits": values.times,
    "visits_reason": _line,
    "bookable": values.yes_no,
    "online_depth": _line,
    "area": _line,
    "quantity_limit": _line,
    "results": items.results,
    "faq": items.questions,
    "also_called": lambda text: tuple(values.several(text)),
}
CODED = {"level": Level, "handling": Handling}
LISTS = {"served": Served, "life_events": LifeEvent}
FLAGS = {"online": Way.ONLINE, "by_post": Way.BY_POST}
WINDOW = frozenset({"窗口", "窗口办理", "现场办理", "1"})
BY_HANDLING = {Handling.INSTANT: Way.ON_THE_SPOT, Handling.PROMISED: Way.WITHIN_LIMIT}
ELSEWISE = frozenset({"其他", "9"})


def _simple(cells: Cells) -> dict[str, Any]:
    readers = PLAIN | {field: _coded(words, cells.mapping, field) for field, words in CODED.items()}
    read = {field: cells.read(field, reader) for field, reader in readers.items()}
    return {field: value for field, value in read.items() if value is not None}


def _limits(cells: Cells) -> dict[str, TimeLimit]:
    found = {}
    for field in ("statutory", "promised"):
        unit = cells.text(f"{field}_unit") or cells.columns.unit(field)
        limit = cells.read(field, partial(values.limit, unit=unit))
        if limit is None:
            continue
        found[field] = limit
        if limit.days and not unit and cells.text(field).isdecimal():
            cells.remark(field, _("The time limit has no unit; it was read as working days."))
    return found


def _lists(cells: Cells) -> dict[str, tuple[Any, ...]]:
    found = {}
    for field, words in LISTS.items():
        reader = _coded(words, cells.mapping, field)
        read = [cells.read(field, reader, item) for item in values.several(cells.text(field))]
        found[field] = tuple(dict.fromkeys(word for word in read if word))
    return {field: known for field, known in found.items() if known}


def _ways(cells: Cells, handling: Handling | None) -> dict[str, tuple[Way, ...]]:
    """办理形式 and the columns that say yes or no; a window means what the kind of handling says."""
    ways: list[Way | None] = []
    for item in values.several(cells.text("ways")):
        if item in WINDOW:
            ways.append(BY_HANDLING.get(handling) if handling else None)
        elif item not in ELSEWISE:
            ways.append(cells.read("ways", _coded(Way, cells.mapping, "ways"), item))
    for field, way in FLAGS.items():
        ways.append(way if cells.read(field, values.yes_no) else None)
    known = tuple(dict.fromkeys(way for way in ways if way))
    return {"ways": known} if known else {}


def _place(cells: Cells) -> dict[str, str]:
    stated = [text for field in ("place", "hours") if (text := cells.text(field))]
    note = cells.read("place", _line, "；".join(stated))
    return {"place_note": note} if note else {}


def _fees(cells: Cells, name: str) -> dict[str, Any]:
    charged = cells.read("charged", values.yes_no)
    if charged is False:
        return {"free": True, "fees": ()}
    standard, basis = cells.text("fee_standard"), cells.text("fee_basis")
    if charged is None and values.yes_no(standard) is False:
        return {"free": True, "fees": ()}
    if not standard and not basis:
        return {} if charged is None else {"free": False}
    read = partial(items.fee, cells.text("fee_name") or name, standard, basis)
    fees = cells.read("fee_standard", lambda text: read(), standard or basis)
    return {"free": False} | ({"fees": fees} if fees else {})


def _materials(cells: Cells) -> dict[str, Any]:
    if cells.raw("materials") in items.NOTHING_NEEDED:
        return {"no_materials": True, "materials": ()}
    found = cells.read("materials", items.materials)
    return {"no_materials": False, "materials": found} if found else {}
