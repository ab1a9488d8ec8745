"""``portal import guides``: a county's own list becomes guides."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.cli.common import follow_changes, step_aside, store_of

if TYPE_CHECKING:
    from portal.catalogue.importing.cells import Remark
    from portal.catalogue.importing.report import Report
    from portal.core.work import Actor, Store

SHOWN = 20


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("import", help="import a list")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    guides = kinds.add_parser("guides", help="import guides from CSV, XLSX or JSON; see docs/import.md")
    guides.add_argument("file", type=Path, metavar="FILE")
    guides.add_argument("--mapping", type=Path, help="JSON file: whose columns and codes mean which of ours")
    guides.add_argument("--publish", action="store_true", help="publish at once, instead of making drafts")
    guides.add_argument(
        "--as", dest="login", metavar="LOGIN", help="whose act this is; default: the operator"
    )
    guides.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.catalogue.importing.listing import read_list
    from portal.catalogue.importing.run import import_guides

    try:
        data, mapping = args.file.read_bytes(), args.mapping.read_bytes() if args.mapping else b"{}"
    except OSError as error:
        print(f"portal: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    step_aside()
    listing = read_list(data, _mapping(mapping))
    store = store_of(args)
    report = import_guides(
        store,
        listing,
        actor=_actor(store, args.login),
        publish=args.publish,
        source=args.file.name[:200],
        progress=_bar(len(listing.rows)),
    )
    follow_changes(store)
    print(json.dumps(_as_dict(report), ensure_ascii=False) if args.json else _as_text(report))
    return 1 if report.failed else 0


def _mapping(data: bytes) -> Any:
    from portal.catalogue.importing.columns import load_mapping

    return load_mapping(data)


def _actor(store: "Store", login: str | None) -> "Actor":
    from portal.accounts.operator import operator
    from portal.accounts.users import staff

    if login is None:
        return store.write(operator)
    with store.reading() as work:
        return staff(work, login)


def _bar(total: int) -> Any:
    """A progress bar on a terminal; in a log, nothing."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done == total or done % 10 == 0):
            filled = "█" * (30 * done // total)
            print(f"\r{filled:·<30} {done}/{total}", end="\n" if done == total else "", file=sys.stderr)

    return show


def _as_dict(report: "Report") -> dict[str, Any]:
    def rows(remarks: "list[Remark]") -> list[dict[str, Any]]:
        return [{"row": r.row, "column": r.column, "message": str(r.message)} for r in remarks]

    return {
        "total": report.total,
        "created": report.created,
        "new_editions": report.new_editions,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "failed": report.failed,
        "notices": [str(notice) for notice in report.notices],
        "errors": rows(report.errors),
        "warnings": rows(report.warnings),
        "findings": {rule.value: count for rule, count in report.findings.items()},
    }


def _as_text(report: "Report") -> str:
    lines = [str(notice) for notice in report.notices]
    for title, remarks in (("Errors", report.errors), ("Warnings", report.warnings)):
        if remarks:
            lines.append(f"{title}: {len(remarks)}")
            lines += [
                f"  row {r.row}{f', {r.column}' if r.column else ''}: {r.message}" for r in remarks[:SHOWN]
            ]
        if len(remarks) > SHOWN:
            lines.append(f"  and {len(remarks) - SHOWN} more: --json lists them all")
    if report.findings:
        counts = ", ".join(f"{rule.value} {count}" for rule, count in report.findings.most_common())
        lines.append(f"Found by the check list, shown to editors: {counts}")
    lines.append(
        f"{report.total} rows: {report.created} created, {report.new_editions} with a new edition, "
        f"{report.unchanged} unchanged, {report.duplicates} repeated, {report.failed} failed."
    )
    if not report.created and not report.new_editions:
        lines.append("Nothing was changed.")
    return "\n".join(lines)
