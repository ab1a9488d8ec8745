"""The first screen, and whom to ask."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.facets import life_events
from portal.catalogue.queries import named
from portal.schedules import duty, markets
from portal.web.views import page

FIRST = 6


@page("kiosk", "kiosk/home")
def home(request: Request) -> dict[str, Any]:
    place, work = request.kiosk, request.work
    return {
        "place": place,
        "today": work.today,
        "leader": next((entry for entry in duty.today(work, place.org) if entry.person), None),
        "market": next(iter(markets.next_days(work, place.org, 1) or markets.nearest(work)), None),
        "first": named(work, work.settings.kiosk_services[:FIRST]),
        "life_events": life_events(work),
    }


@page("kiosk_help", "kiosk/help")
def help_here(request: Request) -> dict[str, Any]:
    return {"place": request.kiosk}
