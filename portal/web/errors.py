"""Errors in plain words: what happened, and what to do now."""

import logging
import secrets
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException, HTTPMethodNotAllowed
from pyramid.request import Request
from pyramid.response import Response

from portal.core.db import UNAVAILABLE
from portal.core.i18n import Forbidden, Message, NotFound, Refusal, _
from portal.web.kiosk import frame
from portal.web.render import last_centre, render_page
from search_index.engine import IndexUnavailable

log = logging.getLogger(__name__)

RETRY_SECONDS = 10

# status → (what happened, what to do now)
SENTENCES: dict[int, tuple[Message, Message]] = {
    400: (
        _("We could not read this request"),
        _("The address or the form was damaged on its way. Go back and try it once more."),
    ),
    403: (_("You may not open this"), _("Log in as somebody who may, or ask your administrator.")),
    404: (
        _("There is no such page"),
        _("The address may have a slip in it, or the page has moved. Search for what you need."),
    ),
    405: (_("This address does not work that way"), _("Go back to the page before and use its links.")),
    409: (_("This cannot be done now"), _("Go back, look at how things stand, and try again.")),
    410: (_("This page has been withdrawn"), _("Search for what has taken its place, or ask the unit.")),
    413: (_("What you sent is too large"), _("Send fewer or smaller files. Nothing was stored.")),
    414: (_("This address is too long"), _("Use fewer words.")),
    415: (_("We cannot read what was sent"), _("Use the form on the page. Nothing was stored.")),
    429: (_("Too many requests"), _("Please wait a little and try again.")),
    500: (_("Something went wrong on our side"), _("It was noted and will be looked into. Try again later.")),
    503: (
        _("The portal is busy just now"),
        _("Nothing was lost. Please try again in a few seconds, or call the hall."),
    ),
}


def error_page(
    request: Request, status: int, message: Message | None = None, reference: str = ""
) -> Response:
    """The page for ``status``; ``message`` says it more exactly than the table."""
    title, advice = SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
    values: dict[str, Any] = {"title": title, "message": message, "advice": advice, "reference": reference}
    if status >= 500:
        values["centre"] = last_centre(request)  # the present one would be read from what may be broken
    if kiosk := frame(request, look=status < 500):
        values.update(place=kiosk.place, home=kiosk.home)
    response = render_page("kiosk/error" if kiosk else "public/error", values, request)
    response.status_int = status
    response.headers["Cache-Control"] = "no-store"
    return response


def http_error(error: HTTPException, request: Request) -> Response:
    if 300 <= error.status_int < 400:
        return error
    if isinstance(error, PredicateMismatch):
        error = HTTPMethodNotAllowed()
    message = error.detail if isinstance(error.detail, Message) else None
    response = error_page(request, error.status_int, message)
    for name in ("Allow", "Retry-After"):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response


def status_of(refusal: Refusal) -> int:
    """The status of a page that tells of a refusal."""
    return 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, Forbidden) else 409


def refusal(error: Refusal, request: Request) -> Response:
    return error_page(request, status_of(error), error.message)


def unavailable(error: Exception, request: Request) -> Response:
    log.error("database or index cannot be used: %s", error)
    response = error_page(request, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def failure(error: Exception, request: Request) -> Response:
    reference = secrets.token_hex(4)
    log.error("failure %s at %s", reference, request.path, exc_info=error)
    return error_page(request, 500, reference=reference)


def includeme(config: Configurator) -> None:
    config.add_exception_view(http_error, context=HTTPException)
    config.add_notfound_view(http_error)
    config.add_forbidden_view(http_error)
    config.add_exception_view(refusal, context=Refusal)
    config.add_exception_view(failure, context=Exception)
    for kind in (*UNAVAILABLE, IndexUnavailable):
        config.add_exception_view(unavailable, context=kind)
