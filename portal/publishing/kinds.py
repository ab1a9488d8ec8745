"""The kinds of documents, registered once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.work import Writing
from portal.publishing.body import Body
from portal.publishing.models import Edition


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """``project`` writes the rows by which lists filter and sort, anew for each draft that is stored."""

    name: str
    body: type[Body]
    project: Callable[[Writing, Edition, Body], None]


_KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    _KINDS[kind.name] = kind


def kind_of(name: str) -> DocumentKind:
    return _KINDS[name]
