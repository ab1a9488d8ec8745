"""What goes into the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Doc:
    """One findable page.

    `id` is unique over all kinds ("guide:12"). `org` is the path of unit ids from the root, joined by "/"
    ("1/4/17"): a filter on "1/4" finds the whole subtree. `aliases` are further exact names of this very page
    (former names, code aliases). `body` is plain text: what the page says, the name of its unit included.
    Documents of one `matter` collapse into one hit; an empty matter stands for itself. A document that is not
    `complete` (a name only) comes after complete ones within each step of the search.
    """

    id: str
    kind: str
    title: str
    code: str = ""
    address: str = ""
    org: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()
    body: str = ""
    complete: bool = True
    matter: str = ""


class Stored(NamedTuple):
    """What a hit shows of a document; the store of an engine keeps it."""

    id: str
    kind: str
    title: str
    code: str
    address: str
    org: str
    body: str

    @classmethod
    def of(cls, doc: Doc) -> Stored:
        """Return what a document's hits show."""
        return cls(doc.id, doc.kind, doc.title, doc.code, doc.address, doc.org, doc.body)
