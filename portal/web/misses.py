"""Counting the questions that led nowhere: in memory, and now and then by one short write."""

import logging
import re
from collections import Counter
from threading import Lock, Timer

from pyramid.config import Configurator
from pyramid.request import Request

from portal.core.db import UNAVAILABLE
from portal.core.work import Store
from portal.lexicon import misses
from portal.lexicon.misses import Miss
from portal.lexicon.models import MissKind
from portal.lexicon.private import private
from search_index.analysis import fold
from search_index.engine import Query, Results, Step

PAUSE = 30.0
"""Seconds between two writes of one process."""

VAIN = frozenset({Step.NONE, Step.SOME})
"""Nothing was found, or nothing that has what was asked."""

QUESTIONS = 500
OF_ONE_VISITOR = 10
_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|curl|wget|python|java|go-http|okhttp|httpclient", re.IGNORECASE
)

log = logging.getLogger(__name__)


class Tally:
    """What was counted since the last write. Who asked is known until then only, so that a question that is
    sent again and again counts once, and nobody fills the table alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._counted: Counter[Miss] = Counter()
        self._asked: dict[str, set[Miss]] = {}
        self._timer: Timer | None = None

    def note(self, visitor: str, miss: Miss) -> None:
        """Count it; the first one after a write brings about the next."""
        with self._lock:
            own = self._asked.setdefault(visitor, set())
            if miss in own or len(own) >= OF_ONE_VISITOR:
                return
            if miss not in self._counted and len(self._counted) >= QUESTIONS:
                return
            own.add(miss)
            self._counted[miss] += 1
            self._wait()

    def flush(self) -> None:
        """Write what was counted. Where the database is not there, it is tried again later."""
        with self._lock:
            counted, self._counted, self._timer = self._counted, Counter(), None
            self._asked.clear()
        if not counted:
            return
        try:
            self._store.write(misses.keep, counted)
        except UNAVAILABLE as error:
            log.warning("questions that led nowhere could not be counted yet: %s", error)
            with self._lock:
                self._counted += counted
                self._wait()
        except Exception:
            log.exception("questions that led nowhere were not counted")

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = Timer(PAUSE, self.flush)
            self._timer.daemon = True
            self._timer.start()


def count(request: Request, query: Query, results: Results) -> None:
    """Note what this search tells: that nothing fits, or that this was asked instead of ``after``."""
    asked, before = _folded(query.text), _folded(request.GET.get("after", ""))
    filtered = query.kind or query.org or query.category or query.page > 1
    if not asked or filtered or _by_machine(request):
        return
    tally: Tally = request.registry["tally"]
    if results.step in VAIN:
        tally.note(request.client, Miss(MissKind.ZERO, asked))
    elif before and before != asked:
        tally.note(request.client, Miss(_manner(before, asked), before, asked))


def _by_machine(request: Request) -> bool:
    return not request.user_agent or bool(_MACHINE.search(request.user_agent))


def _folded(text: str) -> str:
    """The question in its comparable form; empty where it is not to be counted."""
    folded = " ".join(fold(text).split())
    return "" if private(text) else folded


def _manner(before: str, after: str) -> MissKind:
    """As many characters, most of them the same: a slip was put right."""
    differing = sum(old != new for old, new in zip(before, after, strict=False))
    alike = len(before) == len(after) and 3 * differing <= len(before)
    return MissKind.CORRECTED if alike else MissKind.REFINED


def includeme(config: Configurator) -> None:
    config.registry["tally"] = Tally(config.registry["store"])
