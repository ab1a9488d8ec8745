"""Real processes of the portal: free ports, nodes, and waiting for what they say."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PORTAL = [sys.executable, "-m", "portal.cli"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    try:
        socket.create_connection(("127.0.0.1", port), 20).close()
    except ConnectionRefusedError:
        return False
    return True


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Ask again and again; raises ``TimeoutError``."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)


class Node:
    """A running ``portal serve`` with a folder of its own; ``settings`` as in the environment."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.folder = folder
        given = {"var_dir": str(folder / "var"), "port": str(self.port), **settings}
        self.environ = {**os.environ, **{f"PORTAL_{name.upper()}": value for name, value in given.items()}}
        self._log = folder / "serve.log"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*PORTAL, "serve"],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        try:
            wait_until(self.is_ready, 180)
        except BaseException:
            self.stop()
            raise

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Another command of this node, with what it said."""
        return subprocess.run(
            [*PORTAL, *command],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )

    def is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the node has ended: {self.said()}")
        try:
            return self.get("/readyz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def children(self) -> list[int]:
        """The processes below: those that answer, and last the one that follows."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(each) for each in found.split()]

    def kill(self) -> None:
        """As a machine that loses its power: nothing of the node goes on."""
        for process in (self.process.pid, *self.children()):
            os.kill(process, signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> int:
        """End it in order; the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(60)

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Node]:
    """A node that has started, and is stopped afterwards."""
    node = Node(folder, **settings)
    node.start()
    try:
        yield node
    finally:
        node.stop()
