"""The staff's door: the cookie of a session, and the rule that nothing under ``/admin`` opens without one."""

from collections.abc import Callable
from urllib.parse import urlencode

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

INSIDE = "/admin"
DOORS = ("/login", "/logout")
NEXT_LENGTH = 2000


def session_token(request: Request) -> str:
    """The token that the browser brought; empty without one."""
    # Not request.cookies: one cookie of whatever origin that is no UTF-8 makes all of them unreadable.
    parts = str(request.environ.get("HTTP_COOKIE", "")).split(";")
    cookies = {
        name.strip(): value.strip() for name, _equals, value in (part.partition("=") for part in parts)
    }
    return cookies.get(_name(request), "")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Let the browser hold the session until it closes; the server ends it earlier where it must."""
    secure = _secure(request)
    response.set_cookie(_name(request), token, path="/", httponly=True, secure=secure, samesite="Lax")


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget the session."""
    secure = _secure(request)
    response.set_cookie(_name(request), None, path="/", httponly=True, secure=secure, samesite="Lax")


def inside(address: str) -> str:
    """Where to go after logging in: ``address`` if it is a page of the back office, else its first page."""
    path = address.partition("?")[0]
    plain = path == INSIDE or path.startswith(f"{INSIDE}/")
    written = address.isascii() and address.isprintable() and len(address) <= NEXT_LENGTH
    return address if plain and written and ".." not in path and "\\" not in path else INSIDE


def door_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    def door(request: Request) -> Response:
        path = request.path
        closed = path == INSIDE or path.startswith(f"{INSIDE}/")
        if not closed and path not in DOORS:
            return handler(request)
        if closed and request.staff is None:
            response: Response = HTTPSeeOther(f"/login?{urlencode({'next': _way_back(request)})}")
        else:
            response = handler(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return door


def _way_back(request: Request) -> str:
    """The address with what was typed into a form, which its page takes up again."""
    if request.method != "POST":
        way = str(request.path_qs)
        return way if len(way) <= NEXT_LENGTH else str(request.path)
    typed = {name: value for name, value in request.form.items() if value and name != "key"}
    way = f"{request.path}?{urlencode(typed)}"
    return way if typed and len(way) <= NEXT_LENGTH else str(request.path)


def _name(request: Request) -> str:
    # A browser takes a __Host- cookie only from this very host, over TLS.
    return "__Host-portal" if _secure(request) else "portal_staff"


def _secure(request: Request) -> bool:
    return bool(request.registry["settings"].site_url.startswith("https:"))


def includeme(config: Configurator) -> None:
    config.add_tween("portal.web.staff.door_tween_factory", under="portal.web.gate.gate_tween_factory")
