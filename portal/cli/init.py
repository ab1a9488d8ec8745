"""``portal init``: an empty centre."""

import argparse
from typing import Any

from portal.cli.common import follow_changes, store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("init", help="make an empty centre: database, key, search index")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    store = store_of(args)
    assert store.settings.key
    follow_changes(store)
    print(f"The centre is ready in {store.settings.var_dir}. Next: portal user add, portal import guides.")
    return 0
