"""Pinyin of names and of single characters. Only the indexing process calls this: pypinyin costs 50 MB."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
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


def syllables(words: Sequence[str]) -> list[str]:
    """Return a syllable without tone for each Chinese character (ü is v), other characters as they are."""
    found: list[str] = _pypinyin().lazy_pinyin(list(words), errors=list)
    return found


def common_readings() -> dict[str, str]:
    """Return the usual syllable of each of the 6,763 characters of GB 2312, for the serving process."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = [text for row in rows if (text := row.decode("gb2312", "ignore"))]
    return dict(zip(characters, (syllables([char])[0] for char in characters), strict=True))
