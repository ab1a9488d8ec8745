"""The back office: what waits, the list of guides, one guide and its review."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue import desk, editions, review
from portal.catalogue.checks import Severity
from portal.catalogue.errors import ReasonMissing
from portal.catalogue.findings import section
from portal.core.i18n import Forbidden, NotFound, Refusal
from portal.core.text import whole_number
from portal.core.work import Writing
from portal.directory import queries as directory
from portal.publishing.models import STATE_LABELS, State
from portal.web.paging import pager, wanted_page
from portal.web.views import page

Choice = TypeVar("Choice", bound=StrEnum)
HIGHEST_ID = 2**31 - 1


@page("admin", "admin/home")
def home(request: Request) -> dict[str, Any]:
    return {"waiting": desk.waiting(request.work), "labels": STATE_LABELS}


@page("admin_guides", "admin/guides")
def guides(request: Request) -> dict[str, Any]:
    unit = directory.org_by_slug(request.work, request.GET.get("org", ""))
    wanted = desk.Wanted(
        unit=unit,
        state=_choice(State, request.GET.get("state", "")),
        severity=_choice(Severity, request.GET.get("findings", "")),
        text=request.GET.get("q", ""),
    )
    listing = desk.guides(request.work, wanted, wanted_page(request))
    return {
        "wanted": wanted,
        "listing": listing,
        "pager": pager(request, listing.page, listing.pages),
        "labels": STATE_LABELS,
        "units": [(unit.slug, unit.name) for unit in desk.units(request.work)],
        "states": [(state.value, request.translate(STATE_LABELS[state])) for state in State],
    }


@page("admin_guide", "admin/guide")
def guide(request: Request) -> dict[str, Any]:
    return _sheet(request, request.GET, None)


@page("admin_guide", "admin/guide", submit=True)
def take_step(request: Request) -> dict[str, Any] | Response:
    form, number = request.form, guide_id(request)
    verb, seen, reason = (form.get(name, "") for name in ("verb", "seen", "reason"))
    try:
        way = request.write_once(f"guide {number}", _take, number, verb, seen, reason)
    except Refusal as refusal:
        request.response.status_int = _status(refusal)
        return _sheet(request, form, refusal)
    return HTTPSeeOther(way)


def _take(work: Writing, number: int, verb: str, seen: str, reason: str) -> str:
    review.take(work, number, verb, seen=seen, reason=reason)
    return f"/admin/guides/{number}?done={verb}"


def _sheet(request: Request, typed: Mapping[str, str], refusal: Refusal | None) -> dict[str, Any]:
    work = request.work
    standing = review.standing(work, guide_id(request))
    return {
        "standing": standing,
        "offers": review.offers(work, standing),
        "history": editions.history(work, standing.document_id),
        "now": work.now,
        "place": section,
        "typed": {name: typed.get(name, "") for name in ("verb", "reason")},
        "refusal": refusal,
        "refusal_at_reason": isinstance(refusal, ReasonMissing),
        "done": review.STEPS.get(typed.get("done", "")),
    }


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, ReasonMissing):
        return 422
    return 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, Forbidden) else 409


def guide_id(request: Request) -> int:
    return whole_number(request.matchdict["id"], 0, 1, HIGHEST_ID)


def _choice(words: type[Choice], text: str) -> Choice | None:
    return next((word for word in words if word.value == text), None)
