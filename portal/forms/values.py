"""From what was typed to what a model judges, and from a model's values to what a form shows."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from portal.core.text import fold
from portal.forms import widgets

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")


def day(text: str) -> str:
    """``2026.11.22``, ``2026年11月22日``, ``20261122`` in any width → ``2026-11-22``; else as it is."""
    found = _DAY.fullmatch(fold(text).replace(" ", ""))
    if found is None:
        return text
    year, month, of_month = found[1], found[2] or found[4], found[3] or found[5]
    return f"{year}-{month:0>2}-{of_month:0>2}"


def number(text: str) -> str:
    """Full-width digits become plain ones; spaces and commas between thousands go."""
    return re.sub(r"(?<=\d)[\s,](?=\d{3}\b)", "", fold(text))


_READ: dict[type[widgets.Own], Callable[[str], str]] = {
    widgets.Date: day,
    widgets.Number: number,
    widgets.Amount: number,
}
_MISSING = object()


def data(field: Any, cstruct: Any) -> Any:
    """What the model is given for ``field``.

    What was left blank is left out, so that defaults and the model's own ``missing`` hold.
    """
    if isinstance(field.widget, widgets.Rows):
        return [data(field.children[0], one) for one in cstruct]
    if isinstance(field.widget, widgets.Group):
        if blank(field, cstruct) and _may_be_none(field):
            return None
        found = {child.name: data(child, cstruct[child.name]) for child in field}
        return {name: value for name, value in found.items() if value is not _MISSING}
    return _scalar(field, cstruct)


def typed(field: Any, value: Any) -> Any:
    """The ``cstruct`` that shows ``value``: of a model, of a mapping, of a plain type, of nothing."""
    if isinstance(field.widget, widgets.Rows):
        item = field.children[0]
        rows = [typed(item, one) for one in value or ()]
        return rows + [fresh(item) for _row in range(field.widget.fewest - len(rows))]
    if isinstance(field.widget, widgets.Group):
        held = value if isinstance(value, Mapping) else vars(value) if value is not None else {}
        return {child.name: typed(child, held.get(child.name, _default(child))) for child in field}
    if isinstance(field.widget, widgets.Checks):
        return [_text(one) for one in value or ()]
    return "" if value is None else _text(value)


def fresh(field: Any) -> Any:
    """An empty row, with an id that no row ever had."""
    row = typed(field, None)
    if isinstance(row, dict) and "id" in row:
        row["id"] = f"r{secrets.token_hex(4)}"
    return row


def blank(field: Any, cstruct: Any) -> bool:
    """Whether nothing was typed there that is not there from the beginning."""
    if isinstance(field.widget, widgets.Hidden):
        return True
    if isinstance(field.widget, widgets.Group):
        return all(blank(child, cstruct[child.name]) for child in field)
    if isinstance(field.widget, widgets.Rows):
        return all(blank(field.children[0], one) for one in cstruct)
    return cstruct in ("", [], typed(field, _default(field))) or not str(cstruct).strip()


def without_blank_rows(field: Any, cstruct: Any) -> Any:
    """The same, without rows in which nothing was typed."""
    if isinstance(field.widget, widgets.Rows):
        item = field.children[0]
        return [without_blank_rows(item, one) for one in cstruct if not blank(item, one)]
    if isinstance(field.widget, widgets.Group):
        return {child.name: without_blank_rows(child, cstruct[child.name]) for child in field}
    return cstruct


def _scalar(field: Any, cstruct: Any) -> Any:
    of = field.schema.shape
    if isinstance(cstruct, list) or isinstance(field.widget, widgets.Checkbox):
        return cstruct or False if isinstance(cstruct, str) else cstruct
    if cstruct.strip():
        return _READ.get(type(field.widget), str)(cstruct)
    if of.nullable:
        return None
    return "" if of.base is str and of.optional else _MISSING


def _may_be_none(field: Any) -> bool:
    of = getattr(field.schema, "shape", None)
    return of is not None and of.nullable


def _default(field: Any) -> Any:
    of = getattr(field.schema, "shape", None)
    return of.info.get_default(call_default_factory=True) if of is not None and of.optional else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)
