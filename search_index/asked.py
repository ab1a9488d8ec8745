"""Reading a question: what was typed, as the lexicon understands it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_index.analysis import fold, letters
from search_index.engine import MAX_QUERY
from search_index.lexicon import FREE, Kind, Lexicon, Piece, word_edges

_LONGEST_PLACE = 16  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    `key` is what was typed, folded, without signs; `pieces` are what it says, without filler. `near` is the
    index path of the place that it names besides, `corrected` how it is read where characters were mistaken;
    "" for none.
    """

    key: str
    pieces: tuple[Piece, ...]
    near: str = ""
    corrected: str = ""


def read(text: str, lexicon: Lexicon, places: Mapping[str, str] | None = None) -> Asked:
    """Read a question of any kind. `places`: folded names of places, and the index paths of their units.

    A place that is named beside something else is a wish; alone it is what is asked for.
    """
    # A single sign may fold to eighteen letters.
    folded = fold(text[:MAX_QUERY])[:MAX_QUERY]
    said = lexicon.ear.heard(_joined(folded))
    place, rest = _without_place(said, places or {})
    pieces, corrected = _pieces(rest, lexicon)
    telling = [piece for piece in pieces if piece.kind is not Kind.FILLER]
    if place:
        telling.append(Piece(Kind.INTENT if telling else Kind.WORD, place))
    return Asked(letters(folded), tuple(telling or pieces), (places or {}).get(place, ""), corrected)


def _pieces(said: str, lexicon: Lexicon) -> tuple[list[Piece], str]:
    """Return what a text says, and how it is written where it had to be corrected ("" otherwise)."""
    standard = lexicon.standard(said)
    pieces = lexicon.split(standard)
    words = [piece.text for piece in pieces]
    odd = {n for n, piece in enumerate(pieces) if piece.kind is Kind.WORD and len(piece.text) == 1}
    sure = {n for n, piece in enumerate(pieces) if piece.kind is not Kind.WORD}
    whole = "" if sure or len(words) < 2 else lexicon.ear.meant("".join(words))
    meant = [whole] if whole else lexicon.ear.corrected(words, odd.__contains__, sure.__contains__)
    corrected = "".join(meant) if "".join(meant) != "".join(words) else ""
    if corrected:
        pieces = [piece for word in meant for piece in lexicon.split(word)]
    wishes = [wish for piece in pieces for wish in lexicon.wishes(piece)]
    return [*lexicon.situations(corrected or standard), *pieces, *wishes], corrected


def _joined(folded: str) -> str:
    """Join characters that stand one by one: 身 份 证."""
    runs = folded.split()
    alone = len(runs) > 1 and all(len(run) == 1 and not run.isascii() for run in runs)
    return "".join(runs) if alone else folded


def _without_place(said: str, places: Mapping[str, str]) -> tuple[str, str]:
    """Return the longest place named in a text ("" for none), and the text without it."""
    edges = word_edges(said) if places else set[int]()
    named = (
        said[start:end]
        for start in range(len(said))
        for end in range(start + 2, min(len(said), start + _LONGEST_PLACE) + 1)
        if said[start:end] in places and (end - start >= FREE or {start, end} <= edges)
    )
    place = max(named, key=len, default="")
    return place, said.replace(place, " ", 1) if place else said
