"""Threads and processes that read while one writes, and a writer that is killed."""

import os
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_index.engine import IndexBusy, Query
from search_index.generations import Generations
from search_index.lexicon import Lexicon
from search_index.whoosh_engine import WhooshEngine
from tests.search_index.conftest import NAMES, Open, guide

ROOT = Path(__file__).parents[2]
COMMITS = 10  # of another process, to be seen by newcomers
DELAYS = (0.02, 0.05, 0.09, 0.14, 0.2, 0.3, 0.45)  # seconds until a writer is killed
WRITER = """
    import os, signal, sys, time, itertools
    from search_index.document import Doc
    from search_index.lexicon import Lexicon
    from tests.search_index.places import engine_at

    def write():
        engine = engine_at(sys.argv[1], Lexicon([]))
        for turn in itertools.count():
            docs = [Doc(f"guide:{number}", "guide", f"第{turn}轮救助{number}") for number in range(20)]
            (engine.rebuild if turn % 7 == 3 else engine.update)(docs)

    engine_at(sys.argv[1], Lexicon([])).rebuild([Doc("guide:0", "guide", "救助")])  # loads all
    for delay in sys.argv[2:]:
        writer = os.fork()
        if not writer:
            write()
        time.sleep(float(delay))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        print("killed", flush=True)
        sys.stdin.readline()
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


def test_threads_read_while_the_index_changes(reopen: Open) -> None:
    engine = reopen()
    docs = [guide(number, name) for number, name in enumerate(NAMES)]
    engine.rebuild(docs)
    changing = threading.Event()
    changing.set()

    def read(seed: int) -> int:
        turns = 0
        while changing.is_set():
            name = NAMES[(seed + turns) % len(NAMES)]
            hit = engine.search(Query(name)).hits[0]
            assert "".join(text for text, _ in hit.title) == name
            assert engine.suggest(name)[0].text == name
            turns += 1
        return turns

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read, seed) for seed in range(6)]
        for turn in range(8):
            (engine.update if turn % 4 else engine.rebuild)(docs)
        changing.clear()
        assert sum(reader.result() for reader in readers) > 20


def test_writers_take_turns(reopen: Open) -> None:
    reopen().rebuild([])

    def write(first: int) -> None:
        engine = reopen()
        for number in range(first, first + 10):
            engine.update(
                [guide(number, f"救助{number}")], [f"guide:{number - 1}"] if number % 10 == 5 else []
            )

    with ThreadPoolExecutor(3) as pool:
        for writer in [pool.submit(write, first) for first in (0, 10, 20)]:
            writer.result()
    left = {hit.id for hit in reopen().search(Query("救助", per_page=100)).hits}
    assert left == {f"guide:{number}" for number in range(30) if number % 10 != 4}


def test_newcomers_open_the_index_while_another_process_merges(place: str, reopen: Open) -> None:
    """Each search opens the index anew, as a command does beside a server that follows changes."""
    reopen().rebuild([guide(number, f"救助{number}") for number in range(17)])
    script = """
        import sys, itertools
        from search_index.document import Doc
        from search_index.lexicon import Lexicon
        from tests.search_index.places import engine_at

        engine, number = engine_at(sys.argv[1], Lexicon([])), 17
        print("ready", flush=True)
        for turn in itertools.count():
            size = (1, 3, 8, 20, 40)[turn % 5]
            engine.update(Doc(f"guide:{i}", "guide", f"救助{i}") for i in range(number, number + size))
            number += size
    """
    with start(script, place) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        counts: list[int] = []
        while len(set(counts)) < COMMITS:
            counts.append(reopen().search(Query("救助")).total)
        writer.kill()
    assert counts == sorted(counts)
    assert counts[0] >= 17


def test_a_killed_writer_leaves_an_index_that_opens(place: str, reopen: Open) -> None:
    with start(WRITER, place, *DELAYS) as nursery:
        assert nursery.stdin is not None and nursery.stdout is not None
        for _ in DELAYS:
            assert nursery.stdout.readline() == "killed\n"
            reader = reopen()
            hits = reader.search(Query("救助", per_page=100)).hits
            turns = {"".join(text for text, _ in hit.title).partition("轮")[0] for hit in hits}
            assert len(hits) == reader.count
            assert len(hits) in (1, 20)
            assert len(turns) == 1, "a commit is seen as a whole"
            nursery.stdin.write("\n")
    engine = reopen()
    engine.update([guide(1, "最低生活保障")])
    assert engine.search(Query("最低生活保障")).hits[0].id == "guide:1"
    engine.rebuild([])
    assert engine.count == 0


def test_a_killed_writer_leaves_no_folder_for_good(tmp_path: Path, lexicon: Lexicon) -> None:
    generations = Generations(tmp_path / "index")
    engine = WhooshEngine(tmp_path / "index", lexicon)
    engine.rebuild([])
    with generations.writing():
        generations.start("of a writer that dies now")
    for _ in range(2):
        engine.rebuild([])
    assert len(list((tmp_path / "index").glob("idx-*"))) == 2


def test_one_process_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generations = Generations(tmp_path / "index")
    monkeypatch.setattr("search_index.generations._PATIENCE", 0.2)
    other = Generations(tmp_path / "index")
    with generations.writing(), pytest.raises(IndexBusy), other.writing():
        pass
    with other.writing():
        pass


def test_a_serving_process_needs_little_memory(place: str, reopen: Open) -> None:
    reopen().rebuild([guide(1, "居民身份证办理")])
    script = """
        import sys
        from pathlib import Path
        from search_index.engine import Query
        from search_index.lexicon import Lexicon
        from tests.search_index.places import engine_at

        engine = engine_at(sys.argv[1], Lexicon.load())
        for text in ("sfz", "居名身份正", "身份证丢了"):
            assert engine.search(Query(text)).hits, text
        assert engine.suggest("jm")
        print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20)
    """
    with start(script, place) as server:
        assert server.stdout is not None
        output = server.stdout.read()
    assert server.returncode == 0
    assert int(output) < 140  # MB; with the rest of a server it may take 160


def test_importing_warns_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", "import search_index.whoosh_schema"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)})
