"""The lexicon as it is in use, and the lists of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select

from portal.accounts.models import User
from portal.core.i18n import _
from portal.core.paging import pages
from portal.core.work import Reading
from portal.lexicon.entries import Checked
from portal.lexicon.errors import NoSuchEntry
from portal.lexicon.models import LexiconEntry, LexiconRevision
from search_index.analysis import fold, key
from search_index.lexicon import Entry, Kind, read_rows

PER_PAGE = 50

_number = select(LexiconRevision.number).where(LexiconRevision.id == 1)
_local = (
    select(LexiconEntry, User.name)
    .outerjoin(User, User.id == LexiconEntry.changed_by)
    .order_by(LexiconEntry.word)
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a list. ``id`` is ``None`` for a shipped one; ``shipped``: its word is among those too."""

    said: Checked
    id: int | None = None
    active: bool = True
    shipped: bool = True
    revision: int = 0
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of words, and how many there are in all."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


def revision(work: Reading) -> int:
    """How often local entries have changed."""
    return work.known("lexicon", lambda: int(work.session.execute(_number).scalar_one()))


@cache
def shipped() -> tuple[Entry, ...]:
    """The entries that come with the program."""
    return tuple(read_rows())


def entries(work: Reading) -> list[Entry]:
    """What engines use: shipped entries, without the words that were taken out, and local ones after them."""
    rows = local(work)
    off = {row.said.word for row in rows if not row.active}
    kept = (entry for entry in shipped() if entry.word not in off)
    return [*kept, *(row.said.entry for row in rows if row.active)]


def local(work: Reading) -> list[Row]:
    """Every local entry, by word."""
    known = {entry.word for entry in shipped()}
    return [
        Row(
            Checked(row.kind, row.word, row.means, row.source),
            row.id,
            row.active,
            row.word in known,
            row.revision,
            name or "",
            row.changed_at,
        )
        for row, name in work.session.execute(_local)
    ]


def one(work: Reading, entry_id: int) -> Row:
    """A local entry. Raises ``NoSuchEntry``."""
    for row in local(work):
        if row.id == entry_id:
            return row
    raise NoSuchEntry(_("There is no such local word."))


def of_word(work: Reading, word: str) -> Row | None:
    """The entry of a word, the local one where there are two."""
    written = {key(word), " ".join(fold(word).split())}
    return next((row for row, _text in _both(local(work)) if row.said.word in written), None)


def words(work: Reading, text: str, kind: Kind | None, *, only_local: bool, page: int) -> Found:
    """One page of the entries whose word or meaning has ``text``, local ones first."""
    rows = local(work)
    wanted = key(text)
    found = [
        row
        for row, its_text in (map(_with_text, rows) if only_local else _both(rows))
        if (kind is None or row.said.kind is kind) and wanted in its_text
    ]
    page = min(page, pages(len(found), PER_PAGE))
    return Found(found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page)


def _both(rows: list[Row]) -> Iterator[tuple[Row, str]]:
    """Local entries, and the shipped ones that none of them replaces, each with its text."""
    own = {row.said.word for row in rows}
    yield from map(_with_text, rows)
    yield from (each for each in _shipped_rows() if each[0].said.word not in own)


@cache
def _shipped_rows() -> tuple[tuple[Row, str], ...]:
    said = (Checked(entry.kind, entry.word, "|".join(entry.means)) for entry in shipped())
    return tuple(_with_text(Row(each)) for each in said)


def _with_text(row: Row) -> tuple[Row, str]:
    """An entry with the text by which it is found."""
    return row, key(f"{row.said.word}|{row.said.means}")
