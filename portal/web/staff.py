"""The staff's door: the cookie of a session, and the rule that nothing under ``/admin`` opens without one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import Message
from portal.core.settings import Settings
from portal.web import kept
from portal.web.cookies import LENGTH, cookie, local
from portal.web.render import render_page

INSIDE = "/admin"
DOORS = ("/login", "/logout")


def session_token(request: Request) -> str:
    """The token that the browser brought; empty without one."""
    return cookie(request.environ, cookie_name(request.registry["settings"]))


def keep_session(request: Request, response: Response, token: str) -> None:
    """Let the browser hold the session until it closes; the server ends it earlier where it must."""
    settings = request.registry["settings"]
    secure = _secure(settings)
    response.set_cookie(cookie_name(settings), token, path="/", httponly=True, secure=secure, samesite="Lax")


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget the session."""
    settings = request.registry["settings"]
    secure = _secure(settings)
    response.set_cookie(cookie_name(settings), None, path="/", httponly=True, secure=secure, samesite="Lax")


def inside(address: str) -> str:
    """Where to go after logging in: ``address`` if it is a page of the back office, else its first page."""
    return local(address, INSIDE)


def door_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    def door(request: Request) -> Response:
        path = request.here
        closed = path == INSIDE or path.startswith(f"{INSIDE}/")
        if not closed and path not in DOORS:
            return handler(request)
        response = _ask_in(request) if closed and request.staff is None else handler(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return door


def _ask_in(request: Request) -> Response:
    """To the log-in and back; a form that came is carried along."""
    way = str(request.path_qs) if len(request.path_qs) <= LENGTH else str(request.path)
    if request.method != "POST":
        return HTTPSeeOther(f"/login?{urlencode({'next': way})}")
    page = login_page(request, request.path, kept.keep(request, session_token(request)))
    response = render_page("admin/login", page, request)
    response.status_int = 401
    response.headers["WWW-Authenticate"] = 'Form realm="portal"'
    return response


def login_page(
    request: Request, way: str, form: kept.Kept | None, login: str = "", refusal: Message | None = None
) -> dict[str, Any]:
    """What ``admin/login.jinja2`` shows; ``form`` is carried through it."""
    key = request.form_key("login")
    carried = kept.packed(request, form, key)
    return {
        "login": login,
        "next": way,
        "refusal": refusal,
        "key": key,
        "kept": carried,
        "lost": form is not None and not carried,
    }


def cookie_name(settings: Settings) -> str:
    """The name of the session's cookie."""
    # A browser takes a __Host- cookie only from this very host, over TLS.
    return "__Host-portal" if _secure(settings) else "portal_staff"


def _secure(settings: Settings) -> bool:
    return settings.site_url.startswith("https:")


def includeme(config: Configurator) -> None:
    config.add_tween("portal.web.staff.door_tween_factory", under="portal.web.gate.gate_tween_factory")
