"""``portal tick``: due work, from cron or a timer. Safe to run as often as one likes."""

import argparse
from typing import Any

from portal.cli.common import follow_changes, store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "tick", help="due work: index, expired sessions, keys and files, audit anchor"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.accounts import sessions
    from portal.cases import clocks
    from portal.core import audit, onetime
    from portal.media import verbs as media

    store = store_of(args)
    follow_changes(store)
    store.write(sessions.purge)
    store.write(onetime.forget, store.settings.form_hours)
    moved = store.write(clocks.recompute)
    removed = media.clear_out(store)
    with store.reading() as work:
        anchored = audit.anchor(work.session, store.settings.anchors, work.now)
    print(
        f"Index up to date, expired sessions, keys and {removed} files dropped, "
        f"{moved} provisional time limits moved, {_anchor_words(anchored)}"
    )
    return 0


def _anchor_words(anchored: bool) -> str:
    return "audit head anchored." if anchored else "audit head unchanged."
