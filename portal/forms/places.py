"""From a path to the field there, its labels and its turn in the form."""

from typing import Any

from portal.forms.widgets import Path


def find(form: Any, path: Path) -> tuple[Path, Any]:
    """The field at ``path``, or the last one on the way that the form shows, with its path."""
    field = form
    found: Path = ()
    for step in path:
        inner = next((child for child in field if isinstance(step, int) or child.name == step), None)
        if inner is None:
            break
        field, found = inner, (*found, step)
    return found, field


def order(form: Any, path: Path) -> tuple[int, ...]:
    """What sorts paths as their fields stand in the form."""
    turns: list[int] = []
    field = form
    for step in path:
        names = [child.name for child in field]
        turns.append(step if isinstance(step, int) else names.index(step))
        field = field.children[0 if isinstance(step, int) else turns[-1]]
    return tuple(turns)


def labels(form: Any, path: Path) -> list[str]:
    """The labels on the way to a field; a row's is its sequence's with its number."""
    found: list[str] = []
    field = form
    for step in path:
        if isinstance(step, int):
            field = field.children[0]
            found[-1] += f" {step + 1}"
        else:
            field = field[step]
            found.append(field.title)
    return [label for label in found if label]
