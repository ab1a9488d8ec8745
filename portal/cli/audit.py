"""``portal audit verify``: is the history as it was written?"""

import argparse
import json
from dataclasses import asdict
from typing import Any

from portal.cli.common import store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("audit", help="verify the audit trail")
    parser.add_argument("verb", choices=("verify",))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.core import audit

    store = store_of(args)
    settings = store.settings
    with store.reading() as work:
        verdict = audit.verify(work.session, settings.key, settings.anchors)
    if args.json:
        print(json.dumps(asdict(verdict)))
    elif verdict.broken_at is None:
        print(f"All {verdict.rows} events hold.")
    else:
        print(f"Broken at event {verdict.broken_at}: {verdict.reason}.")
    return 0 if verdict.broken_at is None else 1
