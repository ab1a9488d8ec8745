"""The real server on a socket: what WebTest cannot send."""

import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from portal.core.settings import Settings
from portal.web.server import make_server


@pytest.fixture
def port(router: Any, app: Any, settings: Settings) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    bounds = {"port": number, "trusted_proxy": "127.0.0.1"}
    server = make_server(router, settings.model_copy(update=bounds))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield number
    server.close()
    server.task_dispatcher.shutdown()


def ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


def head(line: str) -> bytes:
    return f"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def test_raw_chinese_in_an_address_is_taken(port: int) -> None:
    assert ask(port, head("GET /services?q=身份证 HTTP/1.1")).startswith(b"HTTP/1.1 200")
    assert ask(port, head("GET /orgs/公安局 HTTP/1.1")).startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("line", ["GARBAGE", "GET", "GET / HTTP/9.9", "TRACE / HTTP/1.1", "GET //% HTTP/1.1"])
def test_garbage_is_answered(port: int, line: str) -> None:
    answer = ask(port, head(line))
    assert answer.startswith(b"HTTP/1.")
    assert b" 500 " not in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("address", "kind", "megabytes"),
    [
        ("/login", "application/x-www-form-urlencoded", 50),
        ("/mailbox/suggestion-box/new", "multipart/form-data; boundary=x", 70),
    ],
)
def test_what_is_too_large_is_refused_with_a_page(port: int, address: str, kind: str, megabytes: int) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    connection.request("POST", address, b"x" * (megabytes * 1024 * 1024), {"Content-Type": kind})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    assert answer.status == 413
    assert "<h1" in body


def test_what_a_trusted_proxy_says_counts(port: int, app: Any) -> None:
    request = b"GET /search/suggest?q=a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    ask(port, request.replace(b"/suggest", b"") + b"X-Forwarded-For: 203.0.113.7\r\n\r\n")
    assert app.app.registry["search_rate"].counts == {"203.0.113.7": 1}


def test_a_forged_forward_does_not_hide_the_visitor(port: int, app: Any) -> None:
    request = b"GET /search?q=a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    ask(port, request + b"X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n\r\n")
    assert app.app.registry["search_rate"].counts == {"203.0.113.7": 1}
