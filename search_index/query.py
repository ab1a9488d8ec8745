"""What an engine is asked to match: a small tree of its own. Engines never parse what a visitor typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from search_index.analysis import letters, words


class Field(StrEnum):
    """Where to look: the words of the title, or of everything (title, aliases, body)."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, as `analysis.tokens` gives it."""

    word: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All nodes match; without nodes, nothing does."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one node matches."""

    nodes: tuple[Node, ...]


Node = Term | AllOf | AnyOf


def all_words(folded: str) -> Node:
    """Return the node for all words of a folded text; the words inside them are then there as well."""
    return AllOf(tuple(Term(word) for word in dict.fromkeys(words(folded)) if letters(word)))


def any_text(texts: Iterable[str]) -> Node:
    """Return the node for at least one of the folded texts, each with all its words."""
    return AnyOf(tuple(all_words(text) for text in texts))
