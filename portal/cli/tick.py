"""``portal tick``: due work, from cron or a timer. Safe to run as often as one likes, on every node."""

import argparse
from typing import TYPE_CHECKING, Any

from portal.cli.common import follow_changes, store_of

if TYPE_CHECKING:
    from portal.core.work import Store


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "tick", help="due work: index, expired sessions, keys and files, audit anchor"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.core import audit
    from portal.core.lock import only_one

    store = store_of(args)
    with only_one(store, "tick") as mine:
        done = _due_work(store) if mine else "Another process is doing the due work"
    # On every node: the more files of anchors there are, the more must be forged.
    with store.reading() as work:
        anchored = audit.anchor(work.session, store.settings.anchors, work.now)
    print(f"{done}, {'audit head anchored' if anchored else 'audit head unchanged'}.")
    return 0


def _due_work(store: "Store") -> str:
    """Do what is due and say what it was. Each part may be cut off anywhere; the next time does the rest."""
    from portal.accounts import sessions
    from portal.cases import clocks
    from portal.core import onetime
    from portal.lexicon import misses
    from portal.media import verbs as media

    follow_changes(store)
    store.write(sessions.purge)
    store.write(onetime.forget, store.settings.form_hours)
    store.write(misses.forget)
    moved = store.write(clocks.recompute)
    removed = media.clear_out(store)
    return (
        f"Index up to date, expired sessions, keys and {removed} files dropped, "
        f"{moved} provisional time limits moved"
    )
