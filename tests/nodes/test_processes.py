"""One node of several processes: it outlives its children, ends in order, and is renewed without a gap."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.nodes import Node, running, wait_until


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    with running(tmp_path, processes="2") as node:
        yield node


def test_a_process_that_dies_is_replaced_and_nobody_is_turned_away(node: Node) -> None:
    first, second, follower = node.children()
    for dead in (first, follower, second):
        os.kill(dead, signal.SIGKILL)
        for _each in range(20):
            assert node.get("/services")[0] == 200
    wait_until(lambda: len(node.children()) == 3 and not {first, second, follower} & {*node.children()})
    assert "ended with -9" in node.said()


def test_it_ends_with_its_children(node: Node) -> None:
    children = node.children()
    assert node.stop() == 0
    assert not [each for each in children if Path(f"/proc/{each}").exists()]


def test_children_end_without_their_parent(node: Node) -> None:
    children = node.children()
    os.kill(node.process.pid, signal.SIGKILL)
    node.process.wait(20)
    wait_until(lambda: not any(_is_there(each) for each in children), 20)


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
    assert node.stop() == 0


def _is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"  # an orphan that nobody has waited for
