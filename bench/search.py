"""The search engines of the portal against SQLite FTS5 and tantivy: the same documents, words and questions.

    python -m bench.search [--docs 1000 10000] [--worlds shared distinct] [--engines whoosh postgresql …]
                           [--rounds 4] [--questions 60] [--clock cpu] [--markdown]

Every engine is a process of its own on one core, all on the same one, and they take turns: a round asks each
the same new questions, so that neither a cache of results nor the noise of the machine favours one. The first
round is not counted. ``--clock cpu`` measures answers by the CPU time of the engine's process, for a machine
with other work; a database server's is not in it. ``--markdown`` puts the tables into docs/performance.md.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from bench import machine, postgres
from bench.contest.team import Built, Corpus, Player, facts, fetch_tantivy, team
from bench.contest.worker import CLOCKS, ENGINES
from bench.corpus import World
from bench.questions import Kind
from bench.tables import DOCUMENT, Table, percentiles, publish, triple

UPDATES = {1: 20, 50: 5}  # documents of a commit → commits
RIVALS = ("fts5", "tantivy")

Times = dict[str, dict[str, list[float]]]  # by what was done and by engine, milliseconds


def main(arguments: Sequence[str] | None = None) -> int:
    args = _arguments(arguments)
    engines = [name for name in ENGINES if name in args.engines]
    if "tantivy" in engines:
        fetch_tantivy()
    machine.pin(0)
    parts: list[object] = [facts()]
    medians: dict[tuple[World, str], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        server = stack.enter_context(postgres.running()) if "postgresql" in engines else None
        for world, count in product(args.worlds, args.docs):
            with (
                tempfile.TemporaryDirectory() as folder,
                team(engines, Corpus(world, count), Path(folder), server) as (built, players),
            ):
                times = measure(players, args.rounds, args.questions, args.clock)
                parts += tables(f"{count:,} documents, {world} titles", built, players, times)
                for name in engines:
                    medians[world, name].append(percentiles(times[Kind.AND2][name])[0])
    parts += growth(args.docs, medians)
    publish("search", parts, DOCUMENT if args.markdown else None)
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--worlds", type=World, nargs="+", default=[*World])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=[*ENGINES])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args(arguments)


def measure(players: Mapping[str, Player], rounds: int, questions: int, clock: str) -> Times:
    """All questions to all engines in turns, then the updates; ``empty`` counts answers without hits."""
    times: Times = defaultdict(lambda: defaultdict(list))
    for round_, kind, name in _turns(players, rounds + 1):
        answer = players[name].do(ask=kind, number=questions, round=round_, clock=clock)
        if round_:
            times[kind][name] += answer["times"]
            times[f"{kind} without hits"][name].append(answer["empty"])
    for size, commits in UPDATES.items():
        for round_, name in product(range(commits), players):
            answer = players[name].do(update=size, round=round_)
            times[f"update {size}"][name] += answer["times"]
            times[f"found {size}"][name] += answer["seen"]
    return times


def _turns(players: Mapping[str, Player], rounds: int) -> Iterator[tuple[int, Kind, str]]:
    """Every engine is first equally often."""
    names = [*players]
    for round_, (place, kind) in product(range(rounds), enumerate(Kind)):
        first = (round_ + place) % len(names)
        for name in names[first:] + names[:first]:
            yield round_, kind, name


def tables(
    caption: str, built: Mapping[str, Built], players: Mapping[str, Player], times: Times
) -> Iterator[Table]:
    """The times, the ratios to the rivals, and what an engine takes."""
    names = [*players]
    asked = Table(f"**{caption}: answers**, ms p50 / p95 / p99", ["engine", *Kind])
    asked.rows = [[name, *(triple(times[kind][name]) for kind in Kind)] for name in names]
    yield asked
    ratios = Table("Ratios of p50 / p95", ["engine", *Kind])
    for name, rival in product(names, RIVALS):
        if name not in RIVALS and rival in players:
            cells = [_ratio(times[kind][name], times[kind][rival]) for kind in Kind]
            ratios.rows.append([f"{name} ÷ {rival}", *cells])
    if ratios.rows:
        yield ratios
    yield _costs(caption, built, players, times)
    yield _empty(names, times)


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    pairs = zip(percentiles(ours)[:2], percentiles(theirs)[:2], strict=True)
    return " / ".join(f"{mine / other:.2f}" for mine, other in pairs)


def _costs(caption: str, built: Mapping[str, Built], players: Mapping[str, Player], times: Times) -> Table:
    table = Table(
        f"**{caption}: writing and keeping**; updates in ms p50 / p95 / p99",
        ["engine", "build docs/s", "docs/CPU-s", "index MB", "RSS MB", "private MB"]
        + [f"{what} {size}" for size in UPDATES for what in ("update", "found")],
    )  # fmt: skip
    for name, player in players.items():
        memory, made = player.do(memory=True), built[name]
        kept = (made.mb, memory["rss"], memory["private"])
        updates = [triple(times[f"{what} {size}"][name]) for size in UPDATES for what in ("update", "found")]
        table.rows.append([name, made.docs_per_second, made.docs_per_cpu_second, *kept, *updates])
    return table


def _empty(names: Sequence[str], times: Times) -> Table:
    table = Table("Questions without hits", ["engine", *Kind])
    table.rows = [[name, *(sum(times[f"{kind} without hits"][name]) for kind in Kind)] for name in names]
    return table


def growth(docs: Sequence[int], medians: Mapping[tuple[World, str], Sequence[float]]) -> Iterator[Table]:
    """How the median of two words grows with the documents."""
    if len(docs) > 1:
        table = Table("**Growth of and2**, p50 in ms", ["titles, engine", *(f"{count:,}" for count in docs)])
        table.rows = [[f"{world}, {name}", *found] for (world, name), found in medians.items()]
        yield table


if __name__ == "__main__":
    sys.exit(main())
