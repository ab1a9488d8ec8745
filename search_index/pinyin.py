"""Pinyin of names, and the usual pinyin of characters.

`data/readings.txt` has the usual syllables of the characters of GB 2312, which is all that serving needs;
`data/rare.txt` those of other characters, and `data/phrases.txt` words in which characters sound otherwise.
They are made from pypinyin by `python -m tests.support.pinyin`; loading them takes a hundredth of a second,
pypinyin half a second and 50 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
_LONGEST = 10  # characters of a phrase


def syllables(words: Iterable[str]) -> list[str]:
    """Return a syllable without tone for each Chinese character (ü is v), other characters as they are."""
    return [sound for word in words for sound in _spelled(word)]


def _spelled(word: str) -> Iterator[str]:
    """Yield the syllables of a word, those of the longest phrases first found in it."""
    place = 0
    while place < len(word):
        ends = range(min(len(word), place + _LONGEST), place + 1, -1)
        phrase = next((word[place:end] for end in ends if word[place:end] in _phrases()), "")
        yield from _phrases()[phrase] if phrase else [_sounds().get(word[place], word[place])]
        place += len(phrase) or 1


@cache
def _phrases() -> dict[str, list[str]]:
    lines = map(str.split, (DATA / "phrases.txt").read_text("utf-8").splitlines())
    return {phrase: sounds for phrase, *sounds in lines}


def _read(file: str) -> dict[str, str]:
    lines = (DATA / file).read_text("utf-8").splitlines()
    return {char: sound for sound, chars in map(str.split, lines) for char in chars}


@cache
def _readings() -> dict[str, str]:
    return _read("readings.txt")


@cache
def _sounds() -> dict[str, str]:
    return _read("rare.txt") | _readings()


def usual(text: str) -> list[str]:
    """Return the usual syllable of each character of GB 2312, other characters as they are."""
    readings = _readings()
    return [readings.get(char, char) for char in text]


@cache
def sounds() -> frozenset[str]:
    """Return all syllables."""
    return frozenset(_readings().values())
