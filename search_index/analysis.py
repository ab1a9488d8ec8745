"""From written text to comparable text: folding, keys, words.

Folding is NFKC and case folding, then traditional to simplified, then the removal of what copying from
web pages leaves behind: pinyin after a character, as in 隊(duì), and zero-width characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import opencc
import rjieba

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u0300\u0301\u0304\u030c"
_NOISE = re.compile(rf"[\u200b-\u200f\u2060\ufeff]|(?<=[\u3400-\u9fff])\([a-zü]*[{_TONES}][a-zü{_TONES}]*\)")
_GUESS = False  # words not in the dictionary stay single characters: a guess differs with what stands around
_ASIDE = re.compile(r"\([^()]*\)")


class _Characters(dict[int, str]):
    """A translation table that fills itself: each character in compatibility form, lower case."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = " " if unicodedata.category(char) in ("Cc", "Cs") else unicodedata.normalize("NFKC", char)
        self[code] = plain.casefold()
        return self[code]


_CHARACTERS = _Characters()


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    simple: str = _simplifier().convert(text)
    if len(simple) != len(text):  # a phrase rule changed the length: positions matter more than the phrase
        simple = "".join(_simplifier().convert(char)[:1] or char for char in text)
    return simple


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character i of `text` came from character `origin[i]` of the source."""

    text: str
    origin: range | list[int]


def fold_with_origin(source: str) -> Folded:
    """Fold, and keep where each character came from (for highlighting)."""
    text = source.translate(_CHARACTERS)
    origin: range | list[int] = range(len(text))
    if len(text) != len(source):  # characters only ever expand, so an equal length means one to one
        origin = [index for index, char in enumerate(source) for _ in _CHARACTERS[ord(char)]]
    text = _simplify(text)
    if _NOISE.search(text):
        noise = {index for found in _NOISE.finditer(text) for index in range(*found.span())}
        kept = [index for index in range(len(text)) if index not in noise]
        text, origin = "".join(text[index] for index in kept), [origin[index] for index in kept]
    return Folded(text, origin)


def fold(source: str) -> str:
    """Return the comparable form of any text; never fails, lone surrogates and NUL become spaces."""
    return fold_with_origin(source).text


def letters(folded: str) -> str:
    """Keep only letters, digits and characters of an already folded text."""
    return "".join(filter(str.isalnum, folded))


def key(source: str) -> str:
    """Return the form in which two names are equal: folded, without spaces and punctuation."""
    return letters(fold(source))


def stem(source: str) -> str:
    """Return the key without what stands in parentheses; the full key where nothing else is left."""
    folded = fold(source)
    return letters(_ASIDE.sub("", folded)) or letters(folded)


def tokens(folded: str) -> list[str]:
    """Cut folded text into words and the words inside them (身份证: 身份, 身份证), as they are indexed."""
    return [word for word in rjieba.cut_for_search(folded, _GUESS) if any(map(str.isalnum, word))]


def words(folded: str) -> list[str]:
    """Cut folded text into words that do not overlap; together they are the text again."""
    return list(rjieba.cut(folded, _GUESS))


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Where words start (also words inside words) and where whole words end, as offsets into a key."""

    starts: list[int]
    ends: list[int]


def boundaries(name_key: str) -> Boundaries:
    """Find the word boundaries of a name's key."""
    starts = {start for _, start, _ in rjieba.tokenize(name_key, "search", _GUESS)}
    ends = {end for _, _, end in rjieba.tokenize(name_key, "default", _GUESS)}
    return Boundaries(sorted(starts), sorted(ends))


_DECIDING = (
    "analysis.py",
    "arrays.py",
    "document.py",
    "drafting.py",
    "parts.py",
    "pinyin.py",
    "segment.py",
    "spelling.py",
    "titles.py",
    "whoosh_schema.py",
    "data/phrases.txt",
    "data/rare.txt",
    "data/readings.txt",
)


@cache
def analyzer_version() -> str:
    """Return a hash of all that decides what an index contains: one of another version is rebuilt."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for module in _DECIDING:
        digest.update((here / module).read_bytes())
    for package in ("rjieba", "opencc", "whoosh"):
        digest.update(f"{package}=={version(package)};".encode())
    return digest.hexdigest()[:16]
