"""Static files: an address for each version, so that they may be kept for ever, and the stylesheets."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

STATIC = Path(__file__).parent.parent / "static"
FOR_EVER = 31536000


def version() -> str:
    """A digest of all static files; it is part of their addresses."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:10]


SHEETS = {"site.css": "css", "kiosk.css": "kiosk"}
"""Each stylesheet with its folder; a kiosk has the second one on top of the first."""


def stylesheet(folder: str) -> str:
    """All files under a folder in one, ordered by their paths: tokens, base, components, print."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / folder).rglob("*.css")))


def _serving(style: str) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        response = Response(style, content_type="text/css", charset="utf-8")
        response.cache_control = f"public, max-age={FOR_EVER}"
        return response

    return serve


def includeme(config: Configurator) -> None:
    base = f"/static/{version()}"
    for name, folder in SHEETS.items():
        config.add_route(name, f"{base}/{name}")
        config.add_view(_serving(stylesheet(folder)), route_name=name, request_method=("GET", "HEAD"))
    config.add_static_view(base[1:], "portal:static", cache_max_age=FOR_EVER)
    config.registry["static"] = base
