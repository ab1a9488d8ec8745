"""Market days and today's duty, as a page and as a calendar."""

from datetime import timedelta
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.codes import Way
from portal.catalogue.lists import Filter, total
from portal.directory import queries as directory
from portal.schedules import duty, markets
from portal.schedules.month import FARTHEST, first_of, month, step
from portal.web.ics import market_calendar
from portal.web.paging import with_values
from portal.web.views import page, plain

YEAR = timedelta(days=365)
MONTHS_SHOWN = 6


@page("schedule", "public/schedule")
def schedule(request: Request) -> dict[str, Any]:
    work = request.work
    org = directory.org_by_slug(work, request.GET.get("org", ""))
    at = markets.station(work, org) if org else None
    stations = [at] if at else [] if org else markets.stations(work)
    first = first_of(request.GET.get("month", ""), work.today)
    shown = stations if len(stations) <= MONTHS_SHOWN else []
    return {
        **_months(request, first),
        "today": work.today,
        "org": org,
        "unknown": bool(request.GET.get("org")) and org is None,
        "duties": duty.today(work, org) if org else duty.everywhere(work),
        "next": [each for each in markets.nearest(work) if each.org in stations],
        "sitting": {each.org.id: duty.on_market_day(work, each) for each in markets.nearest(work)},
        "by_proxy": {each.id: _by_proxy(request, each) for each in stations},
        "stations": markets.stations(work),
        "months": [(each, month(work, each, first)) for each in shown],
        "feed": "/schedule.ics" + (f"?org={at.slug}" if at else ""),
    }


@plain("calendar")
def as_calendar(request: Request) -> Response:
    work = request.work
    org = directory.org_by_slug(work, request.GET.get("org", ""))
    at = markets.station(work, org) if org else None
    found = markets.between(work, work.today, work.today + YEAR, at) if at or not org else ()
    settings = request.registry["settings"]
    body = market_calendar(found, work.now, settings, request.translate)
    response = Response(body, content_type="text/calendar", charset="utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="market-days.ics"'
    return response


def _months(request: Request, first: Any) -> dict[str, Any]:
    this = request.work.today.replace(day=1)
    before, after = step(first, -1), step(first, 1)
    return {
        "first": first,
        "before": with_values(request, month=f"{before:%Y-%m}") if before >= this else "",
        "after": with_values(request, month=f"{after:%Y-%m}") if after <= step(this, FARTHEST) else "",
    }


def _by_proxy(request: Request, org: Any) -> int:
    """How many matters of the unit a proxy agent takes on."""
    return total(request.work, Filter(org=org, way=Way.BY_PROXY))
