"""The real server on a socket: what WebTest cannot send."""

import http.client
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.app import make_app
from portal.core.settings import Settings
from portal.core.work import Store
from portal.web.server import CannotListen, Server, listen
from tests.support.nodes import free_port, listens, wait_until


@pytest.fixture
def used(settings: Settings) -> Settings:
    """The settings behind a proxy, with a port that is free at that time."""
    return settings.model_copy(update={"port": 0, "trusted_proxy": "127.0.0.1"})


@contextmanager
def serving(app: Any, settings: Settings) -> Iterator[tuple[Server, int]]:
    """A server in a thread, and its port."""
    sockets = listen(settings)
    port = sockets[0].getsockname()[1]
    server = Server(app, settings, sockets)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server, port
    server.stop()
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture
def port(router: Any, app: Any, used: Settings) -> Iterator[int]:
    with serving(router, used) as (_server, number):
        yield number


@pytest.fixture
def site(store: Store, used: Settings) -> Iterator[int]:
    """The port of a server with kept pages."""
    with serving(make_app(used, store), used) as (_server, number):
        yield number


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


def test_an_answer_without_a_body_keeps_the_connection(site: int) -> None:
    connection = http.client.HTTPConnection("localhost", site, timeout=20)
    connection.request("GET", "/")
    page = connection.getresponse()
    page.read()
    used = connection.sock
    for asked, kept in (({}, True), ({"Connection": "close"}, False)):
        connection.request("GET", "/", headers={"If-None-Match": page.headers["ETag"], **asked})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (304, b"")
        assert (connection.sock is used) is kept
    connection.close()


HALF = (
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 20\r\n\r\nlogin=some"
)


def read(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    connection.settimeout(20)
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_request_that_is_half_there_is_answered_before_the_end(
    router: Any, app: Any, used: Settings
) -> None:
    with serving(router, used) as (server, port), socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(HALF)
        assert b" 200 " in ask(port, head("GET /healthz HTTP/1.1"))
        server.stop()
        wait_until(lambda: not listens(port))
        visitor.sendall(b"body&a=bcd")
        answer = read(visitor)
    assert answer.startswith(b"HTTP/1.1 422")
    assert b"\r\nConnection: close\r\n" in answer


def test_who_is_told_to_stop_twice_stops_once(router: Any, used: Settings) -> None:
    with serving(router, used) as (server, port):
        server.stop()
        wait_until(lambda: not listens(port))
        wait_until(lambda: not server._map)
        server.stop()


def test_who_stood_in_the_queue_is_answered_and_who_says_nothing_is_not_waited_for(
    router: Any, app: Any, used: Settings
) -> None:
    sockets = listen(used)
    visitors = [socket.create_connection(sockets[0].getsockname()) for _each in range(3)]
    server = Server(router, used, sockets)
    server.stop()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for visitor in visitors[:2]:
        visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"\r\nConnection: close\r\n" in read(visitor)
    assert read(visitors[2]) == b""
    thread.join(20)
    assert not thread.is_alive()
    for visitor in visitors:
        visitor.close()


def test_a_balancer_is_told_before_the_end(router: Any, app: Any, used: Settings) -> None:
    request = head("GET /readyz HTTP/1.1")
    with serving(router, used.model_copy(update={"stop_delay": 3})) as (server, port):
        assert b"stopping" not in ask(port, request)
        server.stop()
        answer = ask(port, request)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"stopping" in answer


def test_of_two_that_share_a_socket_one_may_stop(router: Any, app: Any, used: Settings) -> None:
    sockets = listen(used)
    port = sockets[0].getsockname()[1]
    one, other = (Server(router, used, [each.dup() for each in sockets]) for _each in range(2))
    threads = [threading.Thread(target=each.run, daemon=True) for each in (one, other)]
    for thread in threads:
        thread.start()
    one.stop()
    threads[0].join(20)
    sockets[0].close()
    assert b" 200 " in ask(port, head("GET /healthz HTTP/1.1"))
    other.stop()
    threads[1].join(20)
    assert not listens(port)


def test_a_name_of_several_addresses_listens_at_each(settings: Settings) -> None:
    with pytest.raises(CannotListen):
        listen(settings.model_copy(update={"listen": "no-such-host.invalid"}))
    for each in listen(settings.model_copy(update={"listen": "localhost", "port": 0})):
        assert each.getsockname()[1]
        each.close()


PROGRAM = """
import os, sys
from portal.core.settings import Settings
from portal.web.server import hand_down, listen
program, port, again = sys.argv[1:]
sockets = listen(Settings(port=int(port)))
assert not sockets[0].get_inheritable()
print(sockets[0].getsockname()[1], flush=True)
if again == "again":
    hand_down(sockets)
    os.execv(sys.executable, [sys.executable, "-c", program, program, "1", "no more"])
"""


def test_the_next_program_of_a_process_goes_on_with_its_sockets() -> None:
    port = str(free_port())
    command = [sys.executable, "-c", PROGRAM, PROGRAM, port, "again"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [port, port]
