"""Teaching the search a word, changing it, and taking it out. The audit trail keeps ids, never words."""

from sqlalchemy import select, update

from portal.accounts import guard
from portal.accounts.permissions import Permission
from portal.core.i18n import _
from portal.core.work import Reading, Writing
from portal.directory.models import Org
from portal.lexicon import misses
from portal.lexicon.entries import Checked, EntryIn, checked
from portal.lexicon.errors import BadEntry, ChangedMeanwhile, NoSuchEntry
from portal.lexicon.models import LexiconEntry, LexiconRevision

_root = select(Org.path).where(Org.parent_id.is_(None)).order_by(Org.path).limit(1)


def demand(work: Reading) -> None:
    """Raises ``Forbidden``: a word leads everywhere, so it takes an editor of the whole portal."""
    guard.demand(work, Permission.TEACH, work.session.scalar(_root) or "/")


def add(work: Writing, given: EntryIn) -> int:
    """The id of a new entry. Raises ``Forbidden`` and ``BadEntry``, also where the word is there already."""
    demand(work)
    new = checked(given.kind, given.word, given.means, given.source)
    number = _raise_number(work)
    _free(work, new.word)
    row = _put(work, None, new, number)
    misses.settle(work, given.miss)
    return row.id


def change(work: Writing, entry_id: int, given: EntryIn) -> None:
    """Let an entry say something else. Raises what ``add`` does, ``NoSuchEntry`` and ``ChangedMeanwhile``."""
    demand(work)
    new = checked(given.kind, given.word, given.means, given.source)
    number = _raise_number(work)
    row = _one(work, entry_id)
    if str(row.revision) != given.seen:
        raise ChangedMeanwhile(_("Somebody else has changed this word meanwhile. Open it anew."))
    if new.word != row.word:
        _free(work, new.word)
    _put(work, row, new, number, active=row.active)


def switch(work: Writing, entry_id: int, *, active: bool) -> None:
    """Take the word of an entry out of the lexicon, or put it back. Raises ``NoSuchEntry``."""
    demand(work)
    row = _one(work, entry_id)
    if row.active != active:
        row.revision = _raise_number(work)
        row.active = active
        work.record("switch_on" if active else "switch_off", "lexicon_entry", entry_id)


def switch_off_shipped(work: Writing, shipped: Checked) -> None:
    """Take a word out that came with the program; its local entry keeps what it meant.

    Raises ``BadEntry`` where somebody has made a local entry of it meanwhile.
    """
    demand(work)
    number = _raise_number(work)
    _free(work, shipped.word)
    _put(work, None, shipped, number, active=False)


def put_aside(work: Writing, asked: str) -> None:
    """Leave a question out of the list of those that led nowhere. Raises ``Forbidden``."""
    demand(work)
    misses.dismiss(work, asked)
    work.record("put_aside", "search_miss", None)


def take(work: Writing, entries: dict[str, tuple[Checked, bool]]) -> tuple[int, int]:
    """Entries of a file by word, each with whether it is active; how many are new, and how many changed.

    For whoever works at the command line: no permission is asked for.
    """
    known = {
        row.word: row
        for row in work.session.scalars(select(LexiconEntry).where(LexiconEntry.word.in_(list(entries))))
    }
    differing = {
        word: (new, active)
        for word, (new, active) in entries.items()
        if word not in known or (_said(known[word]), known[word].active) != (new, active)
    }
    if differing:
        number = _raise_number(work)
        for word, (new, active) in differing.items():
            _put(work, known.get(word), new, number, active=active)
    created = len(differing.keys() - known.keys())
    return created, len(differing) - created


def _said(row: LexiconEntry) -> Checked:
    return Checked(row.kind, row.word, row.means, row.source)


def _put(
    work: Writing, row: LexiconEntry | None, new: Checked, number: int, *, active: bool = True
) -> LexiconEntry:
    verb = "change" if row else "create"
    row = row or LexiconEntry()
    row.kind, row.word, row.means, row.source = new.kind, new.word, new.means, new.source
    row.active, row.revision = active, number
    row.changed_by, row.changed_at = work.actor.id if work.actor else None, work.now
    work.session.add(row)
    work.session.flush()
    work.record(verb, "lexicon_entry", row.id, active=active)
    return row


def _raise_number(work: Writing) -> int:
    """The next revision. Its row is locked until the end, so that one at a time changes entries."""
    number = LexiconRevision.number
    statement = update(LexiconRevision).where(LexiconRevision.id == 1).values(number=number + 1)
    return int(work.session.execute(statement.returning(number)).scalar_one())


def _free(work: Writing, word: str) -> None:
    if work.session.scalar(select(LexiconEntry.id).where(LexiconEntry.word == word)) is not None:
        raise BadEntry(_("This word is among the local ones already. Change it there."), "word")


def _one(work: Writing, entry_id: int) -> LexiconEntry:
    row = work.session.get(LexiconEntry, entry_id, with_for_update=True)
    if row is None:
        raise NoSuchEntry(_("There is no such local word."))
    return row
