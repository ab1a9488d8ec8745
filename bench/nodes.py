"""What residents notice when processes and nodes die, stop and start again; how soon a change is everywhere.

    python -m bench.nodes [--seconds 20] [--readers 8] [--writers 4] [--publishes 20] [--markdown]

One machine with two processes on SQLite, and two nodes of two processes each on PostgreSQL behind nginx;
readers and writers ask without pause while something ends every few seconds. A letter is *lost* where it was
acknowledged and is not there, *twice* where one form made two. Exit code 1 where a letter was lost or
doubled, a page was stale, or more reads failed than were in flight.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path

from bench import machine, postgres
from bench.tables import DOCUMENT, Table, publish, triple
from portal.app import make_store
from portal.core.settings import Settings
from tests.support.county import GUIDE, PATHS, County, county, finds, publisher, stored
from tests.support.load import Load, Site
from tests.support.nodes import Node, running, wait_until

Blow = Callable[[], None]
HEADER = (
    *("what happens", "times", "reads", "failed", "p50 / p95 / p99 ms", "letters", "sent again", "lost"),
    "twice",
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args(arguments)
    blows = Table("Residents while something ends every two seconds.", HEADER)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bad = _one_machine(folder / "one", args, blows)
        url = stack.enter_context(stack.enter_context(postgres.running()).database())
        here = stack.enter_context(county(url, folder / "county"))
        bad += _several(here, args, blows)
        spread, stale = _spread(here, args.publishes)
    publish("nodes", [machine.facts("waitress"), blows, spread], DOCUMENT if args.markdown else None)
    return int(bad + stale > 0)


def _one_machine(folder: Path, args: argparse.Namespace, table: Table) -> int:
    given = {"processes": "2", "demo": "true", "letter_rate": "100000", "search_rate": "100000"}
    with running(folder, **given) as node:
        store = make_store(Settings(var_dir=folder / "var"))
        load = Load(Site(node.port), PATHS, args.readers, args.writers)

        def kill() -> None:
            os.kill(node.children()[0], signal.SIGKILL)

        times = _under(load, args.seconds, kill)
        bad = _row(table, "SQLite: a process is killed", times, load, stored(store))
        store.engine.dispose()
    return bad


def _several(here: County, args: argparse.Namespace, table: Table) -> int:
    turns: Iterator[Node] = cycle(here.nodes)

    def kill() -> None:
        node = next(turns)
        node.kill()
        node.start()

    def stop() -> None:
        node = next(turns)
        node.stop()
        node.start()

    def renew() -> None:
        node = next(turns)
        before = set(node.children())
        os.kill(node.process.pid, signal.SIGHUP)
        wait_until(lambda: len(node.children()) == 3 and not before & {*node.children()}, 180)

    bad = 0
    for name, blow in (("killed", kill), ("stopped", stop), ("renewed", renew)):
        load = Load(here.front, PATHS, args.readers, args.writers)
        times = _under(load, args.seconds, blow)
        bad += _row(table, f"PostgreSQL, nginx: a node is {name}", times, load, stored(here.store))
    return bad


def _under(load: Load, seconds: float, blow: Blow) -> int:
    """How often the blow fell."""
    times = 0

    def meanwhile() -> None:
        nonlocal times
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(2)
            blow()
            times += 1
        time.sleep(2)

    load.run(meanwhile)
    return times


def _row(table: Table, name: str, times: int, load: Load, kept: Counter[str]) -> int:
    lost = sum(kept[title] == 0 for title in load.acknowledged)
    twice = sum(kept[title] > 1 for title in load.written)
    failed = sum(load.failed.values())
    written = len(load.acknowledged), load.again, lost, twice
    table.rows.append((name, times, load.read, failed, triple(load.milliseconds), *written))
    print(*table.rows[-1], sep="   ", flush=True)
    return lost + twice + (failed > times * load.readers)


def _spread(here: County, publishes: int) -> tuple[Table, int]:
    """From the commit of an edition: pages of before, and seconds until each node finds it."""
    publish_edition = publisher(here.store)
    seconds: list[float] = []
    stale = 0
    for number in range(publishes):
        name = f"小饭馆开办许可第{number}版"
        publish_edition(name)
        committed = time.monotonic()
        stale += sum(name not in node.get(f"/services/{GUIDE}")[1] for node in here.nodes)
        for node in here.nodes:
            wait_until(partial(finds, node, name))
            seconds.append(time.monotonic() - committed)
    header = ("editions", "pages of before", "found after, p50 / p95 / p99 s")
    return Table("From one node to the other.", header, [(publishes, stale, triple(seconds))]), stale


if __name__ == "__main__":
    sys.exit(main())
