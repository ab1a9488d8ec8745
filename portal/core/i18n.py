"""Messages that are translated at the edge.

Below the views nobody knows the reader's language: a refusal carries a message id and plain values, and the
view that answers the request translates it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Message:
    """A message id (the English sentence) with the values of its ``${placeholders}``.

    A value may itself be a message: the translator translates it first.
    """

    msgid: str
    mapping: "dict[str, str | int | Message] | None" = None

    def render(self, translate: Callable[[str], str] = lambda msgid: msgid) -> str:
        text = translate(self.msgid)
        for name, value in (self.mapping or {}).items():
            shown = value.render(translate) if isinstance(value, Message) else str(value)
            text = text.replace("${" + name + "}", shown)
        return text

    def __str__(self) -> str:
        return self.render()

    def __hash__(self) -> int:
        return hash(self.msgid)


def _(msgid: str, **mapping: Any) -> Message:
    """Mark an English sentence for translation: ``_("Row ${row} has no name.", row=3)``."""
    return Message(msgid, mapping or None)


class Refusal(Exception):
    """A rule said no. ``str()`` gives the English sentence; views translate ``message``."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotFound(Refusal):
    """The thing named does not exist, or the actor may not know that it does."""


class Forbidden(Refusal):
    """The actor is known, but a permission is missing; the sentence says who can."""
