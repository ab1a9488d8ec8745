"""A process with one engine: builds an index, or answers commands, one JSON line each, and times itself.

    python -m bench.contest.worker build|serve ENGINE FOLDER URL WORLD COUNT

Commands: ``{"ask": kind, "number": n, "round": r, "clock": "wall"}``, ``{"update": size, "round": r}``,
``{"memory": true}``. Times are milliseconds.
"""

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench import machine
from bench.contest.contestant import Contestant
from bench.corpus import World, document, documents
from bench.questions import Kind, Question, questions

ENGINES = {
    "whoosh": ("bench.contest.ours", "Ours"),
    "postgresql": ("bench.contest.ours", "OursInPostgres"),
    "fts5": ("bench.contest.fts5", "Fts5"),
    "tantivy": ("bench.contest.tantivy", "Tantivy"),
}
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
PATIENCE = 10.0  # seconds until an update that no search shows is given up

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Worker:
    """An engine and the corpus it is asked about."""

    engine: Contestant
    world: World
    count: int

    def build(self) -> Answer:
        docs = list(documents(self.world, self.count))
        gc.freeze()  # the documents are the bench's, and would be walked through by every collection
        started, cpu = time.perf_counter(), time.process_time()
        self.engine.build(docs)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        return {"seconds": seconds, "cpu": cpu, "mb": self.engine.size_mb()}

    def ask(self, kind: Kind, number: int, round_: int, clock: str) -> Answer:
        times, empty, now = [], 0, CLOCKS[clock]
        for question in questions(kind, self.world, self.count, number, round_):
            started = now()
            shown = self.engine.ask(question)
            times.append((now() - started) * 1000)
            empty += not shown
        return {"times": times, "empty": empty}

    def update(self, size: int, round_: int) -> Answer:
        """One commit of ``size`` documents, and how long after its start a search shows them."""
        word = f"v{size}r{round_}"
        picked = Random(word).sample(range(self.count), size)
        docs = [document(self.world, number, word) for number in picked]
        started = time.perf_counter()
        self.engine.update(docs)
        done = time.perf_counter()
        while not self.engine.ask(Question(Kind.FACETS, word, (word,))):
            if time.perf_counter() - done > PATIENCE:
                raise SystemExit(f"an update of {size} documents is not found after {PATIENCE} s")
        return {"times": [(done - started) * 1000], "seen": [(time.perf_counter() - started) * 1000]}

    def memory(self) -> Answer:
        rss, private = machine.memory_mb(os.getpid())
        return {"rss": rss, "private": private}

    def answers(self) -> Iterator[Answer]:
        for line in sys.stdin:
            command = json.loads(line)
            if "ask" in command:
                yield self.ask(Kind(command["ask"]), command["number"], command["round"], command["clock"])
            elif "update" in command:
                yield self.update(command["update"], command["round"])
            else:
                yield self.memory()


def main(arguments: list[str]) -> None:
    act, name, folder, url, world, count = arguments
    module, class_ = ENGINES[name]
    engine = getattr(importlib.import_module(module), class_)(Path(folder), url)
    worker = Worker(engine, World(world), int(count))
    for answer in [worker.build()] if act == "build" else worker.answers():
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
