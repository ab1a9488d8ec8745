"""Servers for a measurement: the portal, and bare waitress, each on a free port and on cores of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import machine

PORTAL = [sys.executable, "-m", "portal.cli"]
BARE = """
import json, logging, sys
from waitress import serve
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
body = open(sys.argv[1], "rb").read()
headers = list(json.loads(sys.argv[3]).items())
def app(environ, start_response):
    start_response("200 OK", headers)
    return [body]
serve(app, port=int(sys.argv[2]), threads=4, ident=None, _quiet=True)
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    pid: int
    seconds: float  # from the start to the first answer

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


@contextmanager
def portal(
    var_dir: Path, core: int | None = None, ready: str = "/readyz", /, **settings: object
) -> Iterator[Served]:
    """``portal serve`` with these settings, from when it answers at ``ready``."""
    port = free_port()
    given = {"var_dir": var_dir, "port": port, **settings}
    environ = {**os.environ, **{f"PORTAL_{name.upper()}": str(value) for name, value in given.items()}}
    with _serving([*PORTAL, "serve"], environ, port, ready, core) as served:
        yield served


@contextmanager
def bare(page: Path, headers: Mapping[str, str], core: int | None = None) -> Iterator[Served]:
    """waitress with 4 threads that sends one file under these headers."""
    port = free_port()
    command = [sys.executable, "-c", BARE, str(page), str(port), json.dumps(dict(headers))]
    with _serving(command, dict(os.environ), port, "/", core) as served:
        yield served


@contextmanager
def _serving(
    command: list[str], environ: dict[str, str], port: int, ready: str, core: int | None
) -> Iterator[Served]:
    started = time.monotonic()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    if core is not None:
        machine.pin(core, process.pid)
    try:
        wait_for(f"http://localhost:{port}{ready}", process)
        yield Served(port, process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until it answers; ``SystemExit`` where it has ended, or after two minutes."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"no answer at {address}")
