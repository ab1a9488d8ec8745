"""``portal search QUERY``: what a visitor would find."""

import argparse
import json
from typing import Any

from portal.cli.common import store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("search", help="search as a visitor does")
    parser.add_argument("query")
    parser.add_argument("--limit", type=int, default=10, choices=range(1, 101), metavar="1..100")
    parser.add_argument("--json", action="store_true", help="a list of title, code, kind, address, score")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.core.text import clean
    from portal.search import open_index
    from portal.search.find import find, hit_rows
    from portal.search.follow import mend
    from search_index.engine import Query

    store = store_of(args)
    index = open_index(store)
    mend(store, index)
    with store.reading() as work:
        rows = hit_rows(find(work, index, Query(clean(args.query), per_page=args.limit)))
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row['title']}\t{row['address']}")
    return 0 if rows else 1
