"""The lexicon of the database in a running engine."""

from threading import Lock
from weakref import WeakKeyDictionary

from portal.core.work import Reading
from portal.lexicon import queries
from search_index.engine import Engine
from search_index.lexicon import Lexicon, shipped

UNTOUCHED = 1
"""The revision at which there are no local words: what an engine is opened with."""

_in_use: WeakKeyDictionary[Engine, tuple[int, Lexicon]] = WeakKeyDictionary()
_lock = Lock()


def keep_up(work: Reading, index: Engine) -> None:
    """Give the engine the present lexicon, where local words have changed since it was given one.

    The search that notices does it, some tenths of a second long; others go on with the words of before.
    """
    number = queries.revision(work)
    if _present(index)[0] >= number or not _lock.acquire(blocking=False):
        return
    try:
        lexicon = Lexicon(queries.entries(work))
        index.use(lexicon)
        _in_use[index] = number, lexicon
    finally:
        _lock.release()


def read_by(work: Reading, index: Engine) -> Lexicon:
    """The lexicon by which the engine reads questions."""
    keep_up(work, index)
    return _present(index)[1]


def _present(index: Engine) -> tuple[int, Lexicon]:
    return _in_use.get(index) or (UNTOUCHED, shipped())
