"""Worker processes of all engines over one corpus, and what they need to start."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine
from bench.corpus import ROOT, World
from bench.postgres import Durable

TANTIVY = "tantivy==0.27.0"
PACKAGES = ROOT / "var" / "bench-packages"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is searched."""

    world: World
    count: int


class Player:
    """A worker that answers commands."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ()
        )

    def do(self, **command: Any) -> dict[str, Any]:
        """The answer to a command; ``SystemExit`` where the worker has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"a worker has ended: {self._process.args!r}")
        return json.loads(answer)

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


@dataclass(frozen=True, slots=True)
class Built:
    """What making an index took."""

    docs_per_second: float
    docs_per_cpu_second: float
    mb: float


@contextmanager
def team(
    engines: Sequence[str], corpus: Corpus, folder: Path, postgres: Durable | None
) -> Iterator[tuple[dict[str, Built], dict[str, Player]]]:
    """Build an index for each engine, one after another, then start a worker on each."""
    built, players = {}, {}
    with ExitStack() as stack:
        for name in engines:
            place = folder / name
            place.mkdir()
            url = stack.enter_context(postgres.database()) if postgres and name == "postgresql" else ""
            rest = [name, str(place), url, corpus.world, str(corpus.count)]
            worker = [sys.executable, "-m", "bench.contest.worker"]
            built[name] = _build([*worker, "build", *rest], corpus.count, postgres if url else None)
            players[name] = Player([*worker, "serve", *rest])
            stack.callback(players[name].stop)
        yield built, players


def _build(arguments: Sequence[str], count: int, postgres: Durable | None) -> Built:
    before = postgres.cpu_seconds() if postgres else 0.0
    done = subprocess.run(arguments, stdout=subprocess.PIPE, check=True, text=True, env=environ())
    answer = json.loads(done.stdout)
    cpu = answer["cpu"] + (postgres.cpu_seconds() - before if postgres else 0.0)
    return Built(count / answer["seconds"], count / cpu, answer["mb"])


def environ() -> dict[str, str]:
    """The environment of a worker: tantivy lies in a folder of its own, not in the project's environment."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}:{PACKAGES}"}


def fetch_tantivy() -> None:
    """Install tantivy where it is missing."""
    if (PACKAGES / "tantivy").is_dir():
        return
    print(f"Installing {TANTIVY} into {PACKAGES.relative_to(ROOT)}", flush=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--only-binary", ":all:", "--target", str(PACKAGES), TANTIVY], check=True)


def facts() -> str:
    """The machine, and what is compared on it."""
    return machine.facts("Whoosh", "numpy", "rjieba", "psycopg") + f" {TANTIVY.replace('==', ' ')}."
