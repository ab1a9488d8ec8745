"""What an engine does, whichever it is: questions, answers, and the protocol between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from search_index.document import Doc
from search_index.lexicon import Lexicon

MAX_QUERY = 200  # characters; what stands beyond is not searched, and the results say so


class IndexUnavailable(Exception):
    """The index is missing, damaged, of another layout or not safe to open; `rebuild` mends it."""


class IndexBusy(Exception):
    """Another process is writing the index and did not finish in time; try again later."""


class Step(StrEnum):
    """The step of the search that found the first hit, in the order in which steps are tried."""

    EXACT = "exact"
    ALIAS = "alias"
    NAME_PART = "name_part"
    PINYIN = "pinyin"
    TITLE = "title"
    TEXT = "text"
    ALIAS_ALONE = "alias_alone"
    COMPONENTS = "components"
    SOUND = "sound"
    SOME = "some"
    NONE = "none"


RELAXED = frozenset({Step.ALIAS_ALONE, Step.COMPONENTS, Step.SOUND, Step.SOME})


@dataclass(frozen=True, slots=True)
class Query:
    """A search. An empty filter is none; `org` selects a subtree of units.

    `near` is a unit as well: among documents that answer equally well, its own and those of units below come
    first. Pages count from 1; one beyond the end has no hits.
    """

    text: str
    kind: str | None = None
    org: str | None = None
    category: str | None = None
    near: str = ""
    page: int = 1
    per_page: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One matter found. `title` and `snippet` are fragments (text, whether to mark it), never markup.

    `score` is the reciprocal of the place in the whole list: it orders one list and compares nothing else.
    """

    id: str
    title: Sequence[tuple[str, bool]]
    snippet: Sequence[tuple[str, bool]]
    code: str
    kind: str
    address: str
    org: str
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, and what a helpful page says around them.

    `total` counts matters. `facets` (kind, org, category) count matters for each value, under all filters but
    the facet's own. `relaxed` says that not all of what was asked was found. `did_you_mean` are corrected
    queries, `related` other words that lead somewhere, `truncated` says that only the first MAX_QUERY
    characters were searched.
    """

    total: int = 0
    hits: Sequence[Hit] = ()
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    step: Step = Step.NONE
    relaxed: bool = False
    did_you_mean: Sequence[str] = ()
    related: Sequence[str] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a document stands where it does, for staff.

    `place` counts matters from 1, without filters; 0 where another document of the matter is shown.
    `step` found it; within it, complete documents come first, then those of the least `order`.
    `pieces` are the question as it was read: (kind of the lexicon row or "word", text, what it means).
    `in_title` and `in_text` are those parts of it, and of what it means, that stand there.
    """

    place: int
    step: Step
    complete: bool
    order: int
    pieces: Sequence[tuple[str, str, Sequence[str]]]
    in_title: Sequence[str]
    in_text: Sequence[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to offer while a visitor types, its page, and what kind of thing it is."""

    text: str
    address: str
    kind: str


class Engine(Protocol):
    """A search engine. Reading methods raise IndexUnavailable, writing ones IndexBusy as well."""

    @property
    def generation(self) -> str:
        """Change with every commit and rebuild; "" where there is no index."""

    @property
    def outdated(self) -> bool:
        """Return whether another version of the analysis made it: it answers, but wants to be built anew."""

    @property
    def count(self) -> int:
        """Return the number of documents."""

    def check(self) -> None:
        """Look whether the index can be used; quick enough to be done all the time."""

    def search(self, query: Query) -> Results:
        """Answer a query, whatever its text."""

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Complete what was typed so far: characters, pinyin or initials."""

    def explain(self, query: Query, doc_id: str) -> Explanation | None:
        """Say why a document stands where it does among what a query finds; None where there is none such."""

    def use(self, lexicon: Lexicon) -> None:
        """Read questions by another lexicon from now on."""

    def update(self, docs: Iterable[Doc], deletes: Iterable[str] = (), *, since: str | None = None) -> None:
        """Put documents in, replacing those of the same id, and take ids out, in one commit.

        The last of several documents of one id wins; an id in both lists stays in. `since` is the generation
        before the documents were read: IndexBusy where somebody has written meanwhile, who may have read
        newer ones.
        """

    def rebuild(self, docs: Iterable[Doc], *, since: str | None = None) -> None:
        """Build a new index beside the one in use, then switch to it; `since` as in `update`."""
