"""How starting, importing, publishing and keeping grow with the number of guides.

    python -m bench.growth [--guides 1000 10000] [--rows 200] [--publishes 20] [--starts 10]
                           [--processes 1 2 4] [--database postgresql] [--markdown]

For each number: ``portal import`` of a list of ``rows`` further matters while a server runs, publications one
after another and how soon a search of the server shows each, and what server, database and index take. Then
the server is started ``starts`` times for each number of processes, and the first publication measured.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from bench import machine, postgres, starts
from bench.fill import demo, grow
from bench.import_under_load import invented_list
from bench.server import PORTAL, portal
from bench.tables import DOCUMENT, Table, publish, triple
from portal.core.settings import Settings
from portal.core.work import Store

INDEX = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND starts_with(relname, 'search_')
"""
HEADER = (
    *("guides", "start s", "import rows/s", "publication ms p50 / p95 / p99", "found after ms"),
    *("server RSS MB", "private MB", "database MB", "index MB"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--guides", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args(arguments)
    table = Table(f"**Growth**, {args.database}", HEADER)
    first = Table(f"**The first publication after a start**, {args.database}, under readers", starts.HEADER)
    with ExitStack() as stack:
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = ""
        if args.database == "postgresql":
            url = stack.enter_context(stack.enter_context(postgres.running()).database())
        store = demo(Settings(var_dir=var_dir, database_url=url, search_rate=100_000))
        stack.callback(store.engine.dispose)
        for count in args.guides:
            grow(store, count)
            table.rows.append(measured(store, count, args))
            first.rows += starts.first_found(store, count, args.processes, args.starts)
    name = "growth" if args.database == "sqlite" else f"growth-{args.database}"
    publish(name, [machine.facts(), table, first], DOCUMENT if args.markdown else None)
    return 0


def measured(store: Store, count: int, args: argparse.Namespace) -> Sequence[object]:
    """A row of the table."""
    settings = store.settings
    with portal(settings.var_dir, database_url=settings.database_url, search_rate=100_000) as server:
        seen = [starts.published(store, server, number) for number in range(args.publishes)]
        rate = imported(store, args.rows, count)
        memory = [machine.memory_mb(pid) for pid in machine.family(server.pid)]
    rss, private = max(rss for rss, _private in memory), max(private for _rss, private in memory)
    writes, found = (triple([pair[part] for pair in seen]) for part in (0, 1))
    return [f"{count:,}", server.seconds, rate, writes, found, rss, private, *sizes(store)]


def imported(store: Store, rows: int, count: int) -> float:
    """Rows a second of ``portal import``, its start and the following of the index included."""
    settings = store.settings
    listed = invented_list(settings.var_dir / f"list-{count}.csv", rows, first=count)
    environ = {**os.environ, "PORTAL_VAR_DIR": str(settings.var_dir)}
    environ |= {"PORTAL_DATABASE_URL": settings.database_url}
    started = time.perf_counter()
    command = [*PORTAL, "import", "guides", str(listed), "--publish", "--json"]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)
    seconds = time.perf_counter() - started
    assert json.loads(done.stdout)["created"] == rows
    return rows / seconds


def sizes(store: Store) -> tuple[float, float]:
    """Megabytes of the database and of the index, which may be a part of it."""
    settings = store.settings
    if not settings.database_url:
        database = machine.size_mb(settings.var_dir.glob("portal.db*"))
        return database, machine.size_mb(settings.index_dir.rglob("*"))
    with store.engine.connect() as connection:
        whole = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        index = connection.execute(text(INDEX)).scalar_one()
    return whole / 2**20, float(index or 0) / 2**20


if __name__ == "__main__":
    sys.exit(main())
