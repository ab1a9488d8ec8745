"""Distinct titles: how each is written, how it sounds, and where its words begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from search_index.analysis import boundaries, fold, letters, stem, tokens, words
from search_index.arrays import Array, hashed, hashes
from search_index.parts import Parts
from search_index.pinyin import syllables
from search_index.spelling import Sounding

_START, _END = 1, 2  # a word starts with this character (also one inside another); a whole word ends with it
_FOREIGN = 0xFF  # stands for what is not ASCII among letters


@dataclass(frozen=True, slots=True)
class Title:
    """What is kept of a title: of all documents whose folded titles are equal (`folded`, hashed).

    `sounds` has one syllable and `edges` one byte for each character of the key; `words` are hashed.
    """

    folded: int
    key: str
    stem: int
    stem_length: int
    sounds: Sequence[str]
    edges: bytes
    words: Sequence[int]


def analysed(title: str) -> Title:
    """Analyse a title."""
    folded, short = fold(title), stem(title)
    written = letters(folded)
    edges, found = bytearray(len(written)), boundaries(written)
    for start in found.starts:
        edges[start] |= _START
    for end in found.ends:
        edges[end - 1] |= _END
    sounds = syllables(words(written))
    in_it = [hashed(word) for word in dict.fromkeys(tokens(folded))]
    return Title(hashed(folded), written, hashed(short), len(short), sounds, bytes(edges), in_it)


class Spelled(NamedTuple):
    """Parts of titles found by their sound: title, place of the first character, place after the last one."""

    titles: Array
    starts: Array
    ends: Array


class Titles(NamedTuple):
    """Titles, the shortest stem first; their characters one after another, a 0 behind each title.

    `starts` (uint32) has one entry more than there are titles. `chars` (uint32), `edges` and `initials`
    (uint8) go together. `letters` (uint8) is the pinyin, a 0 behind each title as well; `sounding` (uint32)
    says for each letter which character it spells. `folded`, `keys`, `stems` (uint64) are hashes.
    """

    starts: Array
    chars: Array
    edges: Array
    initials: Array
    letters: Array
    sounding: Array
    folded: Array
    keys: Array
    stems: Array
    stem_lengths: Array

    @classmethod
    def of(cls, titles: Sequence[Title]) -> Titles:
        """Join titles."""
        written = "".join(title.key + "\0" for title in titles)
        sounds = [sound for title in titles for sound in (*title.sounds, "\0")]
        sizes = np.fromiter(map(len, sounds), np.int64, len(sounds))
        return cls(
            np.fromiter(accumulate((len(title.key) + 1 for title in titles), initial=0), np.uint32),
            np.frombuffer(written.encode("utf-32-le", "replace"), np.uint32),
            np.frombuffer(b"".join(title.edges + b"\0" for title in titles), np.uint8),
            _ascii("".join(sound[0] for sound in sounds)),
            _ascii("".join(sounds)),
            np.repeat(np.arange(len(sounds), dtype=np.uint32), sizes),
            np.array([title.folded for title in titles], np.uint64),
            hashes(title.key for title in titles),
            np.array([title.stem for title in titles], np.uint64),
            np.array([min(title.stem_length, 0xFFFF) for title in titles], np.uint16),
        )

    @property
    def size(self) -> int:
        """The number of titles."""
        return len(self.keys)

    def title(self, number: int, words: Sequence[int]) -> Title:
        """Return a title as it was before they were joined."""
        start, end = int(self.starts[number]), int(self.starts[number + 1]) - 1
        return Title(
            int(self.folded[number]),
            self.text(start, end),
            int(self.stems[number]),
            int(self.stem_lengths[number]),
            self.sounds(number),
            self.edges[start:end].tobytes(),
            words,
        )

    def at(self, places: Array) -> Array:
        """Return which title has a character (int64)."""
        # Numbers of another type would have numpy convert all starts first.
        return np.searchsorted(self.starts, places.astype(np.uint32), "right") - 1

    def key(self, number: int) -> str:
        """Return the key of a title."""
        return self.text(int(self.starts[number]), int(self.starts[number + 1]) - 1)

    def text(self, start: int, end: int) -> str:
        """Return the characters from one place to before another."""
        return self.chars[start:end].tobytes().decode("utf-32-le")

    def sounds(self, number: int) -> list[str]:
        """Return the syllables of a title, one for each character."""
        start, end = int(self.starts[number]), int(self.starts[number + 1]) - 1
        first, *edges = np.searchsorted(self.sounding, np.arange(start, end + 1, dtype=np.uint32)).tolist()
        spelled = self.letters[first : edges[-1] if edges else first].tobytes().decode("latin-1")
        bounds = [0, *(edge - first for edge in edges)]
        sounds = [spelled[a:b] for a, b in pairwise(bounds)]
        text = self.text(start, end)
        return [c if ord(sound[0]) == _FOREIGN else sound for c, sound in zip(text, sounds, strict=True)]

    def sounding_of(self, number: int) -> Sounding:
        """Return how a title sounds."""
        edges = self.edges[int(self.starts[number]) : int(self.starts[number + 1]) - 1]
        starts, ends = np.flatnonzero(edges & _START), np.flatnonzero(edges & _END) + 1
        return Sounding(self.key(number), self.sounds(number), starts.tolist(), ends.tolist())

    def whole(self, starts: Array, ends: Array) -> Array:
        """Return whether parts from one place to before another begin and end whole words."""
        whole: Array = np.logical_and(self.edges[starts] & _START, self.edges[ends - 1] & _END)
        return whole

    def spelled(self, places: Array, length: int) -> Spelled:
        """Return the parts that so many letters spell, without those that end within a syllable."""
        ends = places + length
        places = places[self.sounding[ends] != self.sounding[ends - 1]]
        starts = self.sounding[places].astype(np.int64)
        ends = self.sounding[places + length].astype(np.int64)
        return Spelled(self.at(starts), starts, ends)

    def parts(self) -> tuple[Parts, Parts, Parts]:
        """Sort the parts: by characters from each one on, by initials and by letters from each word on."""
        words_start = np.flatnonzero(self.edges & _START)
        spelled = np.searchsorted(self.sounding, words_start)
        return (
            Parts.of(self.chars, np.flatnonzero(self.chars)),
            Parts.of(self.initials, words_start),
            Parts.of(self.letters, spelled),
        )


def _ascii(text: str) -> Array:
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    return np.where(codes < 128, codes, _FOREIGN).astype(np.uint8)
