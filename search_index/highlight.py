"""Which parts of a text to mark, as fragments of plain text; never markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from search_index.analysis import fold_with_origin, tokens

Fragments = list[tuple[str, bool]]

_SNIPPET = 80  # characters shown of a body
_BEFORE = 20  # of them before the first mark
_STOPS = "\n。；！？"


class Marker:
    """Marks the given folded texts; the words inside them only where none of them stands as a whole."""

    def __init__(self, marks: Iterable[str]) -> None:
        given = set(filter(None, marks))
        self._phrases = {mark for mark in given if len(mark) > 1} or given

    @cached_property
    def _words(self) -> set[str]:
        return {word for phrase in self._phrases for word in tokens(phrase) if len(word) > 1}

    def _marked(self, source: str) -> set[int]:
        """Return the positions of the source to mark."""
        marked = _standing(self._phrases, source)  # most texts are written as they are compared
        if marked:
            return marked
        folded = fold_with_origin(source)
        marked = _standing(self._phrases, folded.text) or _standing(self._words, folded.text)
        return {folded.origin[index] for index in marked}

    def fragments(self, source: str) -> Fragments:
        """Return the whole source in fragments (text, whether to mark it)."""
        marked = self._marked(source)
        return _fragments(source, marked, 0, len(source))

    def snippet(self, source: str) -> Fragments:
        """Return about 80 characters around the first mark, or the beginning; what is left out is "…"."""
        marked = self._marked(source)
        first = min(marked, default=0)
        start = max(0, first - _BEFORE)
        sentence = max(source.rfind(stop, start, first) for stop in _STOPS) + 1
        start = sentence or start
        end = min(len(source), start + _SNIPPET)
        while end < len(source) and {end - 1, end} <= marked:  # a marked word is shown whole
            end += 1
        before = [("…", False)] if start and not sentence else []
        after = [("…", False)] if end < len(source) else []
        return [*before, *_fragments(source, marked, start, end), *after]


def _standing(texts: Iterable[str], source: str) -> set[int]:
    """Return the positions of a source at which one of the texts stands."""
    marked: set[int] = set()
    for text in texts:
        start = source.find(text)
        while start >= 0:
            marked.update(range(start, start + len(text)))
            start = source.find(text, start + 1)
    return marked


def _fragments(source: str, marked: set[int], start: int, end: int) -> Fragments:
    groups = groupby(range(start, end), key=marked.__contains__)
    return [("".join(source[index] for index in indexes), mark) for mark, indexes in groups]
