"""How soon a publication is found: while a server runs, and the first one after a start.

A part of `bench.growth`. For the first one, the server is stopped and started again; as soon as it answers at
all a guide is published, and readers ask without pause until it is found.
"""

import json
import os
import statistics
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from bench import machine
from bench.load import load
from bench.server import Served, portal
from bench.stale import publish_next
from bench.tables import cell
from portal.core.work import Store

READ = f"/search?q={quote('身份证')}"
SECONDS = 4.0  # of reading
FIRST = 10_000  # number of the first edition: no other measurement publishes it
PATIENCE = 120.0  # seconds until a publication that no search shows is given up
HEADER = (
    *("guides", "processes", "starts", "first answer after s p50 / max", "found after ms p50 / max"),
    "CPU of the follower s p50 / max",
)


def first_found(store: Store, guides: int, processes: Sequence[int], starts: int) -> Iterator[list[str]]:
    """A row for each number of processes."""
    for count in processes:
        numbers = range(FIRST + count * starts, FIRST + (count + 1) * starts)
        seen = zip(*(_start(store, count, number) for number in numbers), strict=True)
        yield [f"{guides:,}", str(count), str(starts), *map(_pair, seen)]


def _start(store: Store, processes: int, number: int) -> tuple[float, float, float]:
    settings = store.settings
    given = {"database_url": settings.database_url, "search_rate": 100_000, "processes": processes}
    with portal(settings.var_dir, None, "/healthz", **given) as server, ThreadPoolExecutor(1) as readers:
        reading = readers.submit(load, server, READ, SECONDS)
        _write_ms, found_ms = published(store, server, number)
        cpu = machine.cpu_seconds(_follower(server))
        reading.result()
    return server.seconds, found_ms, cpu


def _follower(server: Served) -> int:
    """The process that steps aside for the others."""
    return max(machine.family(server.pid), key=lambda each: os.getpriority(os.PRIO_PROCESS, each))


def published(store: Store, server: Served, number: int) -> tuple[float, float]:
    """Milliseconds until a publication is committed, and from then until the server finds it."""
    started = time.perf_counter()
    name = store.write(publish_next, number)
    done = time.perf_counter()
    address = f"{server.address}/api/v1/search?limit=3&q={quote(name)}"
    while name not in titles(address):
        if time.perf_counter() - done > PATIENCE:
            raise SystemExit(f"{name} is not found after {PATIENCE} s")
        time.sleep(0.02)
    return (done - started) * 1000, (time.perf_counter() - done) * 1000


def titles(address: str) -> list[str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return [hit["title"] for hit in json.load(answer)]


def _pair(values: Sequence[float]) -> str:
    return f"{cell(statistics.median(values))} / {cell(max(values))}"
