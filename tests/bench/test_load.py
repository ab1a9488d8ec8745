"""The client that loads a server counts whole answers and refuses wrong ones."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import CONNECTIONS, load
from bench.server import Served

BODY = b"x" * 300_000


class Handler(BaseHTTPRequestHandler):
    """A page, one that did not change, after which the connection is closed, and one that is not there."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        known = "If-None-Match" in self.headers
        self.send_response(304 if known else 200 if self.path == "/" else 404)
        self.send_header(*(("Connection", "close") if known else ("Content-Length", str(len(BODY)))))
        self.end_headers()
        if not known:
            self.wfile.write(BODY)

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


class Quiet(ThreadingHTTPServer):
    """A client that leaves in the middle of an answer is what one test is about."""

    def handle_error(self, *_request: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with Quiet(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield Served(running.server_port, os.getpid(), 0.0)
        running.shutdown()
        thread.join()


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
