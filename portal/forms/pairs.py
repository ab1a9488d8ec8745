"""The names and values of a submitted form, in their order, as one structure (Peppercorn's marks)."""

from collections.abc import Iterable
from typing import Any

from peppercorn import END, START, TYPS, parse

from portal.forms.widgets import NotThisForm

DEPTH = 12
BUTTON = "__button__"
"""Name of the buttons that change rows or files: ``add materials``, ``up materials/2``, ``drop 7``."""


def structure(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Fields by name; sequences as lists, groups as mappings.

    Raises ``NotThisForm`` where marks are unbalanced, unknown or too deep.
    """
    fields = [pair for pair in pairs if pair[0] != BUTTON]
    depth = 0
    for name, value in fields:
        if name == START:
            depth += 1
            if value.rpartition(":")[2].strip() not in TYPS:
                raise NotThisForm
        elif name == END:
            depth -= 1
        if not 0 <= depth <= DEPTH:
            raise NotThisForm
    if depth:
        raise NotThisForm
    found: dict[str, Any] = parse(fields)
    return found


def pressed(pairs: Iterable[tuple[str, str]]) -> str:
    """What the button says that was pressed; empty for the form's own."""
    return next((value for name, value in pairs if name == BUTTON), "")
