"""What people say, and what the official names say instead. Plain data; applied when a query is read."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from search_index.analysis import fold, key, letters, tokens, words
from search_index.hearing import Ear

SHIPPED = Path(__file__).parent / "data"

FREE = 3  # a lexicon word of so many characters counts anywhere, a shorter one only as whole words
_VOTES, _AGREED = 3, 0.2  # meanings that an alias with a word stands for, and the least share of them all
_ENTRY, _WORD, _SINGLE = 10, 15, 25  # what a lexicon word, another word, a lone character costs a reading


class Kind(StrEnum):
    """What a lexicon word does to a query."""

    ALIAS = "alias"  # another name of a matter; `means` are parts of official names, the best first
    COMPONENT = "component"  # another word for a word; `means` are words of official names
    INTENT = "intent"  # what is to be done; like a component, but a wish, not a condition
    SITUATION = "situation"  # words that, said together, tell what is needed; `means` as for an alias
    VARIANT = "variant"  # another writing or dialect; read as the one word that it means
    SYNONYM = "synonym"  # official words that lists use for one another, in either direction
    FILLER = "filler"  # says nothing
    PRIMARY = "primary"  # words of names that any main matter may have: they tell nothing
    SECONDARY = "secondary"  # marks names that follow upon a main matter (注销, 补办)
    WORD = "word"  # not in the lexicon


BARE = frozenset({Kind.FILLER, Kind.PRIMARY, Kind.SECONDARY})  # have no meaning
_MARKS = frozenset({Kind.PRIMARY, Kind.SECONDARY})  # words of names; the same word may be more besides
_SILENT = frozenset({Kind.PRIMARY, Kind.FILLER})  # tell nothing in a name
_UNCUT = _MARKS | {Kind.SITUATION, Kind.SYNONYM, Kind.VARIANT}  # are not pieces of a query


class LexiconError(ValueError):
    """A lexicon row cannot be used; the message names the row."""


class Entry(NamedTuple):
    """One row: a folded word and the folded parts or words of official names that it stands for.

    The word of a situation keeps its signs: "读书/上学 没钱" asks for one word of each group.
    """

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
        rows = list({(entry.kind in _UNCUT and entry.kind, entry.word): entry for entry in entries}.values())
        self._variants = {entry.word: entry.means[0] for entry in rows if entry.kind is Kind.VARIANT}
        self._variant = _any_of(self._variants)
        self._longest_variant = max(map(len, self._variants), default=0)
        self.secondary = [entry.word for entry in rows if entry.kind is Kind.SECONDARY]
        self.silent = frozenset(entry.word for entry in rows if entry.kind in _SILENT)
        self._entries = {entry.word: entry for entry in rows if entry.kind not in _UNCUT}
        for entry in list(self._entries.values()):
            self._entries.setdefault(self.standard(entry.word), entry)
        self._longest = max(map(len, self._entries), default=0)
        self._wish = _any_of(word for word, entry in self._entries.items() if entry.kind is Kind.INTENT)
        self._wordings: dict[str, list[str]] = {}
        for group in ((entry.word, *entry.means) for entry in rows if entry.kind is Kind.SYNONYM):
            for word in group:
                others = self._wordings.setdefault(word, [])
                others.extend(other for other in group if other not in (word, *others))
        self._official = _any_of(self._wordings)
        self._situations = [entry for entry in rows if entry.kind is Kind.SITUATION]
        self._groups = [self.standard(entry.word).split() for entry in self._situations]
        self._telling: dict[str, list[tuple[int, int]]] = {}
        for number, all_of in enumerate(self._groups):
            for place, any_of in enumerate(all_of):
                for word in any_of.split("/"):
                    self._telling.setdefault(word, []).append((number, place))
        self._longest_telling = max(map(len, self._telling), default=0)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Lexicon:
        """Read the CSV files of a folder, or one file; LexiconError for a bad row."""
        return cls(read_rows(path))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """All aliases, sorted, with what they mean."""
        found = {word: entry.means for word, entry in self._entries.items() if entry.kind is Kind.ALIAS}
        return dict(sorted(found.items()))

    def knows(self, folded: str) -> bool:
        """Return whether a folded text is a word that a query may be cut into."""
        return folded in self._entries

    def standard(self, folded: str) -> str:
        """Replace the variants in a folded text by what they mean."""
        if not self._variant.search(folded):
            return folded
        edges, parts, start = word_edges(folded), list[str](), 0
        while start < len(folded):
            end = self._longest_at(self._variants, self._longest_variant, folded, start, edges)
            parts.append(self._variants[folded[start:end]] if end else folded[start])
            start = end or start + 1
        return "".join(parts)

    def wordings(self, text: str) -> list[str]:
        """Return other official wordings of a folded text, each with one synonym; none that says less."""
        return [
            text[: found.start()] + other + text[found.end() :]
            for found in self._official.finditer(text)
            for other in self._wordings[found.group()]
            if other not in found.group()
        ]

    @cached_property
    def ear(self) -> Ear:
        """What hears its words."""
        return Ear(self.vocabulary)

    @cached_property
    def vocabulary(self) -> list[str]:
        """All words of two characters and more that it knows, as often as it says them; aliases first."""
        order = (Kind.ALIAS, Kind.COMPONENT, Kind.INTENT, Kind.FILLER)
        entries = sorted(self._entries.values(), key=lambda entry: order.index(entry.kind))
        means = [mean for entry in entries for mean in entry.means]
        parts = [*(entry.word for entry in entries), *self._wordings, *means]
        return [word for word in (*parts, *(word for part in means for word in words(part))) if len(word) > 1]

    @cached_property
    def _sharing(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for alias, means in self.aliases.items():
            for word in {word for text in (alias, *means) for word in tokens(text)}:
                found.setdefault(word, []).append(alias)
        return found

    def related(self, asked: Iterable[str]) -> list[str]:
        """Return the aliases that share words with a question, or mean such words; most first."""
        words = set(asked)
        shared = Counter(alias for word in words for alias in self._sharing.get(word, ()))
        said = {alias: sum(word in alias for word in words) for alias in shared}
        return sorted(shared, key=lambda alias: (-said[alias], -shared[alias], len(alias), alias))

    def hinted(self, word: str) -> tuple[str, ...]:
        """Return what the aliases with a word mean where they agree: 暖气 is in names of what is 供热."""
        having = [alias for alias in self._sharing.get(word, ()) if word in tokens(alias)]
        votes = dict[str, float]()
        for alias in having:
            for place, mean in enumerate(self.aliases[alias][:_VOTES]):
                votes[mean] = votes.get(mean, 0) + 1 / (1 + place)
        best = sorted(votes, key=votes.__getitem__, reverse=True)[:_VOTES]
        return tuple(mean for mean in best if votes[mean] >= _AGREED * len(having))

    def situations(self, standard: str) -> list[Piece]:
        """Return the situations that a text in standard words tells, those of most words first."""
        present = {
            standard[start:end]
            for start in range(len(standard))
            for end in range(start + 1, min(len(standard), start + self._longest_telling) + 1)
        }
        met = {place for word in present & self._telling.keys() for place in self._telling[word]}
        counts = Counter(number for number, _ in met)
        told = [number for number, count in counts.items() if count == len(self._groups[number])]
        told.sort(key=lambda number: (-len(self._groups[number]), number))
        return [Piece(*self._situations[number]) for number in told]

    def wishes(self, alias: Piece) -> list[Piece]:
        """Return what is to be done that another name of a matter says besides: 驾照丢了 says 丢了.

        A single character says so only before a whole name: 换驾照, but not 换气点.
        """
        if alias.kind is not Kind.ALIAS:
            return []
        found = [word for word in self._wish.findall(alias.text) if 1 < len(word) < len(alias.text)]
        verb, rest = alias.text[0], alias.text[1:]
        if rest in self.aliases and verb in self._entries and self._entries[verb][0] is Kind.INTENT:
            found.append(verb)
        return [Piece(*self._entries[word]) for word in found]

    def split(self, folded: str) -> list[Piece]:
        """Cut a folded query into lexicon words and other words, as few and as well known as can be."""
        return [piece for run in folded.split() for piece in self._split_run(letters(run))]

    def _split_run(self, run: str) -> Iterator[Piece]:
        edges = word_edges(run)
        # From the end to the front: what the rest costs at least, and where (negative) its first piece ends.
        best = [(0, 0)] * (len(run) + 1)
        edge = len(run)
        for start in reversed(range(len(run))):
            single = edge - start == 1 or start not in edges
            other = (_SINGLE * (edge - start) if single else _WORD) + best[edge][0]
            known = [(_ENTRY + best[end][0], -end) for end in self._ends(run, start, edges)]
            best[start] = min([(other, -edge), *known])
            edge = start if start in edges else edge
        start = 0
        while start < len(run):
            end = -best[start][1]
            yield Piece(*self._entries.get(run[start:end], (Kind.WORD, run[start:end], ())))
            start = end

    def _ends(self, run: str, start: int, edges: set[int]) -> Iterator[int]:
        """Yield where the lexicon words that begin at `start` end."""
        for end in range(start + 1, min(len(run), start + self._longest) + 1):
            if (end - start >= FREE or {start, end} <= edges) and run[start:end] in self._entries:
                yield end

    @staticmethod
    def _longest_at(known: dict[str, str], longest: int, run: str, start: int, edges: set[int]) -> int:
        """Return where the longest known word that begins at `start` ends, 0 for none."""
        for end in range(min(len(run), start + longest), start, -1):
            if (end - start >= FREE or {start, end} <= edges) and run[start:end] in known:
                return end
        return 0


@cache
def shipped() -> Lexicon:
    """Return the lexicon that comes with the program, read once in a process."""
    return Lexicon.load()


def read_rows(path: Path = SHIPPED) -> Iterator[Entry]:
    """Yield the entries of a CSV file, or of all in a folder: kind, word, means (joined by "|"), source."""
    for each in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        with each.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield _entry(row, number)


@lru_cache(maxsize=1 << 10)
def _means(joined: str) -> tuple[str, ...]:
    """Return folded meanings: the same tuple for the many rows of a matter."""
    return tuple(filter(None, (letters(fold(part)) for part in joined.split("|"))))


def _any_of(found: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of the longest of some words, of none where there are none."""
    return re.compile("|".join(sorted(found, key=len, reverse=True)) or "(?!)")


def word_edges(run: str) -> set[int]:
    """Return where words of a folded text begin and end."""
    edges, end = {0}, 0
    for word in words(run):
        end += len(word)
        edges.add(end)
    return edges


def _entry(row: dict[str, str | None], number: int) -> Entry:
    try:
        kind = Kind(row.get("kind") or "")
    except ValueError:
        raise LexiconError(f"row {number}: unknown kind {row.get('kind')!r}") from None
    typed = row.get("word") or ""
    word = " ".join(fold(typed).split()) if kind is Kind.SITUATION else key(typed)
    means = _means(row.get("means") or "")
    if not letters(word):
        raise LexiconError(f"row {number}: no word")
    if (kind in BARE) == bool(means):
        raise LexiconError(f"row {number}: {kind} {word!r} has {'no' if not means else 'a'} meaning")
    return Entry(kind, word, means)
