"""What the desk does alike for every kind of document: its list, its steps, and the page of a step again."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import Refusal
from portal.core.text import whole_number
from portal.core.work import Writing
from portal.directory import queries as directory
from portal.publishing import desk, review
from portal.publishing.desk import Found, Wanted
from portal.publishing.errors import ReasonMissing, WrongWindow
from portal.publishing.history import history
from portal.publishing.models import STATE_LABELS, State
from portal.publishing.moments import moment
from portal.publishing.review import Standing, Window
from portal.web.errors import status_of
from portal.web.paging import pager

HIGHEST_ID = 2**31 - 1
ADDRESSES = {"guide": "/admin/guides", "notice": "/admin/notices"}
TYPED = ("verb", "reason", "live_from", "live_until")
FIELDS = {ReasonMissing: "reason", WrongWindow: "live_until"}

Choice = TypeVar("Choice", bound=StrEnum)
Page = Callable[[Request, Mapping[str, str], Refusal | None], dict[str, Any]]


def document_id(request: Request) -> int:
    return whole_number(request.matchdict["id"], 0, 1, HIGHEST_ID)


def choice(words: type[Choice], text: str) -> Choice | None:
    """The word that an address names; ``None`` for anything else."""
    return next((word for word in words if word.value == text), None)


def wanted(request: Request) -> Wanted:
    """What the address narrows a list of the desk to."""
    return Wanted(
        unit=directory.org_by_slug(request.work, request.GET.get("org", "")),
        state=choice(State, request.GET.get("state", "")),
        text=request.GET.get("q", ""),
    )


def list_values(request: Request, kind: str, narrowed: Wanted, found: Found) -> dict[str, Any]:
    """What a list of the desk shows."""
    return {
        "wanted": narrowed,
        "listing": found,
        "pager": pager(request, found.page, found.pages),
        "labels": STATE_LABELS,
        "units": [(unit.slug, unit.name) for unit in desk.units(request.work, kind)],
        "states": [(state.value, request.translate(STATE_LABELS[state])) for state in State],
    }


def take_step(request: Request, kind: str, again: Page) -> dict[str, Any] | Response:
    """Take the step that the form names, or show its page ``again`` with the refusal."""
    form, number = request.form, document_id(request)
    try:
        window = Window(*(moment(form.get(name, "")) for name in ("live_from", "live_until")))
        given = {"seen": form.get("seen", ""), "reason": form.get("reason", ""), "window": window}
        way = request.write_once(f"{kind} {number}", _take, kind, number, form.get("verb", ""), given)
    except Refusal as refusal:
        request.response.status_int = _status(refusal)
        return again(request, form, refusal)
    return HTTPSeeOther(way)


def desk_values(
    request: Request, standing: Standing, typed: Mapping[str, str], refusal: Refusal | None
) -> dict[str, Any]:
    """What ``admin/review.jinja2`` shows of a document: steps, history, and what came of the last step."""
    work = request.work
    return {
        "standing": standing,
        "offers": review.offers(work, standing),
        "history": history(work, standing.document_id),
        "now": work.now,
        "typed": {name: typed.get(name, "") for name in TYPED},
        "refusal": refusal,
        "refusal_at": FIELDS.get(type(refusal), "") if refusal else "",
        "done": review.STEPS.get(request.GET.get("done", "")),
    }


def _take(work: Writing, kind: str, number: int, verb: str, given: Mapping[str, Any]) -> str:
    review.take(work, kind, number, verb, **given)
    return f"{ADDRESSES[kind]}/{number}?done={verb}"


def _status(refusal: Refusal) -> int:
    if type(refusal) in FIELDS:
        return 422
    return status_of(refusal)
