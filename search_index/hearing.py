"""What was meant by what sounds or looks like it: pinyin, homophones, look-alike characters.

The ear knows the words of a lexicon, not the names of an index: it needs no index, and corrections against
names follow where nothing was found (`spelling`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from search_index.pinyin import sounds, usual

_DATA = Path(__file__).parent / "data"

_LONGEST = 30  # letters of a word
_CLEAR, _LIKE, _SYLLABLE, _LETTER = 10, 13, 25, 80  # what a word, one that nearly sounds so, a rest costs
_WINDOW = 6  # characters that are corrected together
_LATIN = re.compile(r"(?<![0-9a-z])[a-z][a-z' ]*(?![0-9a-z])")
_ABBREVIATED = "证卡照本金"  # initials stand for a document or a fund rather than for anything else
# Characters of lexicon words with a second usual reading.
_ALSO = {"调": "tiao", "长": "chang", "会": "kuai", "还": "huan", "重": "chong", "行": "hang", "血": "xue"}


@cache
def lookalikes() -> dict[str, str]:
    """Return the characters that are taken for each one."""
    found: dict[str, str] = {}
    for group in (_DATA / "lookalikes.txt").read_text("utf-8").split():
        for char in group:
            found[char] = found.get(char, "") + group.replace(char, "")
    return found


def sound(text: str) -> str:
    """Return a text by its usual sound, without tones and spaces."""
    return "".join(usual(text))


def _blurred(letters: str) -> str:
    """Return pinyin as an ear hears it that does not tell zh from z, n from l, f from h, or -ng from -n."""
    for clear, heard in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("h", "f")):
        letters = letters.replace(clear, heard)
    return letters


class Ear:
    """Words by their sound: of one sound the first counts, of the same initials a document or the common."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = Counter(words)
        self._clear: dict[str, str] = {}
        self._blurred: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        for word in self._known:
            for letters in _sounds(word):
                self._clear.setdefault(letters, word)
                self._blurred.setdefault(_blurred(letters), word)
        for word in sorted(self._known, key=lambda word: (word[-1] not in _ABBREVIATED, -self._known[word])):
            if len(word) > 2:
                self._initials.setdefault("".join(sound(char)[:1] for char in word), word)

    def heard(self, text: str) -> str:
        """Replace what is spelled in Latin letters by words; what is no pinyin stays."""
        said = _LATIN.sub(self._spelled, text)
        if said == text and _LATIN.search(text) and not text.isascii():
            return " ".join(self._spoken(sound("".join(text.split())), strict=True)) or text
        return said

    def _spelled(self, found: re.Match[str]) -> str:
        runs = re.sub("(?<=[jqxy])v", "u", found.group().replace("'", "")).split()
        letters = "".join(runs)
        if letters in self._known:
            return found.group()
        said = self._spoken(letters, strict=True) or self._abbreviated(runs)
        said = said or self._spoken(letters, strict=False)
        return f" {' '.join(said)} " if said else found.group()

    def _abbreviated(self, runs: list[str]) -> list[str]:
        """Read runs one by one where one of them is the initials of a word; none otherwise."""
        if self._initials.keys().isdisjoint(runs):
            return []
        short = (
            [self._initials[run]] if run in self._initials else self._spoken(run, strict=False)
            for run in runs
        )
        return [word for words in short for word in words]

    def _spoken(self, letters: str, *, strict: bool) -> list[str]:
        """Cut pinyin into words; none where less than half of it is words, or anything is none (strict)."""
        best: list[tuple[int, int, str]] = [(0, 0, "")] * (len(letters) + 1)
        for start in reversed(range(len(letters))):
            best[start] = min(
                (cost + best[end][0], -end, word) for end, cost, word in self._words_at(letters, start)
            )
        said, start, rest = list[str](), 0, 0
        while start < len(letters):
            _, end, word = best[start]
            said.extend([word] if word else [])
            rest += 0 if word else -end - start
            start = -end
        return said if rest * 2 <= len(letters) * (not strict) else []

    def _words_at(self, letters: str, start: int) -> Iterator[tuple[int, int, str]]:
        yield start + 1, _LETTER, ""
        for end in range(start + 1, min(len(letters), start + _LONGEST) + 1):
            part = letters[start:end]
            if word := self._clear.get(part):
                yield end, _CLEAR, word
            elif end - start > _WINDOW and (word := self._blurred.get(_blurred(part))):
                yield end, _LIKE, word
            elif part in sounds():
                yield end, _SYLLABLE, ""

    def meant(self, text: str) -> str:
        """Return the word that looks or sounds like a text that is none; "" where there is none."""
        if not 2 <= len(text) <= _WINDOW or text in self._known:
            return ""
        looks = (
            text[:place] + other + text[place + 1 :]
            for place, char in enumerate(text)
            for other in lookalikes().get(char, "")
        )
        seen = next((each for each in looks if each in self._known), "")
        letters = sound(text)
        alike = self._clear.get(letters, "") or (
            self._blurred.get(_blurred(letters), "") if len(text) > 2 else ""
        )
        return seen or (alike if len(alike) == len(text) else "")

    def corrected(
        self, words: list[str], odd: Callable[[int], bool], sure: Callable[[int], bool]
    ) -> list[str]:
        """Join runs with an odd word, and no sure one, to the word that they are, or look or sound like."""
        said, start = list[str](), 0
        while start < len(words):
            end, word = self._longest(words, start, odd, sure)
            said.append(word or words[start])
            start = end
        return said

    def _longest(
        self, words: list[str], start: int, odd: Callable[[int], bool], sure: Callable[[int], bool]
    ) -> tuple[int, str]:
        for end in range(min(len(words), start + _WINDOW), start, -1):
            text, window = "".join(words[start:end]), range(start, end)
            doubtful = any(map(odd, window)) and not any(map(sure, window))
            if doubtful and (word := text if text in self._known else self.meant(text)):
                return end, word
        return start + 1, ""


def _sounds(word: str) -> Iterator[str]:
    yield sound(word)
    for char, other in _ALSO.items():
        if char in word:
            yield other.join(map(sound, word.split(char)))
