"""Many requests over kept-alive connections by one thread, which takes a fraction of what serving takes."""

import re
import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench import machine
from bench.server import Served

CONNECTIONS = 8
_LENGTH = re.compile(rb"content-length: *([0-9]+)", re.I)


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did in a while. ``times`` are milliseconds of each request."""

    rate: float
    times: list[float]
    cpu_ms: float
    """CPU of the server and its children for a request."""
    client: float
    """The share of a core that asking took: near 1, the asking was measured, not the serving."""


class Connection:
    """One connection, with one request on its way."""

    def __init__(self, port: int, request: bytes, status: bytes) -> None:
        self._request, self._status = request, b"HTTP/1.1 " + status
        self._port = port
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._got = b""
        self._left = -1
        self.started = 0.0

    def ask(self) -> None:
        self._got, self._left = b"", -1
        self.started = time.perf_counter()
        self.socket.sendall(self._request)

    def read(self) -> bool:
        """Whether the answer is whole."""
        part = self.socket.recv(1 << 17)
        if not part:
            raise SystemExit(f"{self._request!r}: the connection was closed within an answer")
        if self._left >= 0:
            self._left -= len(part)
        else:
            self._got += part
            self._see_head()
        return self._left == 0

    @property
    def closes(self) -> bool:
        return b"connection: close" in self._got.partition(b"\r\n\r\n")[0].lower()

    def open_again(self) -> None:
        self.socket.close()
        self.socket = socket.create_connection(("127.0.0.1", self._port))

    def _see_head(self) -> None:
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end:
            return
        if not head.startswith(self._status):
            raise SystemExit(f"{self._request!r}: {head[:200]!r}")
        length = _LENGTH.search(head)
        self._left = (int(length[1]) if length else 0) - len(body)


def load(
    server: Served,
    path: str,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Load:
    """Ask for one path without pause. ``SystemExit`` where an answer is not what it should be."""
    lines = [f"{name}: {value}" for name, value in (headers or {}).items()]
    head = "\r\n".join([f"GET {path} HTTP/1.1", f"Host: localhost:{server.port}", *lines])
    request = f"{head}\r\n\r\n".encode()
    connections = [Connection(server.port, request, str(status).encode()) for _ in range(CONNECTIONS)]
    try:
        return _measure(connections, server, seconds)
    finally:
        for connection in connections:
            connection.socket.close()


def _measure(connections: list[Connection], server: Served, seconds: float) -> Load:
    cpu, own, started = machine.cpu_seconds(server.pid), time.process_time(), time.perf_counter()
    times = _ask(connections, started + seconds)
    took = time.perf_counter() - started
    own, cpu = time.process_time() - own, machine.cpu_seconds(server.pid) - cpu
    return Load(len(times) / took, times, cpu * 1000 / len(times), own / took)


def _ask(connections: list[Connection], until: float) -> list[float]:
    times = []
    with selectors.DefaultSelector() as waiting:
        for connection in connections:
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        while waiting.get_map():
            for ready, _events in waiting.select():
                connection = ready.data
                if not connection.read():
                    continue
                now = time.perf_counter()
                times.append((now - connection.started) * 1000)
                if now >= until or connection.closes:
                    waiting.unregister(connection.socket)
                if now >= until:
                    continue
                if connection.closes:
                    connection.open_again()
                    waiting.register(connection.socket, selectors.EVENT_READ, connection)
                connection.ask()
    return times
