"""Logging in and out."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.accounts import sessions
from portal.accounts.errors import TooManyAttempts, WrongPassword
from portal.core.i18n import Refusal
from portal.core.onetime import BadKey
from portal.web import kept
from portal.web.render import render_page
from portal.web.staff import drop_session, inside, keep_session, login_page, session_token
from portal.web.views import page, plain


@page("login", "admin/login")
def show(request: Request) -> dict[str, Any] | Response:
    way = inside(request.GET.get("next", ""))
    return HTTPSeeOther(way) if request.staff else login_page(request, way, None)


@page("login", "admin/login", submit=True)
def log_in(request: Request) -> dict[str, Any] | Response:
    login, password = (request.form.get(name, "") for name in ("login", "password"))
    try:
        request.check_key("login")
        old = session_token(request)
        token = sessions.log_in(request.store, login, password, address=request.client, old_token=old)
    except (BadKey, WrongPassword, TooManyAttempts) as refusal:
        return _again(request, refusal)
    response = _inside(request, token)
    keep_session(request, response, token)
    return response


@plain("logout", submit=True)
def log_out(request: Request) -> Response:
    if request.staff is not None:  # else the session has ended by itself
        request.check_key("logout")
        request.write(sessions.log_out, session_token(request))
    response = HTTPSeeOther("/login")
    drop_session(request, response)
    return response


def _inside(request: Request, token: str) -> Response:
    """Where the log-in leads: to the form that was carried through it, if it is this person's."""
    form = kept.unpacked(request)
    request.staff = sessions.resolve(request.store, token)
    if form is None or form.user_id not in (0, request.staff.id):
        return HTTPSeeOther(inside(request.form.get("next", "")))
    return render_page("admin/kept", {"form": form}, request)


def _again(request: Request, refusal: Refusal) -> dict[str, Any]:
    """The form once more, with what was typed but the password."""
    request.response.status_int = 422
    if isinstance(refusal, TooManyAttempts):
        request.response.status_int = 429
        request.response.headers["Retry-After"] = str(refusal.seconds)
    way, login = (request.form.get(name, "") for name in ("next", "login"))
    return login_page(request, inside(way), kept.unpacked(request), login, refusal.message)
