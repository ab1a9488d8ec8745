"""What goes into the index."""

from __future__ import annotations

from dataclasses import dataclass


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
