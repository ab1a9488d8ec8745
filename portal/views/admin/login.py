"""Logging in and out."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.accounts import sessions
from portal.accounts.errors import TooManyAttempts, WrongPassword
from portal.core.i18n import Refusal
from portal.core.onetime import BadKey
from portal.web.staff import drop_session, inside, keep_session, session_token
from portal.web.views import page, plain


@page("login", "admin/login")
def show(request: Request) -> dict[str, Any] | Response:
    way = inside(request.GET.get("next", ""))
    return HTTPSeeOther(way) if request.staff else {"login": "", "next": way, "refusal": None}


@page("login", "admin/login", submit=True)
def log_in(request: Request) -> dict[str, Any] | Response:
    login, password = (request.form.get(name, "") for name in ("login", "password"))
    try:
        request.check_key("login")
        # Not client_addr: it believes a header that anybody can write.
        address, old = request.remote_addr or "", session_token(request)
        token = sessions.log_in(request.store, login, password, address=address, old_token=old)
    except (BadKey, WrongPassword, TooManyAttempts) as refusal:
        return _again(request, refusal)
    response = HTTPSeeOther(inside(request.form.get("next", "")))
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


def _again(request: Request, refusal: Refusal) -> dict[str, Any]:
    """The form once more, with what was typed but the password."""
    request.response.status_int = 422
    if isinstance(refusal, TooManyAttempts):
        request.response.status_int = 429
        request.response.headers["Retry-After"] = str(refusal.seconds)
    way = inside(request.form.get("next", ""))
    return {"login": request.form.get("login", ""), "next": way, "refusal": refusal.message}
