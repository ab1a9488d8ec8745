"""What people say, and what the official names say instead. Plain data; applied when a query is read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from search_index.analysis import fold, key, letters, words

SHIPPED = Path(__file__).parent / "data" / "lexicon.csv"

_FREE = 3  # a lexicon word of so many characters counts anywhere, a shorter one only as whole words


class Kind(StrEnum):
    """What a lexicon word does to a query."""

    ALIAS = "alias"  # another name of a matter; `means` are parts of official names, the best first
    COMPONENT = "component"  # another word for a word; `means` are words of official names
    INTENT = "intent"  # what is to be done; like a component, but a wish, not a condition
    FILLER = "filler"  # says nothing
    SECONDARY = "secondary"  # marks names that follow upon a main matter (注销, 补办)
    WORD = "word"  # not in the lexicon


class LexiconError(ValueError):
    """A lexicon row cannot be used; the message names the row."""


class Entry(NamedTuple):
    """One row: a folded word and the folded parts or words of official names that it stands for."""

    kind: Kind
    word: str
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a query and what the lexicon knows of it."""

    kind: Kind
    text: str
    means: tuple[str, ...] = ()


class Lexicon:
    """Entries by word. Where a word has two entries, the later one counts: local rows follow shipped ones."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        self.secondary: list[str] = []
        for entry in entries:
            if entry.kind is Kind.SECONDARY:
                self.secondary.append(entry.word)
            else:
                self._entries[entry.word] = entry
        self._longest = max(map(len, self._entries), default=0)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Lexicon:
        """Read a CSV file: kind, word, means (joined by "|"), source; LexiconError for a bad row."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            return cls(_entry(row, number) for number, row in enumerate(csv.DictReader(file), start=2))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """All aliases, sorted, with what they mean."""
        found = {word: entry.means for word, entry in self._entries.items() if entry.kind is Kind.ALIAS}
        return dict(sorted(found.items()))

    def split(self, folded: str) -> list[Piece]:
        """Cut a folded query into lexicon words (from the left, the longest match) and other words."""
        pieces: list[Piece] = []
        for run in folded.split():
            pieces.extend(self._split_run(letters(run)))
        return pieces

    def _split_run(self, run: str) -> Iterator[Piece]:
        edges = {0}
        for word in words(run):
            edges.add(max(edges) + len(word))
        start = rest = 0
        while start < len(run):
            end = self._match(run, start, edges)
            if end:
                yield from self._words(run[rest:start])
                yield Piece(*self._entries[run[start:end]])
                rest = end
            start = end or start + 1
        yield from self._words(run[rest:])

    def _match(self, run: str, start: int, edges: set[int]) -> int:
        """Return where the longest lexicon word that begins at `start` ends, 0 for none."""
        for end in range(min(len(run), start + self._longest), start, -1):
            free = end - start >= _FREE or {start, end} <= edges
            if free and run[start:end] in self._entries:
                return end
        return 0

    def _words(self, text: str) -> Iterator[Piece]:
        return (Piece(*self._entries.get(word, (Kind.WORD, word, ()))) for word in words(text))


def _entry(row: dict[str, str | None], number: int) -> Entry:
    try:
        kind = Kind(row.get("kind") or "")
    except ValueError:
        raise LexiconError(f"row {number}: unknown kind {row.get('kind')!r}") from None
    word = key(row.get("word") or "")
    means = tuple(filter(None, (letters(fold(part)) for part in (row.get("means") or "").split("|"))))
    if not word:
        raise LexiconError(f"row {number}: no word")
    if (kind in (Kind.ALIAS, Kind.COMPONENT, Kind.INTENT)) != bool(means):
        raise LexiconError(f"row {number}: {kind} {word!r} has {'no' if not means else 'a'} meaning")
    return Entry(kind, word, means)
