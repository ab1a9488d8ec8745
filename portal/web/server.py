"""The HTTP server of one process: waitress with the portal's bounds, on sockets that others may share.

It stops in order: what is on its way is taken and answered, and nothing is begun that could not be finished.
"""

import os
import re
import select
import socket
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask
from waitress.wasyncore import close_all, loop

from portal.core.i18n import Refusal, _
from portal.core.settings import Settings

PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}
STOPPING = "portal.stopping"
"""In the environ of each request: whether this process is to stop."""

BACKLOG = 1024
GREETING = 1.0  # seconds in which a new connection brings its first request
DRAIN = 30.0  # seconds for the answers that are on their way
_HANDED_DOWN = 3  # the first socket that systemd hands down
_RAW = re.compile(rb"[\x80-\xff]")


class CannotListen(Refusal):
    """Another program has the port, or the machine has no such address."""


class Parser(HTTPRequestParser):
    """Takes an address with raw Chinese in it, as curl and old clients send it; waitress answers 400."""

    def parse_header(self, header_plus: bytes) -> None:
        line, rest = header_plus.split(b"\r\n", 1) if b"\r\n" in header_plus else (header_plus, None)
        line = _RAW.sub(lambda raw: b"%%%02X" % raw.group()[0], line)
        super().parse_header(line if rest is None else line + b"\r\n" + rest)


class Task(WSGITask):
    """An answer: the last one on a connection says so, and no further request comes this way."""

    def build_response_header(self) -> bytes:
        if not self.channel.server.accepting:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head

    def set_close_on_finish(self) -> None:
        # waitress takes an answer without a length for one that ends with the connection: a 304 has no body.
        asked = self.get_environment().get("HTTP_CONNECTION", "").lower()
        keeps = self.version == "1.1" and asked != "close" and self.channel.server.accepting
        if not (keeps and self.status.startswith("304")):
            super().set_close_on_finish()

    def write(self, data: bytes) -> None:
        """Head and body of a page in one call of the system; in two they would be two packets."""
        whole = self.complete and self.has_body and len(data) == self.content_length
        if self.wrote_header or not whole:
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written = len(data)


class Channel(HTTPChannel):
    parser_class = Parser
    task_class = Task
    served = False

    def service(self) -> None:
        self.served = True
        super().service()

    @property
    def idle(self) -> bool:
        return not (self.requests or self.request or self.total_outbufs_len)


def listen(settings: Settings) -> list[socket.socket]:
    """Sockets that listen: those that were handed down, or new ones. Raises ``CannotListen``.

    ``LISTEN_FDS`` is systemd's protocol, https://www.freedesktop.org/software/systemd/man/sd_listen_fds.html
    """
    if os.environ.pop("LISTEN_PID", "") == str(os.getpid()):
        count = int(os.environ.pop("LISTEN_FDS", "0"))
        handed = [socket.socket(fileno=_HANDED_DOWN + number) for number in range(count)]
        for each in handed:
            # A program that a child starts must not keep the port when the server has gone.
            each.set_inheritable(False)
        return handed
    sockets: list[socket.socket] = []
    try:
        # A name may stand for several addresses; each of them has a socket of its own.
        for family, _type, _protocol, _name, address in dict.fromkeys(_addresses(settings)):
            sockets.append(socket.socket(family, socket.SOCK_STREAM))
            _bind(sockets[-1], address)
    except OSError as problem:
        for opened in sockets:
            opened.close()
        place = f"{settings.listen}:{settings.port}"
        raise CannotListen(_("Cannot listen at ${place}: ${problem}", place=place, problem=problem)) from None
    return sockets


def hand_down(sockets: Iterable[socket.socket]) -> None:
    """Let the program that replaces this one in its process go on with the sockets (``listen``)."""
    free = max(each.fileno() for each in sockets) + 1
    copies = [os.dup2(each.fileno(), max(free, 64) + number) for number, each in enumerate(sockets)]
    for number, copy in enumerate(copies):
        os.dup2(copy, _HANDED_DOWN + number)
        os.close(copy)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(copies)))


class Server:
    """Answers on ``sockets`` until it is told to stop; ``app`` finds in ``STOPPING`` whether it was."""

    def __init__(self, app: Any, settings: Settings, sockets: Sequence[socket.socket]) -> None:
        self.stopping = False
        self._delay = settings.stop_delay
        self._map: dict[int, Any] = {}

        def told(environ: dict[str, Any], start_response: Any) -> Any:
            environ[STOPPING] = self.stopping
            return app(environ, start_response)

        self._server = create_server(told, map=self._map, sockets=list(sockets), **_bounds(settings))
        self._listeners = [each for each in self._map.values() if isinstance(each, BaseWSGIServer)]
        for listener in self._listeners:
            listener.channel_class = Channel

    def stop(self) -> None:
        """May be called by a signal, or in another thread; again too, when the sockets are closed already."""
        if not self.stopping:
            # In this order: as soon as it is set, the sockets and the trigger may be closed.
            self._listeners[0].pull_trigger()
            self.stopping = True

    def run(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Answer until ``stop``, or until nobody wants it any more."""
        while not self.stopping and wanted():
            loop(timeout=1.0, use_poll=True, map=self._map, count=1)
        self.stopping = True
        self._go_on(self._delay, lambda: False)
        self._stop_listening()
        self._go_on(GREETING, lambda: self._drained(new=False))
        self._go_on(DRAIN, lambda: self._drained(new=True))
        self._server.task_dispatcher.shutdown()
        close_all(self._map, ignore_all=True)

    def _go_on(self, seconds: float, done: Callable[[], bool]) -> None:
        until = monotonic() + seconds
        while monotonic() < until and not done():
            loop(timeout=0.1, use_poll=True, map=self._map, count=1)

    def _stop_listening(self) -> None:
        for listener in self._listeners:
            # Who stands in the queue has been let in by the kernel: closing now would turn them away.
            while _waited_for(listener):
                listener.handle_accept()
            listener.accepting = False
            listener.del_channel()
            _socket(listener).close()

    def _drained(self, *, new: bool) -> bool:
        """Close what is idle, also what is ``new`` and has said nothing yet; whether all are closed."""
        channels = [each for each in self._map.values() if isinstance(each, Channel)]
        for channel in channels:
            channel.will_close = channel.will_close or (channel.idle and (new or channel.served))
        return not channels


def _addresses(settings: Settings) -> list[Any]:
    return socket.getaddrinfo(
        settings.listen, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )


def _bind(new: socket.socket, address: Any) -> None:
    new.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if new.family == socket.AF_INET6:
        new.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    new.bind(address)
    new.listen(BACKLOG)


def _waited_for(listener: BaseWSGIServer) -> bool:
    """Whether somebody stands in the queue."""
    asked = select.poll()
    asked.register(_socket(listener), select.POLLIN)
    return bool(asked.poll(0))


def _socket(listener: BaseWSGIServer) -> socket.socket:
    assert listener.socket is not None
    return listener.socket


def _bounds(settings: Settings) -> dict[str, Any]:
    proxy = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": PROXY_HEADERS}
    return {
        "threads": settings.threads,
        "connection_limit": settings.connection_limit,
        "channel_timeout": settings.channel_timeout,
        "asyncore_use_poll": True,
        # Above every body that the portal takes: its own page answers 413, not the server's bare line.
        "max_request_body_size": 2 * max(settings.upload_limit, settings.body_limit),
        "ident": None,
        **(proxy if settings.trusted_proxy else {}),
    }
