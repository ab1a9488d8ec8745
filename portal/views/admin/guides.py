"""The back office: what waits, the list of guides, one guide and its review."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue import desk
from portal.catalogue.checks import Severity
from portal.catalogue.findings import findings, section
from portal.catalogue.projection import KIND
from portal.core.i18n import Refusal
from portal.directory import queries as directory
from portal.publishing import review
from portal.publishing.models import STATE_LABELS, State
from portal.views.admin import steps
from portal.web.paging import pager, wanted_page
from portal.web.views import page

Choice = TypeVar("Choice", bound=StrEnum)


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
    return _sheet(request, {}, None)


@page("admin_guide", "admin/guide", submit=True)
def take_step(request: Request) -> dict[str, Any] | Response:
    return steps.take_step(request, KIND, _sheet)


def _sheet(request: Request, typed: Mapping[str, str], refusal: Refusal | None) -> dict[str, Any]:
    standing = review.standing(request.work, KIND, steps.document_id(request))
    found = findings(request.work, standing.body)
    return {**steps.desk_values(request, standing, typed, refusal), "findings": found, "place": section}


def _choice(words: type[Choice], text: str) -> Choice | None:
    return next((word for word in words if word.value == text), None)
