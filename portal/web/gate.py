"""The one input gate: what no browser sends on purpose is refused or cleaned before any room sees it.

A refused request is emptied first, so that its error page can be rendered like any other.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from multipart import parse_options_header
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPException,
    HTTPForbidden,
    HTTPMethodNotAllowed,
    HTTPRequestEntityTooLarge,
    HTTPRequestURITooLong,
    HTTPUnsupportedMediaType,
)
from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from portal.core.settings import Settings
from portal.core.text import clean
from portal.web.cookies import host_name
from portal.web.uploads import FIELDS, Submitted, read_parts

METHODS = ("GET", "HEAD", "POST")
QUERY_BYTES = 128 * 1024
VALUE = 1000

_FORM_TYPE = "application/x-www-form-urlencoded"
_FILES_TYPE = "multipart/form-data"

Environ = dict[str, Any]


def gate_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    settings: Settings = registry["settings"]
    hosts = {settings.site_domain.lower(), *(host.lower() for host in settings.hosts)}

    def gate(request: Request) -> Response:
        environ = request.environ
        try:
            _check_method(environ)
            _check_host(environ, hosts)
            _clean_path(environ)
            _clean_query(environ)
            if environ["REQUEST_METHOD"] == "POST":
                _check_body(request, settings)
                _check_origin(environ)
        except HTTPException:
            _empty(environ, settings)
            raise
        return handler(request)

    return gate


def submitted(request: Request) -> Submitted:
    """What the form brought, cleaned and within its bounds. To be read once, as ``request.submitted``.

    Raises ``HTTPBadRequest`` and ``HTTPRequestEntityTooLarge``.
    """
    kind, options = parse_options_header(request.environ.get("CONTENT_TYPE", ""))
    if kind == _FILES_TYPE:
        return read_parts(request, options.get("boundary", ""), request.registry["settings"])
    try:
        # Not request.POST: it takes seconds for a body of a million fields, and reads those of other kinds.
        items = _pairs(request.body_file_raw.read(request.content_length or 0).decode("utf-8"), "utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise HTTPBadRequest() from error
    return Submitted([(clean(name), clean(value)) for name, value in items])


def _check_method(environ: Environ) -> None:
    if environ["REQUEST_METHOD"] not in METHODS:
        raise HTTPMethodNotAllowed(headers={"Allow": ", ".join(METHODS)})


def _check_host(environ: Environ, hosts: set[str]) -> None:
    if hosts.isdisjoint((environ.get("HTTP_HOST", "").lower(), host_name(environ))):
        raise HTTPBadRequest()


def _clean_path(environ: Environ) -> None:
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPBadRequest() from error
    if clean(path) != path or "\n" in path:
        raise HTTPBadRequest()


def _clean_query(environ: Environ) -> None:
    raw = environ.get("QUERY_STRING", "")
    if len(raw) > QUERY_BYTES:
        raise HTTPRequestURITooLong()
    if not raw:
        return
    # No page asks for longer values, and each of its links would repeat them.
    pairs = [(clean(name)[:VALUE], clean(value)[:VALUE]) for name, value in _decoded(raw)]
    environ["QUERY_STRING"] = urlencode(pairs)


def _decoded(raw: str) -> list[tuple[str, str]]:
    # Links in old Chinese pages still encode their queries in GBK.
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return _pairs(raw, encoding)
    raise HTTPBadRequest()


def _pairs(raw: str, encoding: str) -> list[tuple[str, str]]:
    """Raises ``UnicodeDecodeError``, and ``HTTPBadRequest`` where there are too many fields."""
    try:
        return parse_qsl(
            raw, keep_blank_values=True, encoding=encoding, errors="strict", max_num_fields=FIELDS
        )
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        raise HTTPBadRequest() from error


def _check_body(request: Request, settings: Settings) -> None:
    environ = request.environ
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise HTTPBadRequest()
    kind, _semicolon, parameters = environ.get("CONTENT_TYPE", "").lower().partition(";")
    files = kind.strip() == _FILES_TYPE and _takes_files(request)
    if int(length[:20]) > (settings.upload_limit if files else settings.body_limit):
        raise HTTPRequestEntityTooLarge()
    if not files and kind.strip() != _FORM_TYPE:
        raise HTTPUnsupportedMediaType()
    if "charset=" in parameters and "charset=utf-8" not in parameters.replace('"', ""):
        raise HTTPUnsupportedMediaType()


def _takes_files(request: Request) -> bool:
    route = request.registry.getUtility(IRoutesMapper)(request)["route"]
    return route is not None and route.name in request.registry["file_routes"]


def _check_origin(environ: Environ) -> None:
    origin = environ.get("HTTP_ORIGIN")
    if environ.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        raise HTTPForbidden()
    if origin is not None and origin.partition("://")[2].lower() != environ["HTTP_HOST"].lower():
        raise HTTPForbidden()


def _empty(environ: Environ, settings: Settings) -> None:
    environ.update(PATH_INFO="/", QUERY_STRING="", REQUEST_METHOD="GET", CONTENT_LENGTH="0")
    environ.update(HTTP_HOST=urlsplit(settings.site_url).netloc, HTTP_COOKIE="")
