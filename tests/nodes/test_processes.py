"""One node of several processes: it outlives its children, ends in order, and is renewed without a gap."""

import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.app import make_store
from portal.core.lock import only_one
from portal.core.settings import Settings
from portal.search.follow import FOLLOWING
from tests.support.county import PATHS, stored
from tests.support.load import Load, Site
from tests.support.nodes import Node, wait_until


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    given = {"processes": "2", "demo": "true", "letter_rate": "100000", "search_rate": "100000"}
    node = Node(tmp_path_factory.mktemp("node"), **given)
    node.start()
    yield node
    node.stop()


@pytest.fixture
def node(machine: Node) -> Node:
    """The node, running; a test may have ended it."""
    if machine.process.poll() is not None:
        machine.start()
    return machine


def test_what_forks_runs_no_thread(node: Node) -> None:
    assert os.listdir(f"/proc/{node.process.pid}/task") == [str(node.process.pid)]


def test_a_process_that_dies_is_replaced_and_nobody_is_turned_away(node: Node) -> None:
    first, second, follower = node.children()
    for dead in (first, follower, second):
        os.kill(dead, signal.SIGKILL)
        for _each in range(20):
            assert node.get("/services")[0] == 200
    wait_until(lambda: len(node.children()) == 3 and not {first, second, follower} & {*node.children()})
    assert "ended with -9" in node.said()


def test_a_process_that_dies_under_load_costs_no_letter_and_no_read_but_those_it_had(node: Node) -> None:
    load = Load(Site(node.port), PATHS, readers=4, writers=2)

    def meanwhile() -> None:
        for dead in node.children()[:2]:
            _wait_for_more(load)
            os.kill(dead, signal.SIGKILL)
        _wait_for_more(load)

    load.run(meanwhile)
    assert sum(load.failed.values()) <= 2 * load.readers, load.failed
    store = make_store(Settings(var_dir=node.folder / "var"))
    kept = stored(store)
    store.engine.dispose()
    assert {title: kept[title] for title in load.acknowledged} == dict.fromkeys(load.acknowledged, 1)
    assert max(kept[title] for title in load.written) == 1


def test_a_renewal_turns_nobody_away(node: Node) -> None:
    before, renewed = set(node.children()), threading.Event()
    statuses: set[int] = set()

    def ask() -> None:
        while not renewed.is_set():
            statuses.add(node.get("/services")[0])

    visitor = threading.Thread(target=ask)
    visitor.start()
    os.kill(node.process.pid, signal.SIGHUP)
    wait_until(lambda: len(node.children()) == 3 and not before & {*node.children()})
    renewed.set()
    visitor.join()
    assert statuses == {200}


def test_who_followed_before_a_renewal_does_not_build_the_index_back(node: Node) -> None:
    *answering, follower = before = node.children()
    store = make_store(Settings(var_dir=node.folder / "var"))
    with only_one(store, FOLLOWING, wait=True):
        shutil.rmtree(store.settings.index_dir)
        os.kill(node.process.pid, signal.SIGHUP)
        wait_until(lambda: not _is_there(follower))
        assert all(map(_is_there, answering))
    store.engine.dispose()
    wait_until(lambda: len(node.children()) == 3 and not {*before} & {*node.children()})
    assert node.get("/search?q=%E4%BD%8E%E4%BF%9D")[0] == 200


def test_an_index_of_another_analysis_is_searched_until_it_is_replaced(node: Node) -> None:
    pointer = node.folder / "var" / "index" / "CURRENT"
    wait_until(pointer.exists)
    before = json.loads(pointer.read_text())
    other = pointer.with_suffix(".other")
    other.write_text(json.dumps({**before, "analyzer": "other"}))
    other.replace(pointer)
    answers: set[tuple[int, bool]] = set()

    def built() -> bool:
        status, page = node.get("/search?q=%E4%BD%8E%E4%BF%9D")
        answers.add((status, "最低生活保障" in page))
        return bool(json.loads(pointer.read_text())["analyzer"] == before["analyzer"])

    wait_until(built)
    assert answers == {(200, True)}
    assert json.loads(pointer.read_text())["number"] == before["number"] + 1


def test_it_ends_with_its_children(node: Node) -> None:
    children = node.children()
    assert node.stop() == 0
    assert not [each for each in children if Path(f"/proc/{each}").exists()]


def test_children_end_without_their_parent(node: Node) -> None:
    children = node.children()
    os.kill(node.process.pid, signal.SIGKILL)
    node.process.wait(20)
    wait_until(lambda: not any(_is_there(each) for each in children))


def _wait_for_more(load: Load) -> None:
    """Until residents have read and written some more."""
    read, letters = load.read + 20, len(load.acknowledged) + 1
    wait_until(lambda: load.read >= read and len(load.acknowledged) >= letters)


def _is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"  # an orphan that nobody has waited for
