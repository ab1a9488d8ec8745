"""The catalogue of guides with its filters."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.facets import facets, narrow
from portal.catalogue.lists import catalogue
from portal.directory import queries as directory
from portal.web.paging import pager, wanted_page, with_values
from portal.web.views import page


@page("catalogue", "public/catalogue")
def services(request: Request) -> dict[str, Any]:
    wanted, unknown = narrow(request.work, request.GET)
    listing = catalogue(request.work, wanted, wanted_page(request))
    filters = facets(request.work, wanted)
    return {
        "listing": listing,
        "units": directory.orgs(request.work, {card.org_id for card in listing.cards}),
        "facets": filters,
        "chosen": [
            (facet, with_values(request, **{facet.name: "", "page": ""})) for facet in filters if facet.chosen
        ],
        "unknown": unknown,
        "pager": pager(request, listing.page, listing.pages),
    }
