"""The lexicon of the database in a running engine."""

from threading import Lock
from weakref import WeakKeyDictionary

from portal.core.work import Reading
from portal.lexicon import queries
from search_index.engine import Engine
from search_index.lexicon import Lexicon

UNTOUCHED = 1
"""The revision at which there are no local words: what an engine is opened with."""


_in_use: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
_lock = Lock()


def keep_up(work: Reading, index: Engine) -> None:
    """Give the engine the present lexicon, where local words have changed since it was given one.

    The search that notices does it, some tenths of a second long; others go on with the words of before.
    """
    number = queries.revision(work)
    if _in_use.get(index, UNTOUCHED) >= number or not _lock.acquire(blocking=False):
        return
    try:
        index.use(Lexicon(queries.entries(work)))
        _in_use[index] = number
    finally:
        _lock.release()
