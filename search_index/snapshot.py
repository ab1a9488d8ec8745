"""What a serving process keeps in memory of one generation: names and aliases, by writing and by sound."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from heapq import nsmallest

from search_index.analysis import key
from search_index.engine import Suggestion
from search_index.lexicon import Lexicon
from search_index.names import NameTable
from search_index.spelling import Correction, Sounding, Sounds

_SPARE = 4  # names of the same title are offered once: look a little further
_ALIASES = 3  # aliases looked at for one prefix, and names offered for each


class Snapshot:
    """A table of names together with the lexicon; never changed, so threads may share it."""

    def __init__(self, table: NameTable, lexicon: Lexicon) -> None:
        self.table = table
        self.lexicon = lexicon

    def meaning(self, means: tuple[str, ...]) -> dict[int, tuple[float, ...]]:
        """Return the names that contain a meaning: number → sort key.

        In this order: which meaning, whether it is not the whole name, an aside, not whole words.
        """
        found: dict[int, tuple[float, ...]] = {}
        for place, phrase in enumerate(means):
            for number, whole in self.table.containing(phrase).items():
                name = self.table.names[number]
                found.setdefault(number, (place, phrase not in (name.key, name.stem), name.aside, not whole))
        return found

    def syllables(self, text: str) -> list[str]:
        """Return the usual syllable of each character, without pypinyin."""
        return [self.table.readings.get(char, char) for char in text]

    @cached_property
    def _alias_spellings(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for alias in self.lexicon.aliases:
            sounds = self.syllables(alias)
            for spelling in {"".join(sounds), "".join(sound[0] for sound in sounds)}:
                found.setdefault(spelling, []).append(alias)
        return found

    def aliases_spelled(self, latin: str) -> list[str]:
        """Return the aliases of which this is the pinyin or the initials."""
        return self._alias_spellings.get(latin, [])

    @cached_property
    def _sounds(self) -> Sounds:
        leading = [alias for alias, means in self.lexicon.aliases.items() if self.meaning(means)]
        aliases = [Sounding(alias, self.syllables(alias), [0], [len(alias)]) for alias in leading]
        names = [Sounding(name.key, name.sounds, name.starts, name.ends) for name in self.table.names]
        return Sounds([*aliases, *names])

    def corrections(self, text: str) -> list[Correction]:
        """Return what sounds like a folded text of letters and characters, but is another text."""
        return [found for found in self._sounds.corrections(self.syllables(text)) if found.text != text]

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """Complete what was typed: names that begin so, what an alias means, names with such a part."""
        prefix = key(typed)
        if not prefix or limit < 1:
            return []
        table, enough = self.table, limit * _SPARE
        parts = [table.by_key, table.by_initials, table.by_pinyin] if prefix.isascii() else [table.by_key]
        ranked = [(2 * inner, number) for part in parts for inner, number in part.best(prefix, enough)]
        ranked += [(1, number) for number in self._meant_by_prefix(prefix)]
        best: dict[str, Suggestion] = {}
        for _, number in sorted(ranked):
            doc = self.table.names[number].doc
            best.setdefault(doc.title, Suggestion(doc.title, doc.address, doc.kind))
        return list(best.values())[:limit]

    def _meant_by_prefix(self, prefix: str) -> Iterator[int]:
        written = [(alias, alias) for alias in self.lexicon.aliases]
        spelled = [(spelling, alias) for spelling, found in self._alias_spellings.items() for alias in found]
        forms = spelled if prefix.isascii() and len(prefix) > 1 else written
        near = sorted((len(form), alias) for form, alias in forms if form.startswith(prefix))
        for _, alias in near[:_ALIASES]:
            found = self.meaning(self.lexicon.aliases[alias])
            yield from nsmallest(_ALIASES, found, key=lambda number: (found[number], number))
