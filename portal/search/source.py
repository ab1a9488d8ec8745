"""What a source of documents is; ``sources`` lists them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.work import Reading
from search_index.document import Doc

Ids = frozenset[int]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that is found.

    ``documents``: those of these ids that everybody may see now, or all where ``None``. ``shown``: what a
    result says of those of these ids that everybody may see now, by id. ``dependents``: by another kind of
    thing that changed, the ids of this kind whose documents speak of it.
    """

    kind: str
    documents: Callable[[Reading, Ids | None], Iterator[Doc]]
    shown: Callable[[Reading, Ids], Mapping[int, Any]]
    dependents: Mapping[str, Callable[[Reading, Ids], Ids]] = field(default_factory=dict)

    def doc_id(self, number: int) -> str:
        """The id of a document in the index: ``guide:12``."""
        return f"{self.kind}:{number}"
