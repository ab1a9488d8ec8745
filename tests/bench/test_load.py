"""The client that loads a server counts whole answers and refuses wrong ones."""

import os
import socket
import threading
from collections.abc import Iterator

import pytest
from waitress.server import create_server

from bench.load import CONNECTIONS, load
from bench.server import Served

BODY = b"x" * 300_000


def answer(environ: dict[str, str], start_response: object) -> list[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    status = "304 Not Modified" if known else "200 OK" if environ["PATH_INFO"] == "/" else "404 Not Found"
    body = b"" if known else BODY
    start_response(status, [] if known else [("Content-Length", str(len(body)))])  # type: ignore[operator]
    return [body]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    listening = socket.create_server(("127.0.0.1", 0))
    running = create_server(answer, sockets=[listening], threads=2, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield Served(listening.getsockname()[1], os.getpid(), 0.0)
    running.close()
    thread.join(10)


@pytest.mark.parametrize(("headers", "status"), [({}, 200), ({"If-None-Match": "x"}, 304)])
def test_every_connection_is_answered(server: Served, headers: dict[str, str], status: int) -> None:
    found = load(server, "/", 0.0, headers, status)
    assert len(found.times) == CONNECTIONS
    assert min(found.times) > 0


def test_connections_that_the_server_closes_are_opened_again(server: Served) -> None:
    found = load(server, "/", 0.2, {"If-None-Match": "x"}, 304)
    assert len(found.times) > CONNECTIONS


def test_a_wrong_answer_ends_the_measurement(server: Served) -> None:
    with pytest.raises(SystemExit, match="404"):
        load(server, "/other", 0.0)
