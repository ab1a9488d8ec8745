"""``portal follow``: keep the search index up with the database. The server starts it as its child."""

import argparse
import logging
import os
import time
from typing import Any

from portal.cli.common import keep_log, settings_of, step_aside

PAUSE = 0.5
LONGEST = 60.0

log = logging.getLogger(__name__)


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("follow", help="keep the search index up to date (the server does this)")
    parser.add_argument("--parent", type=int, help="end when this process is no longer the parent")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.app import make_store
    from portal.search import open_index
    from portal.search.follow import drain, mend

    # Not far: at 10 it gets so little beside busy processes that a change is not found within three seconds.
    step_aside(5)
    store = make_store(settings_of(args))
    keep_log(store.settings)
    index = open_index(store)
    pause = PAUSE
    while args.parent is None or os.getppid() == args.parent:
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
    return 0
