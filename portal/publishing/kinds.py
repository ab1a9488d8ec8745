"""The kinds of documents, registered once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.i18n import Refusal
from portal.core.work import Reading, Writing
from portal.publishing.body import Body
from portal.publishing.models import Edition


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """``project`` writes the rows by which lists filter and sort, anew for each draft that is stored;
    ``obstacle`` says why a body cannot be handed to a second person yet."""

    name: str
    body: type[Body]
    project: Callable[[Writing, Edition, Body], None]
    obstacle: Callable[[Reading, Body], Refusal | None] = lambda _work, _body: None


_KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    _KINDS[kind.name] = kind


def kind_of(name: str) -> DocumentKind:
    return _KINDS[name]
