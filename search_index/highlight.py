"""Which parts of a text to mark, as fragments of plain text; never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from search_index.analysis import fold_with_origin, tokens

Fragments = list[tuple[str, bool]]

_SNIPPET = 80  # characters shown of a body
_BEFORE = 20  # of them before the first mark
_STOPS = "\n。；！？"
_RUN = re.compile(rb"\x00+|\x01+")


class Marker:
    """Marks the given folded texts; the words inside them only where none of them stands as a whole."""

    def __init__(self, marks: Iterable[str]) -> None:
        given = set(filter(None, marks))
        self._phrases = {mark for mark in given if len(mark) > 1} or given

    @cached_property
    def _words(self) -> set[str]:
        return {word for phrase in self._phrases for word in tokens(phrase) if len(word) > 1}

    def _marked(self, source: str) -> bytearray:
        """Return for each character of the source whether to mark it."""
        marked = _standing(self._phrases, source)  # most texts are written as they are compared
        if any(marked):
            return marked
        folded = fold_with_origin(source)
        inside = _standing(self._phrases, folded.text)
        inside = inside if any(inside) else _standing(self._words, folded.text)
        for index, mark in enumerate(inside):
            marked[folded.origin[index]] |= mark
        return marked

    def fragments(self, source: str) -> Fragments:
        """Return the whole source in fragments (text, whether to mark it)."""
        return _fragments(source, self._marked(source), 0, len(source))

    def snippet(self, source: str) -> Fragments:
        """Return about 80 characters around the first mark, or the beginning; what is left out is "…"."""
        stands = [place for phrase in self._phrases if (place := source.find(phrase)) >= 0]
        # Nobody sees a mark that stands farther behind.
        marked = self._marked(source[: min(stands, default=len(source)) + 2 * _SNIPPET])
        marked.extend(bytes(len(source) - len(marked)))
        first = max(0, marked.find(1))
        start = max(0, first - _BEFORE)
        sentence = max(source.rfind(stop, start, first) for stop in _STOPS) + 1
        start = sentence or start
        end = min(len(source), start + _SNIPPET)
        while end < len(marked) and marked[end - 1] and marked[end]:  # a marked word is shown whole
            end += 1
        before = [("…", False)] if start and not sentence else []
        after = [("…", False)] if end < len(source) else []
        return [*before, *_fragments(source, marked, start, end), *after]


def _standing(texts: Iterable[str], source: str) -> bytearray:
    """Return 1 for each character of a source at which one of the texts stands, else 0."""
    marked = bytearray(len(source))
    for text in texts:
        start = source.find(text)
        while start >= 0:
            marked[start : start + len(text)] = b"\1" * len(text)
            start = source.find(text, start + 1)
    return marked


def _fragments(source: str, marked: bytearray, start: int, end: int) -> Fragments:
    return [
        (source[run.start() : run.end()], marked[run.start()] == 1)
        for run in _RUN.finditer(marked, start, end)
    ]
