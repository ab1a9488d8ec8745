"""The back office: what waits, the list of guides, one guide and its review."""

from collections.abc import Mapping
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue import desk
from portal.catalogue.checks import Severity
from portal.catalogue.findings import findings, section
from portal.catalogue.projection import KIND
from portal.core.i18n import Refusal
from portal.notices import desk as notice_desk
from portal.publishing import review
from portal.publishing.models import STATE_LABELS
from portal.views.admin import steps
from portal.views.admin.letters import letter_piles
from portal.views.admin.steps import choice
from portal.web.paging import wanted_page
from portal.web.views import page


@page("admin", "admin/home")
def home(request: Request) -> dict[str, Any]:
    piles = {"guide": desk.waiting(request.work), "notice": notice_desk.waiting(request.work)}
    return {"piles": piles, "labels": STATE_LABELS, "letters": letter_piles(request)}


@page("admin_guides", "admin/guides")
def guides(request: Request) -> dict[str, Any]:
    wanted, severity = steps.wanted(request), choice(Severity, request.GET.get("findings", ""))
    found = desk.guides(request.work, wanted, severity, wanted_page(request))
    return {**steps.list_values(request, KIND, wanted, found), "severity": severity}


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
