"""An index that cannot be trusted or read is said to be unavailable, and a rebuild mends it."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index.engine import IndexUnavailable, Query
from search_index.lexicon import Lexicon
from search_index.whoosh_engine import WhooshEngine
from tests.search_index.conftest import NAMES, guide

# Whoosh leaves files open where opening an index fails half-way; they are closed when they are collected.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

DOCS = [guide(number, name) for number, name in enumerate(NAMES)]


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Path:
    root = tmp_path_factory.mktemp("sound") / "index"
    WhooshEngine(root, lexicon).rebuild(DOCS)
    return root


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "index")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def spoil(root: Path, pattern: str, how: Callable[[Path], None]) -> None:
    found = list(root.glob(f"idx-*/{pattern}"))
    assert found
    for path in found:
        how(path)


@pytest.mark.parametrize("how", [empty, cut, Path.unlink])
@pytest.mark.parametrize("pattern", ["*.toc", "*.arrays", "*[!_]stored.col"])
def test_damage_is_found_and_mended(
    root: Path, lexicon: Lexicon, pattern: str, how: Callable[[Path], None]
) -> None:
    spoil(root, pattern, how)
    engine = WhooshEngine(root, lexicon)
    with pytest.raises(IndexUnavailable):
        engine.search(Query("零售许可证 补办"))
    engine.rebuild(DOCS[:2])
    assert engine.search(Query("身份证")).hits[0].id == "guide:0"


@pytest.mark.parametrize("pattern", ["*.arrays", "*[!_]stored.col"])
def test_damage_under_a_running_engine_is_found(root: Path, lexicon: Lexicon, pattern: str) -> None:
    engine = WhooshEngine(root, lexicon)
    assert engine.search(Query("低保")).hits
    engine.check()
    spoil(root, pattern, cut)
    with pytest.raises(IndexUnavailable, match="have changed"):
        engine.check()
    engine.rebuild(DOCS)
    engine.check()
    assert engine.search(Query("低保")).hits


@pytest.mark.parametrize("place", [0, 12, 40, -1])
def test_arrays_that_were_altered_are_not_used(root: Path, lexicon: Lexicon, place: int) -> None:
    (path,) = root.glob("idx-*/*.arrays")
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(IndexUnavailable, match="arrays"):
        WhooshEngine(root, lexicon).search(Query("低保"))


def test_a_damaged_index_is_not_read_again_at_once(
    root: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(root, "*.toc", empty)
    engine = WhooshEngine(root, lexicon)
    attempts: list[Path] = []
    monkeypatch.setattr("search_index.whoosh_store.open_index", attempts.append)
    for _ in range(3):
        with pytest.raises(IndexUnavailable):
            engine.search(Query("低保"))
    assert len(attempts) == 2, "one opening, tried twice"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"number": 1}', b"\xff"])
def test_a_pointer_to_nothing(root: Path, lexicon: Lexicon, content: bytes) -> None:
    (root / "CURRENT").write_bytes(content)
    engine = WhooshEngine(root, lexicon)
    with pytest.raises(IndexUnavailable):
        engine.search(Query("低保"))
    engine.rebuild(DOCS[:2])
    assert engine.count == 2


def test_a_folder_others_may_write_to_is_refused(root: Path, lexicon: Lexicon) -> None:
    assert root.stat().st_mode & 0o777 == 0o700
    engine = WhooshEngine(root, lexicon)
    root.chmod(0o770)
    with pytest.raises(IndexUnavailable, match="written by others"):
        engine.search(Query("低保"))
    root.chmod(0o700)
    assert engine.search(Query("低保")).hits


def test_the_generation_before_stays(root: Path, lexicon: Lexicon) -> None:
    engine = WhooshEngine(root, lexicon)
    for _ in range(3):
        engine.rebuild(DOCS[:2])
        engine.update(DOCS[2:4])
    assert [path.name for path in sorted(root.glob("idx-*"))] == ["idx-000003", "idx-000004"]
    assert engine.count == 4
