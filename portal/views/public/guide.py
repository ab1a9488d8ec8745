"""A guide, and the one-time notice of what is missing."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPGone, HTTPMovedPermanently, HTTPNotFound
from pyramid.request import Request

from portal.catalogue.cases import parse_choice
from portal.catalogue.queries import GuidePage, guide_page, withdrawn
from portal.catalogue.sheet import Sheet, sheet
from portal.core.i18n import _
from portal.core.text import whole_number
from portal.web.charts import chart
from portal.web.paging import changing
from portal.web.views import page

LAST_EDITION = 1_000_000


@page("guide", "public/guide")
def guide(request: Request) -> dict[str, Any]:
    shown = sheet(request.work, requested(request), chosen(request))
    query = f"?{request.query_string}" if request.query_string else ""
    return {**guide_values(request, shown), "chart_address": f"{request.here}/flowchart.svg{query}"}


@page("notice_slip", "public/notice_slip")
def notice_slip(request: Request) -> dict[str, Any]:
    shown = sheet(request.work, requested(request), chosen(request))
    return {
        "sheet": shown,
        "missing": shown.missing(set(request.GET.getall("missing"))),
        "now": request.work.now,
    }


def guide_values(request: Request, shown: Sheet) -> dict[str, Any]:
    """What ``public/guide.jinja2`` shows; its links to cases stay at the address of ``request``."""
    change = changing(request)
    return {
        "sheet": shown,
        "page": shown.page,
        "guide": shown.guide,
        "selection": shown.selection,
        "applied": shown.applied,
        "chart": partial(chart, request, shown),
        "case_address": lambda param: change(case=param),
    }


def chosen(request: Request) -> tuple[str, ...]:
    return parse_choice(request.GET.get("case", ""))


def requested(request: Request) -> GuidePage:
    """The edition that the address names. Raises 301 to the code as written, 404, or 410 with the reason."""
    code = request.matchdict["code"]
    edition = request.GET.get("edition")
    number = None if edition is None else whole_number(edition, 0, 1, LAST_EDITION)
    found = guide_page(request.work, code, number)
    if found is not None:
        return found
    if code != code.upper() and guide_page(request.work, code.upper(), number) is not None:
        query = f"?{request.query_string}" if request.query_string else ""
        raise HTTPMovedPermanently(_elsewhere(request, code.upper()) + query)
    if number is not None:
        raise HTTPNotFound(_("This guide has no such edition."))
    reason = withdrawn(request.work, code)
    if reason is None:
        raise HTTPNotFound(_("There is no guide with the code ${code}.", code=code[:100]))
    raise HTTPGone(_("This guide was withdrawn: ${reason}", reason=reason))


def _elsewhere(request: Request, code: str) -> str:
    """The same page of another guide."""
    return str(request.route_path(request.matched_route.name, **{**request.matchdict, "code": code}))
