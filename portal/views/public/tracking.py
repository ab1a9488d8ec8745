"""Following one's own letter, by its number and query code."""

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPGone, HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from portal.accounts import throttle
from portal.cases import queries as cases
from portal.cases.queries import Tracked
from portal.cases.workflow import STATE_LABELS
from portal.core import tickets
from portal.core.i18n import Message, _
from portal.media import queries as media
from portal.web.files import file_response
from portal.web.views import page, plain

TRIES, WINDOW = 30, 15 * 60
TYPED = 60
FILE, FILE_HOURS = "letter file", 1

MISFIT = _("Number and query code do not fit. Please check both.")


@page("track", "public/mailbox/track")
def show(request: Request) -> dict[str, Any]:
    return _page(request, "", "")


@page("track", "public/mailbox/track", submit=True)
def ask(request: Request) -> dict[str, Any]:
    return answered(request, *(request.form.get(name, "")[:TYPED] for name in ("number", "code")))


def answered(request: Request, number: str, code: str) -> dict[str, Any]:
    """The page for number and code as typed: the letter, or what does not fit. Sets the status."""
    bucket = f"track address {request.client}"
    wait = throttle.hit(request.store, bucket, limit=TRIES, seconds=WINDOW)
    if wait:
        request.response.status_int = 429
        request.response.headers["Retry-After"] = str(wait)
        return _page(request, number, code, problem=_hurried(wait))
    letter = cases.track(request.work, number, code)
    if letter is None:
        request.response.status_int = 422
        return _page(request, number, code, problem=MISFIT)
    request.write(throttle.give_back, bucket)
    return _page(request, number, code, letter=letter)


@plain("letter_file")
def own_file(request: Request) -> Response:
    ticket, settings = request.matchdict["ticket"], request.store.settings
    number = tickets.redeem(settings.key, FILE, ticket, request.work.now)
    if number is None:
        raise HTTPGone(_("Please open your letter once more with its number and query code."))
    found = media.get(request.work, number)
    if found is None:
        raise HTTPNotFound()
    return file_response(request, found)


def _page(
    request: Request, number: str, code: str, *, problem: Message | None = None, letter: Tracked | None = None
) -> dict[str, Any]:
    return {
        "number": number,
        "code": code,
        "problem": problem,
        "letter": letter,
        "states": STATE_LABELS,
        "files": [(stored, _address(request, stored.id)) for stored in (letter.files if letter else ())],
    }


def _address(request: Request, media_id: int) -> str:
    """Where the author, who has just proved to be one, finds a file for a while."""
    lifetime = timedelta(hours=FILE_HOURS)
    key, now = request.store.settings.key, request.store.clock()
    return f"/mailbox/files/{tickets.issue(key, FILE, media_id, now, lifetime)}"


def _hurried(seconds: int) -> Message:
    return _(
        "Too many tries from this connection. Please wait ${minutes} minutes.", minutes=-(-seconds // 60)
    )
