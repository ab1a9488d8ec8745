"""The names in the index: what each document is called, how that sounds, and the file they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any

from search_index.analysis import boundaries, key, stem, words
from search_index.document import Doc
from search_index.pinyin import common_readings, syllables
from search_index.sorted_parts import SortedParts


@dataclass(frozen=True)
class Name:
    """A document without its body; `sounds` has one syllable for each character of `key`.

    `starts` are the offsets in `key` at which a word starts (also one inside another), `ends` those at which
    a whole word ends. `aside` says that the name follows upon a main matter (注销, 补办). `forms` are the
    keys by which the document is found exactly: title, code, aliases.
    """

    doc: Doc
    key: str
    stem: str
    sounds: list[str]
    starts: list[int]
    ends: list[int]
    aside: bool
    forms: list[str]

    @cached_property
    def offsets(self) -> list[int]:
        """The offset of each syllable, and the end, in the full pinyin."""
        return [0, *accumulate(map(len, self.sounds))]

    @property
    def initials(self) -> str:
        """The first letter of each syllable."""
        return "".join(sound[0] for sound in self.sounds)

    @property
    def pinyin(self) -> str:
        """All syllables, without spaces."""
        return "".join(self.sounds)


_fields = attrgetter(*(each.name for each in fields(Doc)))
_ALIASES = [each.name for each in fields(Doc)].index("aliases")
_analysis = attrgetter(*(each.name for each in fields(Name) if each.name != "doc"))


def name_of(doc: Doc, secondary: Iterable[str]) -> Name:
    """Analyse a title (indexing process: imports pypinyin). `secondary`: words that make it an aside."""
    title_key, title_stem = key(doc.title), stem(doc.title)
    edges = boundaries(title_key)
    aside = any(word in title_key for word in secondary)
    bare = replace(doc, body="")
    forms = list({title_key, title_stem, key(doc.code), *map(key, doc.aliases)} - {""})
    sounds = syllables(words(title_key))
    return Name(bare, title_key, title_stem, sounds, edges.starts, edges.ends, aside, forms)


class NameTable:
    """All names, best first: complete before name-only, main before asides, short before long.

    Where two names answer a query equally well, the one with the lower number is therefore shown first.
    """

    def __init__(self, names: Sequence[Name], readings: dict[str, str], parts: Sequence[SortedParts]) -> None:
        self.names = names
        self.readings = readings
        self.by_key, self.by_initials, self.by_pinyin = parts
        self.number = {name.doc.id: number for number, name in enumerate(names)}
        self.exact: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            for form in name.forms:
                self.exact.setdefault(form, []).append(number)

    @classmethod
    def build(cls, names: Iterable[Name], readings: dict[str, str]) -> NameTable:
        """Sort names and all their parts (indexing process)."""
        ranked = sorted(names, key=_quality)
        starts: tuple[list[Sequence[int]], ...] = (
            [range(len(name.key)) for name in ranked],
            [name.starts for name in ranked],
            [[name.offsets[start] for start in name.starts] for name in ranked],
        )
        parts = map(SortedParts.build, _texts(ranked), starts)
        return cls(ranked, readings or common_readings(), list(parts))

    def dump(self) -> bytes:
        """Return the table as the content of a file."""
        rows = [(_fields(name.doc), *_analysis(name)) for name in self.names]
        parts = [part.dump() for part in (self.by_key, self.by_initials, self.by_pinyin)]
        content = {"names": rows, "readings": self.readings, "parts": parts}
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def load(cls, content: bytes) -> NameTable:
        """Read what `dump` returned; ValueError, KeyError or TypeError where it is damaged."""
        data: dict[str, Any] = json.loads(content)
        names = [Name(_doc(values), *analysis) for values, *analysis in data["names"]]
        return cls(names, data["readings"], list(map(SortedParts.load, _texts(names), data["parts"])))

    def containing(self, phrase: str) -> dict[int, bool]:
        """Return the names with the phrase: number → whether it begins and ends with a word there."""
        found: dict[int, bool] = {}
        for number, start in self.by_key.beginning(phrase):
            name = self.names[number]
            whole = start in name.starts and start + len(phrase) in name.ends
            found[number] = found.get(number, False) or whole
        return found

    def spelled(self, latin: str) -> dict[int, tuple[bool, str]]:
        """Return the names a part of which has these initials or this pinyin, from the start of a word on.

        Number → (whether the part ends with a word, the part itself).
        """
        found: dict[int, tuple[bool, str]] = {}
        for number, start in self.by_initials.beginning(latin):
            name = self.names[number]
            _keep_best(found, name, number, start, start + len(latin))
        for number, offset in self.by_pinyin.beginning(latin):
            name = self.names[number]
            if offset + len(latin) in name.offsets:
                end = name.offsets.index(offset + len(latin))
                _keep_best(found, name, number, name.offsets.index(offset), end)
        return found


def _texts(names: Sequence[Name]) -> tuple[list[str], list[str], list[str]]:
    return [n.key for n in names], [n.initials for n in names], [n.pinyin for n in names]


def _quality(name: Name) -> tuple[bool, bool, int, str, str]:
    return not name.doc.complete, name.aside, len(name.stem), name.key, name.doc.id


def _keep_best(found: dict[int, tuple[bool, str]], name: Name, number: int, start: int, end: int) -> None:
    whole = end in name.ends
    if number not in found or (whole and not found[number][0]):
        found[number] = (whole, name.key[start:end])


def _doc(values: list[Any]) -> Doc:
    values[_ALIASES] = tuple(values[_ALIASES])
    return Doc(*values)
