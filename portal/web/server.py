"""The HTTP server: waitress with the portal's bounds."""

import re
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import close_all

from portal.core.i18n import Refusal, _
from portal.core.settings import Settings

PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}
_RAW = re.compile(rb"[\x80-\xff]")


class CannotListen(Refusal):
    """Another program has the port, or the machine has no such address."""


class Parser(HTTPRequestParser):
    """Takes an address with raw Chinese in it, as curl and old clients send it; waitress answers 400."""

    def parse_header(self, header_plus: bytes) -> None:
        line, rest = header_plus.split(b"\r\n", 1) if b"\r\n" in header_plus else (header_plus, None)
        line = _RAW.sub(lambda raw: b"%%%02X" % raw.group()[0], line)
        super().parse_header(line if rest is None else line + b"\r\n" + rest)


class Channel(HTTPChannel):
    parser_class = Parser


def make_server(app: Any, settings: Settings) -> Any:
    """A server that listens; ``run()`` answers until the process ends. Raises ``CannotListen``."""
    sockets: dict[int, Any] = {}
    proxy: dict[str, Any] = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": PROXY_HEADERS}
    try:
        server = create_server(
            app,
            map=sockets,
            host=settings.listen,
            port=settings.port,
            threads=settings.threads,
            connection_limit=settings.connection_limit,
            channel_timeout=settings.channel_timeout,
            asyncore_use_poll=True,
            # Above every body that the portal takes: its own page answers 413, not the server's bare line.
            max_request_body_size=2 * max(settings.upload_limit, settings.body_limit),
            ident=None,
            **(proxy if settings.trusted_proxy else {}),
        )
    except (OSError, ValueError) as problem:
        close_all(sockets)
        place = f"{settings.listen}:{settings.port}"
        raise CannotListen(_("Cannot listen at ${place}: ${problem}", place=place, problem=problem)) from None
    # A name may stand for several addresses; each of them has a listener of its own.
    for listener in sockets.values():
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = Channel
    return server
