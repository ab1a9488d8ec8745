"""``portal reindex``: the search index anew, beside the one in use."""

import argparse
from time import monotonic
from typing import Any

from portal.cli.common import step_aside, store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("reindex", help="build the search index anew beside the old one, and swap")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.search import open_index
    from portal.search.follow import rebuild

    step_aside()
    store = store_of(args)
    start = monotonic()
    count = rebuild(store, open_index(store))
    print(f"{count} documents indexed in {monotonic() - start:.1f} s.")
    return 0
