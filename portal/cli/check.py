"""``portal check``: can this installation serve?"""

import argparse
import json
import shutil
from typing import TYPE_CHECKING, Any

from portal.cli.common import settings_of

if TYPE_CHECKING:
    from portal.core.settings import Settings
    from portal.core.work import Store

LEAST_FREE = 512 * 1024 * 1024


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("check", help="check settings, database, node, clock, index and disk")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.app import make_store

    settings = settings_of(args)
    args.store = store = make_store(settings)
    database = _database(store)
    unknown = "cannot be told while the database has a problem" if database else ""
    findings = {
        "settings": "",
        "database": database,
        "node": unknown or _node(store),
        "clock": unknown or _clock(store),
        "index": (settings.index_in_database and unknown) or _index(store),
        "disk": _disk(settings),
    }
    if args.json:
        print(json.dumps({name: problem or "ok" for name, problem in findings.items()}, ensure_ascii=False))
    else:
        for name, problem in findings.items():
            print(f"{name}: {problem or 'ok'}")
    return 1 if any(findings.values()) else 0


def _database(store: "Store") -> str:
    from portal.core.db import UNAVAILABLE
    from portal.migrations.upgrade import pending_migrations

    try:
        missing = pending_migrations(store.engine)
    except UNAVAILABLE as error:
        return f"cannot be used: {error.args[0]}"
    return f"migrations are missing ({missing}): run portal init" if missing else ""


def _node(store: "Store") -> str:
    from portal.core import nodes

    with store.reading() as work:
        return " ".join(str(problem) for problem in nodes.problems(work))


def _clock(store: "Store") -> str:
    from portal.core import nodes

    with store.reading() as work:
        off = abs(nodes.ahead(work))
    if off <= nodes.CLOCK:
        return ""
    return f"differs from the database's by {off.total_seconds():.0f} s: let both follow one time server"


def _index(store: "Store") -> str:
    from portal.search import open_index
    from search_index.engine import IndexUnavailable

    try:
        index = open_index(store)
        if index.outdated:
            return "is of another version of the analysis: the server builds it anew, or portal reindex"
        return "" if index.count else "is empty: run portal reindex"
    except IndexUnavailable as error:
        return f"{error}: run portal reindex"


def _disk(settings: "Settings") -> str:
    if not settings.var_dir.exists():
        return f"{settings.var_dir} does not exist: run portal init"
    free = shutil.disk_usage(settings.var_dir).free
    return "" if free >= LEAST_FREE else f"only {free // 1024 // 1024} MB are free"
