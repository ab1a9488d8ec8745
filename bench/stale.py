"""How many readers see the old page after a publication: several processes, each with kept pages of its own.

    python -m bench.stale [--processes 4] [--publishes 200] [--reads 10] [--databases sqlite postgresql]
                          [--markdown]

After each publication has been committed, ``reads`` requests go round the processes, over connections that
stay open; one is stale where the new name is not on the page. Exit code 1 where any is.
"""

import argparse
import http.client
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import select

from bench import machine, postgres
from bench.fill import demo
from bench.server import Served, portal
from bench.tables import DOCUMENT, Table, publish, triple
from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.core.settings import Settings
from portal.core.work import Reading, Writing
from portal.publishing import verbs
from portal.publishing.models import Document, Edition

CODE = "990121-GA-01"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--publishes", type=int, default=200)
    parser.add_argument("--reads", type=int, default=10)
    kinds = ["sqlite", "postgresql"]
    parser.add_argument("--databases", nargs="+", choices=kinds, default=kinds)
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args(arguments)
    table = Table(
        f"**Stale pages**: {args.publishes} publications × {args.reads} readings, {args.processes} processes",
        ["database", "stale", "of", "publication ms p50 / p95 / p99", "next reading ms"],
    )
    stale = 0
    for kind in args.databases:
        row, found = measured(kind, args)
        table.rows.append(row)
        stale += found
    publish("stale", [machine.facts(), table], DOCUMENT if args.markdown else None)
    return int(stale > 0)


def measured(kind: str, args: argparse.Namespace) -> tuple[Sequence[object], int]:
    """A row of the table, and how many readings were stale."""
    with ExitStack() as stack:
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres.running()) if kind == "postgresql" else None
        url = stack.enter_context(server.database()) if server else ""
        store = demo(Settings(var_dir=var_dir, database_url=url))
        stack.callback(store.engine.dispose)
        nodes = [stack.enter_context(portal(var_dir, database_url=url)) for _ in range(args.processes)]
        writes, reads, stale = [], [], 0
        readers = cycle([Reader(node) for node in nodes])
        for number in range(args.publishes):
            started = time.perf_counter()
            name = store.write(publish_next, number)
            writes.append((time.perf_counter() - started) * 1000)
            for ms, fresh in (reader.sees(name) for reader in islice(readers, args.reads)):
                reads.append(ms)
                stale += not fresh
    return [kind, stale, args.publishes * args.reads, triple(writes), triple(reads)], stale


class Reader:
    """A visitor of one process, on one connection."""

    def __init__(self, node: Served) -> None:
        self._connection = http.client.HTTPConnection("localhost", node.port, timeout=30)

    def sees(self, name: str) -> tuple[float, bool]:
        """Milliseconds of a reading, and whether the name stood on the page."""
        started = time.perf_counter()
        self._connection.request("GET", f"/services/{CODE}")
        page = self._connection.getresponse().read().decode()
        return (time.perf_counter() - started) * 1000, name in page


def publish_next(work: Writing, number: int) -> str:
    """Publish a new edition of the guide; its name."""
    guide = _guide(work)
    guide = guide.model_copy(update={"name": f"{guide.name.partition('·')[0]}·第{number}版"})
    document = verbs.open_document(work, KIND, CODE, guide.unit_id)
    edition = verbs.draft(work, document, guide)
    verbs.approve_by_policy(work, document, edition, "import")
    return guide.name


def _guide(work: Reading) -> Guide:
    bodies = select(Edition.body).join(Document, Document.id == Edition.document_id)
    return Guide.parse(
        work.session.execute(bodies.where(Document.code == CODE, Edition.live(work.now))).scalar_one()
    )


if __name__ == "__main__":
    sys.exit(main())
