"""How a form asks for a field of a model: plain data beside the field, so that a room's model needs no forms.

``title: Annotated[str, Ui(_("Title"), hint=_("In a few words")), StringConstraints(min_length=1)]``
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.core.i18n import Message

Options = Mapping[Any, Message | str] | Iterable[tuple[Any, Message | str]]
"""What can be chosen: value → text, or pairs of them in their order."""


class Widget(StrEnum):
    """What a field looks like where its type leaves a choice."""

    LINE = "line"
    TEXT = "text"
    MARKDOWN = "markdown"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOX = "checkbox"
    CHECKS = "checks"
    DATE = "date"
    PHONE = "phone"
    NUMBER = "number"
    AMOUNT = "amount"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Ui:
    """A field's label, hint before the input, and look. A field without ``Ui`` is not in the form.

    ``widget`` empty: as the type suggests. ``options``: the texts of a ``StrEnum``; choices that depend on
    the data are handed to the form. ``autocomplete``: a token of HTML's autofill. ``rows``: height of a text.
    ``grows``: rows of a sequence can be added in the form; else they can only be changed and removed.
    """

    label: Message
    hint: Message | None = None
    widget: Widget | None = None
    options: Options = ()
    autocomplete: str = "off"
    rows: int = 6
    grows: bool = True


class Unfit(ValueError):
    """Raised in a model's validator with a sentence for people.

    ``field``: the one to put right, where it is one and not the whole.
    """

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
