"""What a source of documents is; ``sources`` lists them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.work import Reading
from search_index.document import Doc

Ids = frozenset[int]

STREAMED = {"yield_per": 200}
"""Options of a statement that reads all there is: a county has more guides than fit into memory at once."""

BODY = 20_000
"""Characters of a document's text that are searched."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that is found, by the ids of what its documents are about.

    ``documents``: those of these ids that everybody may see now, or all where ``None``. ``shown``: what a
    result says of those of these ids that everybody may see now, by id. ``dependents``: by another kind of
    thing that changed, the ids of this kind whose documents speak of it. ``parts``: one thing has a document
    for each of them.
    """

    kind: str
    documents: Callable[[Reading, Ids | None], Iterator[Doc]]
    shown: Callable[[Reading, Ids], Mapping[int, Any]]
    dependents: Mapping[str, Callable[[Reading, Ids], Ids]] = field(default_factory=dict)
    parts: tuple[str, ...] = ("",)

    def doc_id(self, number: int, part: str = "") -> str:
        """The id of a document in the index: ``guide:12``, ``board:12:fees``."""
        return f"{self.kind}:{number}:{part}" if part else f"{self.kind}:{number}"

    def doc_ids(self, number: int) -> set[str]:
        """The ids of all documents that one thing may have."""
        return {self.doc_id(number, part) for part in self.parts}


def subject(doc_id: str) -> int:
    """What a document is about: the number in its id."""
    return int(doc_id.split(":")[1])


def text(*said: str) -> str:
    """The text of a document: what is said, line by line, without what is empty."""
    return "\n".join(filter(None, said))[:BODY]
