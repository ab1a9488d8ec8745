"""What the model found wrong, in words that say what to do."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.core.i18n import Message, _
from portal.core.ui import Unfit
from portal.forms import widgets
from portal.forms.places import find

# pydantic's code → sentence; ${...} are the bounds that pydantic names beside it.
SENTENCES: Mapping[str, Message] = {
    "missing": _("Please fill this in."),
    "string_too_short": _("Write at least ${min_length} characters."),
    "string_too_long": _("Write at most ${max_length} characters."),
    "string_pattern_mismatch": _("This is not written as it must be. Look at the hint."),
    "too_short": _("Give at least ${min_length}."),
    "too_long": _("Give at most ${max_length}."),
    "int_parsing": _("Write a whole number, such as 20."),
    "int_parsing_size": _("This number is too large."),
    "int_from_float": _("Write a whole number, such as 20."),
    "decimal_parsing": _("Write a number, such as 20 or 12.50."),
    "finite_number": _("Write a number, such as 20 or 12.50."),
    "decimal_max_places": _("Write at most ${decimal_places} digits after the point."),
    "greater_than_equal": _("Write a number that is not below ${ge}."),
    "greater_than": _("Write a number above ${gt}."),
    "less_than_equal": _("Write a number that is not above ${le}."),
    "less_than": _("Write a number below ${lt}."),
    "date_from_datetime_parsing": _("Write a date that there is, such as 2026-11-22."),
    "date_parsing": _("Write a date that there is, such as 2026-11-22."),
    "enum": _("Choose one of the answers."),
    "literal_error": _("Choose one of the answers."),
    "bool_parsing": _("Choose one of the answers."),
    "url_parsing": _("Write a web address, such as https://example.gov.cn."),
}
UNFIT = _("Please check this.")
CHOOSE = _("Choose one of the answers.")
_EMPTY = ("string_too_short", "string_pattern_mismatch")
_CHOOSING = (widgets.Select, widgets.Radios)


def sentences(form: Any, errors: Iterable[Any]) -> Iterator[tuple[widgets.Path, Message]]:
    """The place and the sentence of each error; the place is a field that the form shows."""
    for error in errors:
        path, field = find(form, _named(error))
        yield path, _sentence(error, field)


def _named(error: Any) -> tuple[str | int, ...]:
    unfit = error.get("ctx", {}).get("error")
    return (*error["loc"], unfit.field) if isinstance(unfit, Unfit) and unfit.field else error["loc"]


def _sentence(error: Any, field: Any) -> Message:
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, Unfit):
        return unfit.message
    kind = error["type"]
    if kind in _EMPTY and not error["input"]:
        kind = "missing"
    if kind == "missing" and isinstance(field.widget, _CHOOSING):
        return CHOOSE
    known = SENTENCES.get(kind, UNFIT)
    return Message(known.msgid, {name: str(value) for name, value in error.get("ctx", {}).items()})
