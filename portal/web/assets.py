"""Static files: an address for each version, so that they may be kept for ever, and one stylesheet."""

import hashlib
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


def stylesheet() -> str:
    """All files under ``static/css`` in one, ordered by their paths: tokens, base, components, print."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").rglob("*.css")))


def includeme(config: Configurator) -> None:
    base = f"/static/{version()}"
    style = stylesheet()

    def serve_stylesheet(request: Request) -> Response:
        response = Response(style, content_type="text/css", charset="utf-8")
        response.cache_control = f"public, max-age={FOR_EVER}"
        return response

    config.add_route("stylesheet", f"{base}/site.css")
    config.add_view(serve_stylesheet, route_name="stylesheet", request_method=("GET", "HEAD"))
    config.add_static_view(base[1:], "portal:static", cache_max_age=FOR_EVER)
    config.registry["static"] = base
