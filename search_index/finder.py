"""How a question becomes a ranked list: the steps, from the exact name to what merely sounds alike.

Exact steps add up, each ranked behind the one before. Only where they all find nothing is the question
relaxed, and then the first relaxed step that finds something answers alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import nlargest

from search_index.analysis import fold, letters, tokens
from search_index.engine import RELAXED, Step
from search_index.lexicon import Kind, Piece
from search_index.query import AllOf, AnyOf, Field, Node, all_words, any_text
from search_index.snapshot import Snapshot

Match = Callable[[Node, Field], dict[int, float]]  # an engine's answer: number of the name → relevance
Fine = tuple[float, ...]  # order within a step, the smallest first

_MANY = 12  # pieces compared one by one in the last step
_TELLING = 10  # a word that finds so many names, or one in sixteen, tells what is meant
_COMMON = 16
_SURE = 3  # from so many characters on, a correction is searched at once instead of only being offered
_RELATED = 8


@dataclass(slots=True)
class Found:
    """The names found (number → sort key), and how."""

    ranks: dict[int, tuple[int, bool, Fine]] = field(default_factory=dict)
    step: Step = Step.NONE
    marks: set[str] = field(default_factory=set)  # folded texts to highlight
    did_you_mean: list[str] = field(default_factory=list)

    @property
    def relaxed(self) -> bool:
        """Whether not all of the question was met."""
        return self.step in RELAXED


class Finder:
    """Finds one query in one snapshot; `match` asks the engine's index of the same generation."""

    def __init__(self, text: str, snapshot: Snapshot, match: Match) -> None:
        folded = fold(text)
        self._key = letters(folded)
        self._latin = self._key if self._key.isascii() else ""
        self._snapshot = snapshot
        self._match = match
        self._pieces = _saying(snapshot.lexicon.split(folded))
        self._found = Found(marks={piece.text for piece in self._pieces})

    @property
    def _aliases(self) -> list[Piece]:
        return [piece for piece in self._pieces if piece.kind is Kind.ALIAS]

    def find(self) -> Found:
        """Go through the steps."""
        if self._key:
            for step in (self._exact, self._alias, self._name_part, self._title, self._pinyin, self._text):
                self._add(*step())
            if not self._found.ranks:
                self._relax()
        return self._found

    def related(self) -> list[str]:
        """Return aliases that share words with the query and lead somewhere, those that share most first."""
        asked = [word for word in tokens(self._key) if len(word) > 1] or [self._key or " "]
        shared: dict[str, int] = {}
        for alias, means in self._snapshot.lexicon.aliases.items():
            count = sum(any(word in text for text in (alias, *means)) for word in asked)
            if count and alias not in self._key and self._snapshot.meaning(means):
                shared[alias] = count
        return nlargest(_RELATED, shared, key=shared.__getitem__)

    def _relax(self) -> None:
        corrections = self._snapshot.corrections("".join(piece.text for piece in self._pieces))
        self._found.did_you_mean = [correction.text for correction in corrections]
        self._pieces = _saying([part for piece in self._pieces for part in self._opened(piece)])
        self._found.marks.update(piece.text for piece in self._pieces)
        for step in (self._alias_alone, self._components, self._sound, self._some):
            self._add(*step())
            if self._found.ranks:
                return

    def _opened(self, piece: Piece) -> list[Piece]:
        """A word that stands nowhere, cut around the longest word inside it: 牙科诊所 is 牙科 and 诊所."""
        inside = [word for word in tokens(piece.text) if word != piece.text]
        if piece.kind is not Kind.WORD or not inside or self._match(all_words(piece.text), Field.TEXT):
            return [piece]
        longest = max(inside, key=len)
        return self._snapshot.lexicon.split(piece.text.replace(longest, f" {longest} "))

    def _add(self, step: Step, fine: dict[int, Fine]) -> None:
        order = list(Step).index(step)
        for number, place in fine.items():
            complete = self._snapshot.table.names[number].doc.complete
            self._found.ranks.setdefault(number, (order, not complete, place))
        if fine and self._found.step is Step.NONE:
            self._found.step = step

    def _exact(self) -> tuple[Step, dict[int, Fine]]:
        table = self._snapshot.table
        return Step.EXACT, {
            number: (table.names[number].key != self._key,) for number in table.exact.get(self._key, ())
        }

    def _alias(self) -> tuple[Step, dict[int, Fine]]:
        """All aliases in the title, all other words anywhere; a wish only puts first what grants it."""
        meant = self._meant(self._aliases)
        if not self._aliases and self._latin:
            spelled = self._snapshot.aliases_spelled(self._latin)
            means = [mean for alias in spelled for mean in self._snapshot.lexicon.aliases[alias]]
            return Step.ALIAS, self._meant([Piece(Kind.ALIAS, "", tuple(means))] if means else [])
        rest = [piece for piece in self._pieces if piece.kind is not Kind.ALIAS]
        words = [piece for piece in rest if piece.kind is not Kind.INTENT]
        if meant and words:
            meant = _only(meant, self._match(_widest(words), Field.TEXT))
        for where in (Field.TEXT, Field.TITLE) if meant and rest else ():
            granted = self._match(_widest(rest), where)
            meant = {number: (number not in granted, *fine) for number, fine in meant.items()}
        return Step.ALIAS, meant

    def _meant(self, aliases: Iterable[Piece]) -> dict[int, Fine]:
        found: dict[int, Fine] | None = None
        for piece in aliases:
            means = (*piece.means, piece.text)
            self._found.marks.update(means)
            names = self._snapshot.meaning(means)
            # The word itself counts as a meaning only where it is a whole word: 身份证 is not in 身份证明.
            names = {n: fine for n, fine in names.items() if fine[0] < len(piece.means) or not fine[-1]}
            if found is None:
                found = dict(names)
            else:
                found = {number: (*fine, *names[number]) for number, fine in found.items() if number in names}
        return found or {}

    def _name_part(self) -> tuple[Step, dict[int, Fine]]:
        self._found.marks.add(self._key)
        return Step.NAME_PART, {
            number: (self._aside(number), not whole)
            for number, whole in self._snapshot.table.containing(self._key).items()
        }

    def _aside(self, number: int) -> bool:
        return self._snapshot.table.names[number].aside

    def _title(self) -> tuple[Step, dict[int, Fine]]:
        found = self._match(AllOf(tuple(all_words(piece.text) for piece in self._pieces)), Field.TITLE)
        return Step.TITLE, {number: (number,) for number in found}

    def _pinyin(self) -> tuple[Step, dict[int, Fine]]:
        spelled = self._snapshot.table.spelled(self._latin) if len(self._latin) > 1 else {}
        self._found.marks.update(part for _, part in spelled.values())
        return Step.PINYIN, {
            number: (self._aside(number), not whole) for number, (whole, _) in spelled.items()
        }

    def _text(self) -> tuple[Step, dict[int, Fine]]:
        found = self._match(AllOf(tuple(all_words(piece.text) for piece in self._pieces)), Field.TEXT)
        return Step.TEXT, _by_relevance(found)

    def _alias_alone(self) -> tuple[Step, dict[int, Fine]]:
        """The aliases without the other words, or at least one of them; first what has any of the rest."""
        meant = self._meant(self._aliases)
        for alias in () if meant else self._aliases:
            meant = {**self._meant([alias]), **meant}
        rest = [piece for piece in self._pieces if piece.kind is not Kind.ALIAS]
        partly = self._match(AnyOf(tuple(map(_wide, rest))), Field.TEXT) if meant and rest else {}
        return Step.ALIAS_ALONE, {number: (number not in partly, *fine) for number, fine in meant.items()}

    def _components(self) -> tuple[Step, dict[int, Fine]]:
        """All words, each or one that the lexicon gives for it; then the same without the wishes."""
        conditions = [piece for piece in self._pieces if piece.kind is not Kind.INTENT]
        found: dict[int, float] = {}
        for pieces in (self._pieces, conditions):
            found = found or (self._match(_widest(pieces), Field.TEXT) if pieces else {})
        self._found.marks.update(mean for piece in self._pieces for mean in piece.means)
        return Step.COMPONENTS, _by_relevance(found)

    def _sound(self) -> tuple[Step, dict[int, Fine]]:
        """What the nearest correction finds, where the query is long enough for it to be no accident."""
        if not self._found.did_you_mean or len(self._key) < _SURE:
            return Step.SOUND, {}
        corrected = Finder(self._found.did_you_mean[0], self._snapshot, self._match).find()
        self._found.marks.update(corrected.marks)
        places = sorted(corrected.ranks, key=corrected.ranks.__getitem__)
        return Step.SOUND, {number: (place,) for place, number in enumerate(places)}

    def _some(self) -> tuple[Step, dict[int, Fine]]:
        """As many words as can be had together, at least half of those known here and one that tells."""
        answers = [self._match(_wide(piece), Field.TEXT) for piece in self._pieces[:_MANY]]
        known = [answer for answer in answers if answer]
        limit = max(_TELLING, len(self._snapshot.table.names) // _COMMON)
        telling = [answer for answer in known if len(answer) <= limit]
        counts = Counter(number for answer in known for number in answer)
        most = max(counts.values(), default=0)
        enough = 2 * most >= len(known)
        kept = {
            number: sum(answer.get(number, 0.0) for answer in known)
            for number in {number for answer in telling for number in answer if enough}
            if counts[number] == most
        }
        return Step.SOME, _by_relevance(kept)


def _saying(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.kind is not Kind.FILLER] or pieces


def _wide(piece: Piece) -> Node:
    return any_text((piece.text, *piece.means))


def _widest(pieces: Iterable[Piece]) -> Node:
    return AllOf(tuple(map(_wide, pieces)))


def _only(meant: dict[int, Fine], found: dict[int, float]) -> dict[int, Fine]:
    return {number: fine for number, fine in meant.items() if number in found}


def _by_relevance(found: dict[int, float]) -> dict[int, Fine]:
    return {number: (-relevance, number) for number, relevance in found.items()}
