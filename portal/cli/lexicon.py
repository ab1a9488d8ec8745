"""``portal lexicon``: the words that staff have taught the search, as a table."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.cli.common import store_of

if TYPE_CHECKING:
    from portal.lexicon.sheet import Report

SHOWN = 20


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("lexicon", help="export and import the local words of the search")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    helps = {"export": "write them into a CSV file", "import": "take over those of a CSV file"}
    for verb, words in helps.items():
        verbs.add_parser(verb, help=words).add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        return _export(args) if args.verb == "export" else _import(args)
    except OSError as error:
        print(f"portal: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2


def _export(args: argparse.Namespace) -> int:
    from portal.lexicon import queries, sheet

    with store_of(args).reading() as work:
        rows = queries.local(work)
    args.file.write_bytes(sheet.written(rows))
    print(f"{len(rows)} local words written to {args.file}.")
    return 0


def _import(args: argparse.Namespace) -> int:
    from portal.accounts.operator import operator
    from portal.lexicon import sheet

    data = args.file.read_bytes()
    store = store_of(args)
    report = sheet.read(store, data, store.write(operator))
    _tell(report)
    return 1 if report.errors else 0


def _tell(report: "Report") -> None:
    for line, message in report.errors[:SHOWN]:
        print(f"line {line}: {message}", file=sys.stderr)
    if len(report.errors) > SHOWN:
        print(f"and {len(report.errors) - SHOWN} more", file=sys.stderr)
    print(
        f"{report.created} words new, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.errors)} lines not taken."
    )
