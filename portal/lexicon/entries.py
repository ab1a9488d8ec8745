"""What an entry must be, whether a form or a file brings it."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

from portal.core.i18n import Message, _
from portal.core.text import fold as one_line
from portal.core.ui import Ui, Widget
from portal.lexicon.errors import BadEntry
from portal.lexicon.models import NOTE, WORD
from portal.publishing.body import Part
from search_index.analysis import fold, key, letters
from search_index.lexicon import BARE, Entry, Kind

MEANINGS = 20
MEANING = 100

LABELS: dict[Kind, Message] = {
    Kind.ALIAS: _("Another name of a matter"),
    Kind.COMPONENT: _("Another word for a word"),
    Kind.INTENT: _("What somebody wants done"),
    Kind.SITUATION: _("Words that together tell a situation"),
    Kind.VARIANT: _("Another writing, or dialect"),
    Kind.SYNONYM: _("Official words for one another"),
    Kind.FILLER: _("Says nothing and is left out"),
    Kind.PRIMARY: _("Says nothing in a name"),
    Kind.SECONDARY: _("Matters with it come after others"),
}


class EntryIn(Part):
    """The form of an entry. ``seen``: its revision when the form was filled; ``miss``: the question that it
    answers."""

    word: Annotated[
        str,
        Ui(
            _("What people say"),
            hint=_("Width, spaces and signs do not matter; a situation is written 读书/上学 没钱."),
        ),
        StringConstraints(min_length=1, max_length=WORD),
    ]
    kind: Annotated[Kind, Ui(_("What the word is"), widget=Widget.SELECT, options=LABELS)] = Kind.ALIAS
    means: Annotated[
        str,
        Ui(
            _("What it means"),
            hint=_("Words of official names, one in a line, the best first. Parts of a name will do."),
            widget=Widget.TEXT,
            rows=3,
        ),
        StringConstraints(max_length=MEANINGS * MEANING),
    ] = ""
    source: Annotated[
        str, Ui(_("Note"), hint=_("Where it comes from, for colleagues.")), StringConstraints(max_length=NOTE)
    ] = ""
    seen: Annotated[str, Ui(_("Edition"), widget=Widget.HIDDEN)] = ""
    miss: Annotated[str, Ui(_("Question"), widget=Widget.HIDDEN)] = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry as it is kept: ``word`` folded, ``means`` as it was typed, joined by ``|``."""

    kind: Kind
    word: str
    means: str
    source: str = ""

    @property
    def entry(self) -> Entry:
        """The entry as engines take it."""
        return Entry(self.kind, self.word, tuple(letters(fold(part)) for part in split(self.means)))


def split(means: str) -> list[str]:
    """The single meanings of a text with lines or ``|``."""
    return [part for each in re.split(r"[|｜\n]", means) if letters(fold(part := one_line(each)))]


def checked(kind: Kind, word: str, means: str, source: str) -> Checked:
    """The entry, put into its form. Raises ``BadEntry``."""
    folded = " ".join(fold(word).split()) if kind is Kind.SITUATION else key(word)
    if not all(map(letters, re.split("[ /]", folded))):
        raise BadEntry(_("Write words: there are only signs, or nothing beside one."), "word")
    if len(folded) > WORD:
        raise BadEntry(_("Write at most ${n} characters.", n=WORD), "word")
    _check_means(kind, parts := split(means))
    source = one_line(source)
    if len(source) > NOTE:
        raise BadEntry(_("Write at most ${n} characters.", n=NOTE), "source")
    return Checked(kind, folded, "|".join(parts), source)


def _check_means(kind: Kind, parts: list[str]) -> None:
    if kind in BARE and parts:
        raise BadEntry(_("A word of this kind has no meaning: leave that empty."), "means")
    if kind not in BARE and not parts:
        raise BadEntry(_("Say what the word means."), "means")
    if kind is Kind.VARIANT and len(parts) > 1:
        raise BadEntry(_("A writing stands for one word: give one meaning."), "means")
    if len(parts) > MEANINGS or max(map(len, parts), default=0) > MEANING:
        raise BadEntry(
            _("Give at most ${n} meanings of at most ${m} characters.", n=MEANINGS, m=MEANING), "means"
        )
