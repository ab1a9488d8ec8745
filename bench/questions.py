"""Questions to a corpus: the same words for every engine, other ones in every round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from bench.corpus import MATTERS, World, document, matters
from search_index.analysis import fold, tokens, words


class Kind(StrEnum):
    """What is asked."""

    AND2 = "and2"
    OR3 = "or3"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FACETS = "facets"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` as a person types it, and the words of the index that it means; a prefix's last is cut off."""

    kind: Kind
    text: str
    words: Sequence[str]


def questions(kind: Kind, world: World, count: int, number: int, round_: int) -> list[Question]:
    """``number`` questions to the first ``count`` documents of a world."""
    chance = Random(f"{kind}:{world}:{count}:{round_}")
    asked: list[Question] = []
    while len(asked) < number:
        picked = _PICK[kind](chance, world, count)
        if picked and all(picked.words):
            asked.append(picked)
    return asked


def _and2(chance: Random, world: World, count: int) -> Question | None:
    doc = document(world, chance.randrange(count))
    names = _long(doc.title)
    others = _long(doc.body) if chance.random() < 0.5 else names
    first, second = chance.choice(names), chance.choice(others)
    return Question(Kind.AND2, f"{first} {second}", (first, second)) if first != second else None


def _or3(chance: Random, world: World, count: int) -> Question | None:
    three = {chance.choice(_long(matters()[chance.randrange(min(count, MATTERS))])) for _ in range(3)}
    return Question(Kind.OR3, " ".join(sorted(three)), sorted(three)) if len(three) == 3 else None


def _phrase(chance: Random, world: World, count: int) -> Question | None:
    cut = words(fold(matters()[chance.randrange(min(count, MATTERS))]))
    start = chance.randrange(max(1, len(cut) - 1))
    pair = cut[start : start + 2]
    if len(pair) < 2 or any(len(word) < 2 for word in pair):
        return None
    return Question(Kind.PHRASE, "".join(pair), tokens("".join(pair)))


def _prefix(chance: Random, world: World, count: int) -> Question | None:
    name = fold(matters()[chance.randrange(min(count, MATTERS))])
    text = name[: chance.randint(3, 6)]
    return Question(Kind.PREFIX, text, tokens(text))


def _facets(chance: Random, world: World, count: int) -> Question | None:
    word = chance.choice(_long(document(world, chance.randrange(count)).title))
    return Question(Kind.FACETS, word, (word,))


def _suggestion(chance: Random, world: World, count: int) -> Question | None:
    name = fold(document(world, chance.randrange(count)).title)
    text = name[: chance.randint(1, 4)]
    return Question(Kind.SUGGESTION, text, tokens(text))


def _long(text: str) -> list[str]:
    """The words of two or more characters."""
    return [word for word in tokens(fold(text)) if len(word) > 1] or [text]


_PICK: dict[Kind, Callable[[Random, World, int], Question | None]] = {
    Kind.AND2: _and2,
    Kind.OR3: _or3,
    Kind.PHRASE: _phrase,
    Kind.PREFIX: _prefix,
    Kind.FACETS: _facets,
    Kind.SUGGESTION: _suggestion,
}
