"""``portal follow``: keep the search index up with the database, as a child of the server does."""

import argparse
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from portal.cli.common import keep_log, settings_of, step_aside

if TYPE_CHECKING:
    from portal.core.work import Store
    from search_index.engine import Engine

PAUSE = 0.5
LONGEST = 60.0

log = logging.getLogger(__name__)


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("follow", help="keep the search index up to date (the server does this)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.app import make_store
    from portal.search import open_index

    store = make_store(settings_of(args))
    keep_log(store.settings)
    keep_following(store, open_index(store), lambda: True)
    return 0


def keep_following(store: "Store", index: "Engine", wanted: Callable[[], bool]) -> None:
    """Bring every change into the index as it comes, as long as that is ``wanted``."""
    from portal.search.follow import drain, mend
    from search_index.engine import IndexUnavailable

    # Before it steps aside: beside busy processes it would be long about it, and the first change waits.
    with suppress(IndexUnavailable):
        index.check()
    # Not far: at 10 it gets so little beside busy processes that a change is not found within three seconds.
    step_aside(5)
    pause = PAUSE
    while wanted():
        try:
            if mend(store, index):
                # Where building anew does not help, do it less and less often.
                pause = min(LONGEST, pause * 2)
            else:
                drain(store, index)
                pause = PAUSE
        except Exception:
            # Whatever it was, the changes are still in the outbox: try again, less and less often.
            log.exception("the search index could not be brought up to date")
            pause = min(LONGEST, pause * 2)
        time.sleep(pause)
