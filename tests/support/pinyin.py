"""The files of readings in ``search_index/data``, made from pypinyin: ``python -m tests.support.pinyin``."""

from collections.abc import Collection, Iterator
from functools import cache

import pypinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from search_index.pinyin import DATA

# Readings that the dictionary of pypinyin 0.55 gets wrong or leaves to chance in names of matters and places.
OVERRIDES = {
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


def files() -> dict[str, list[str]]:
    """The lines of each file."""
    usual = {char: _syllables(char)[0] for char in sorted(map(chr, PINYIN_DICT))}
    common = {char for char in usual if _common(char)}
    return {
        "readings.txt": _by_sound({char: usual[char] for char in common}),
        "rare.txt": _by_sound({char: usual[char] for char in usual.keys() - common}),
        "phrases.txt": list(_phrases(usual)),
    }


def _common(char: str) -> bool:
    """In GB 2312."""
    return len(char.encode("gb2312", "ignore")) == 2


def _by_sound(usual: dict[str, str]) -> list[str]:
    found: dict[str, str] = {}
    for char in sorted(usual):
        found[usual[char]] = found.get(usual[char], "") + char
    return [f"{sound} {chars}" for sound, chars in sorted(found.items())]


def _phrases(usual: dict[str, str]) -> Iterator[str]:
    """Those of which characters, or shorter phrases in them, do not tell the reading; longest first wins."""
    known: dict[str, list[str]] = {}

    def told(phrase: str) -> list[str]:
        if not phrase:
            return []
        ends = range(len(phrase), 1, -1)
        end = next((end for end in ends if phrase[:end] in known), 1)
        return [*known.get(phrase[:end], [usual.get(phrase[0], phrase[0])]), *told(phrase[end:])]

    for phrase in sorted(_dictionary(), key=lambda each: (len(each), each)):
        read = _syllables(phrase)
        if told(phrase) != read:
            known[phrase] = read
            yield " ".join([phrase, *read])


@cache
def _dictionary() -> Collection[str]:
    spelled = {word: [[syllable] for syllable in said.split()] for word, said in OVERRIDES.items()}
    pypinyin.load_phrases_dict(spelled)
    return PHRASES_DICT.keys()


def _syllables(text: str) -> list[str]:
    _dictionary()
    return pypinyin.lazy_pinyin([text])


if __name__ == "__main__":
    for name, lines in files().items():
        (DATA / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
