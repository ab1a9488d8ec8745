"""The first page: what people come for, and how to reach us."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.facets import facets
from portal.catalogue.lists import Filter
from portal.directory.centre import centre
from portal.notices.queries import latest
from portal.schedules import duty, markets
from portal.views.public.boards import BOARDS
from portal.web.views import page

NOTICES = 5
MARKETS = 6


@page("home", "public/home")
def home(request: Request) -> dict[str, Any]:
    found = {facet.name: facet.values for facet in facets(request.work, Filter())}
    hall = centre(request.work)
    return {
        "life_events": found["life_event"],
        "served": found["served"],
        "ways": found["way"],
        "units": found["org"],
        "boards": BOARDS,
        "notices": latest(request.work, NOTICES),
        "duties": duty.today(request.work, hall) if hall else (),
        "markets": markets.nearest(request.work)[:MARKETS],
        "day": request.work.today,
    }
