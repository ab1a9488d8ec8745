"""What a page costs: kept and made anew, against bare waitress that sends the same bytes, as guides grow.

    python -m bench.pages [--guides 1000 10000] [--seconds 3] [--rounds 5] [--database postgresql]
                          [--markdown]

The servers share one core and the client has another; 8 kept-alive connections ask without pause, each kind
of request in its turn, so that noise of the machine meets all. Guides beyond the demo's are written straight
into the tables (``bench.fill``).
"""

import argparse
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench import machine, postgres
from bench.fill import demo, grow
from bench.load import CONNECTIONS, Load, load
from bench.server import Served, bare, portal
from bench.statements import Statements
from bench.tables import DOCUMENT, Table, publish, triple
from portal.core.settings import Settings
from portal.core.work import Store

GUIDE = "/services/990121-GA-01"
SEARCH = f"/search?q={quote('身份证丢了')}"
OWN = ("Date", "Server", "Connection")  # headers that waitress adds itself
ANEW = {
    "guide": GUIDE,
    "catalogue, first page": "/services",
    "catalogue, two filters": "/services?served=person&kind=public_service",
    "search": SEARCH,
    "suggestions": f"/search/suggest?q={quote('身份')}",
}
WARM_UP = 0.5

Turn = Callable[[float], Load]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--guides", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args(arguments)
    machine.pin(1)
    parts: list[object] = [machine.facts("waitress", "pyramid", "SQLAlchemy", "Jinja2")]
    name = "pages" if args.database == "sqlite" else f"pages-{args.database}"
    with ExitStack() as stack:
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = ""
        if args.database == "postgresql":
            url = stack.enter_context(stack.enter_context(postgres.running()).database())
        store = demo(Settings(var_dir=var_dir, database_url=url))
        for place, count in enumerate(args.guides):
            grow(store, count)
            parts += measured(store, count, args, kept=not place)
        store.engine.dispose()
    publish(name, parts, DOCUMENT if args.markdown else None)
    return 0


def measured(store: Store, count: int, args: argparse.Namespace, kept: bool) -> Iterator[Table]:
    """The tables for ``count`` guides; what is kept is measured once, because it does not depend on them."""
    given = {"database_url": store.settings.database_url, "search_rate": 100_000}
    var_dir = store.settings.var_dir
    if kept:
        page = var_dir / "guide.html"
        with portal(var_dir, 0, **given) as keeping:
            machine.wait_until_idle(keeping.pid)
            with urllib.request.urlopen(keeping.address + GUIDE) as answer:
                page.write_bytes(answer.read())
                headers = {name: value for name, value in answer.headers.items() if name not in OWN}
            with bare(page, headers, 0) as limit:
                yield kept_table(rounds(kept_turns(limit, keeping), args), page.stat().st_size)
    with portal(var_dir, 0, page_cache=0, **given) as making:
        machine.wait_until_idle(making.pid)
        anew = {name: turn(making, path) for name, path in ANEW.items()}
        yield anew_table(rounds(anew, args), Statements(store), f"{count:,} guides, {args.database}")


def kept_turns(limit: Served, keeping: Served) -> dict[str, Turn]:
    """Requests that a kept page answers, and those that bare waitress answers with as many bytes."""
    with urllib.request.urlopen(keeping.address + GUIDE) as answer:
        known = {"If-None-Match": answer.headers["ETag"]}
    return {
        "bare waitress": turn(limit, GUIDE),
        "guide, kept": turn(keeping, GUIDE),
        "guide, kept, gzip": turn(keeping, GUIDE, {"Accept-Encoding": "gzip"}),
        "guide, not modified": turn(keeping, GUIDE, known, 304),
    }


def turn(server: Served, path: str, headers: Mapping[str, str] | None = None, status: int = 200) -> Turn:
    return lambda seconds: load(server, path, seconds, headers, status)


def rounds(turns: Mapping[str, Turn], args: argparse.Namespace) -> dict[str, list[Load]]:
    for act in turns.values():
        act(WARM_UP)
    found: dict[str, list[Load]] = {name: [] for name in turns}
    for _round in range(args.rounds):
        for name, act in turns.items():
            found[name].append(act(args.seconds))
    return found


def kept_table(found: Mapping[str, Sequence[Load]], size: int) -> Table:
    """``of the limit``: the median of the ratios of paired turns."""
    limit = found["bare waitress"]
    table = Table(
        f"**A kept guide page** of {size:,} bytes, {CONNECTIONS} connections, one process with 4 threads",
        ["", "of the limit", "answers/s", "server CPU ms", "ms p50 / p95 / p99", "client's core"],
    )
    for name, loads in found.items():
        ratio = median(each.rate / bare.rate for each, bare in zip(loads, limit, strict=True))
        table.rows.append([name, f"{ratio:.2f}", *_cells(loads)])
    return table


def anew_table(found: Mapping[str, Sequence[Load]], statements: Statements, caption: str) -> Table:
    table = Table(
        f"**Pages made anew** for every request: {caption}",
        ["", "SQL statements", "answers/s", "server CPU ms", "ms p50 / p95 / p99", "client's core"],
    )
    for name, loads in found.items():
        table.rows.append([name, statements.of(ANEW[name]), *_cells(loads)])
    return table


def _cells(loads: Sequence[Load]) -> list[object]:
    times = [ms for each in loads for ms in each.times]
    return [
        median(each.rate for each in loads),
        median(each.cpu_ms for each in loads),
        triple(times),
        f"{median(each.client for each in loads):.0%}",
    ]


if __name__ == "__main__":
    sys.exit(main())
