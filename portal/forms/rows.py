"""What the buttons of sequences do: add, remove, up, down, each of which is a submit of the whole form."""

from typing import Any

from portal.forms import values, widgets

VERBS = ("add", "remove", "up", "down")


def operate(form: Any, typed: dict[str, Any], button: str) -> None:
    """Change ``typed`` in place. Raises ``NotThisForm`` for a button that the form does not have."""
    verb, _space, place = button.partition(" ")
    steps = place.split("/")
    try:
        field, rows, number = _find(form, typed, steps, whole=verb == "add")
    except (KeyError, ValueError, IndexError, TypeError):
        raise widgets.NotThisForm from None
    if verb == "add" and len(rows) < field.widget.most:
        rows.append(values.fresh(field.children[0]))
    elif verb == "remove":
        del rows[number]
    elif verb == "up" and number:
        rows.insert(number - 1, rows.pop(number))
    elif verb == "down":
        rows.insert(number + 1, rows.pop(number))
    elif verb not in VERBS:
        raise widgets.NotThisForm


def _find(form: Any, typed: Any, steps: list[str], *, whole: bool) -> tuple[Any, list[Any], int]:
    """The sequence, its rows, and the number of the row; ``whole``: ``steps`` name the sequence itself."""
    field, value = form, typed
    *way, last = [*steps, "0"] if whole else steps
    for step in way:
        if isinstance(field.widget, widgets.Rows):
            field, value = field.children[0], value[_number(step, value)]
        else:
            field, value = field[step], value[step]
    if not isinstance(field.widget, widgets.Rows):
        raise KeyError(last)
    return field, value, 0 if whole else _number(last, value)


def _number(step: str, rows: list[Any]) -> int:
    number = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else len(rows)
    if number >= len(rows):
        raise IndexError
    return number
