"""``portal demo``: an invented county to look at and to play with."""

import argparse
from typing import TYPE_CHECKING, Any

from portal.cli.common import follow_changes, store_of

if TYPE_CHECKING:
    from portal.core.work import Store


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="load the demo centre into an empty database; repeatable")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    store = store_of(args)
    load_and_tell(store)
    follow_changes(store)
    return 0


def load_and_tell(store: "Store", *, only_if_empty: bool = False) -> bool:
    """Load the demo centre, and say what changed and who may log in; whether it was loaded.

    ``only_if_empty`` leaves a database with content as it is, and a real centre's log-ins unmentioned.
    """
    from portal.demo.content import PASSWORD, read_centre
    from portal.demo.load import holds_demo, is_empty, load

    with store.reading() as work:
        wanted, told = not only_if_empty or is_empty(work), holds_demo(work)
    if wanted:
        done = load(store)
        counts = (
            f"{done.directory} directory entries, {done.accounts} accounts, {done.guides} guides, "
            f"{done.notices} notices, {done.letters} steps of letters"
        )
        print(f"Demo centre: {counts} changed." if done.changed else "Demo centre: nothing has changed.")
    if wanted or told:
        print(f"Log in at {store.settings.site_url}/login with the password {PASSWORD} as")
        for account in read_centre().accounts:
            print(f"  {account.login:<10} {account.does}")
    return wanted
