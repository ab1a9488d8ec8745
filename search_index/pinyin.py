"""Pinyin of names, and the usual pinyin of characters.

pypinyin costs 50 MB; only the indexing process, which calls `syllables`, loads it. `data/readings.txt` holds
what serving needs; `python -m search_index.pinyin` prints it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

# Readings that the dictionary of pypinyin 0.55 gets wrong or leaves to chance in names of matters and places.
_OVERRIDES = {
    "长寿": "cháng shòu",
    "长寿区": "cháng shòu qū",
    "朝阳": "cháo yáng",
    "朝阳区": "cháo yáng qū",
    "给付": "jǐ fù",
    "给予": "jǐ yǔ",
    "供给": "gōng jǐ",
    "参保": "cān bǎo",
    "调档": "diào dàng",
    "调运": "diào yùn",
    "重建": "chóng jiàn",
    "重核": "chóng hé",
    "行洪": "xíng hóng",
    "趸缴": "dǔn jiǎo",
    "准驾": "zhǔn jià",
}


@cache
def _pypinyin() -> ModuleType:
    import pypinyin

    pypinyin.load_phrases_dict(
        {word: [[syllable] for syllable in readings.split()] for word, readings in _OVERRIDES.items()}
    )
    return pypinyin


def warm() -> None:
    """Load what `syllables` needs, some tenths of a second long."""
    _pypinyin()


def syllables(words: Sequence[str]) -> list[str]:
    """Return a syllable without tone for each Chinese character (ü is v), other characters as they are."""
    found: list[str] = _pypinyin().lazy_pinyin(list(words), errors=list)
    return found


@cache
def _readings() -> dict[str, str]:
    lines = (Path(__file__).parent / "data" / "readings.txt").read_text("utf-8").splitlines()
    return {char: sound for sound, chars in map(str.split, lines) for char in chars}


def usual(text: str) -> list[str]:
    """Return the usual syllable of each character of GB 2312, other characters as they are."""
    readings = _readings()
    return [readings.get(char, char) for char in text]


@cache
def sounds() -> frozenset[str]:
    """Return all syllables."""
    return frozenset(_readings().values())


def common_readings() -> dict[str, str]:
    """Return the characters of GB 2312 by their usual syllable, as pypinyin has it."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found: dict[str, str] = {}
    for char in sorted(filter(None, (row.decode("gb2312", "ignore") for row in rows))):
        sound = syllables([char])[0]
        found[sound] = found.get(sound, "") + char
    return dict(sorted(found.items()))


if __name__ == "__main__":
    for spelled, characters in common_readings().items():
        sys.stdout.write(f"{spelled} {characters}\n")
