"""The guides by life event or by unit: first the tiles, then the list."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.codes import LifeEvent, label
from portal.catalogue.facets import facets, narrow
from portal.catalogue.lists import Filter, catalogue
from portal.core.i18n import Message, _
from portal.directory import queries as directory
from portal.web.paging import pager, wanted_page
from portal.web.views import page


@page("kiosk_catalogue", "kiosk/catalogue")
def services(request: Request) -> dict[str, Any]:
    place, work = request.kiosk, request.work
    wanted, _unknown = narrow(work, request.GET)
    if wanted == Filter():
        by = "org" if request.GET.get("by") == "org" else "life_event"
        tiles = {facet.name: facet.values for facet in facets(work, wanted)}[by]
        return {"place": place, "title": _title(wanted), "by": by, "tiles": tiles, "listing": None}
    listing = catalogue(work, wanted, wanted_page(request))
    own = [wanted.org.window_id] if wanted.org and wanted.org.window_id else []
    return {
        "place": place,
        "title": _title(wanted),
        "back": f"{place.home}/services" + ("?by=org" if wanted.org else ""),
        "listing": listing,
        "units": directory.orgs(work, {card.org_id for card in listing.cards}),
        "windows": list(directory.windows(work, own).values()),
        "pager": pager(request, listing.page, listing.pages),
    }


def _title(wanted: Filter) -> Message | str:
    if wanted.org:
        return wanted.org.name
    return label(LifeEvent(wanted.life_event)) if wanted.life_event else _("All services")
