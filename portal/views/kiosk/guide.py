"""A guide at the kiosk: the same sheet as on the public page, one part at a time."""

from typing import Any
from urllib.parse import quote, urlencode

from pyramid.request import Request

from portal.catalogue.sheet import Sheet, sheet
from portal.views.public.guide import chosen, guide_values, requested
from portal.web.paging import with_values
from portal.web.qr import qr
from portal.web.views import page


@page("kiosk_guide", "kiosk/guide")
def guide(request: Request) -> dict[str, Any]:
    place = request.kiosk
    shown = sheet(request.work, requested(request), chosen(request))
    case = f"?{urlencode({'case': shown.selection.param})}" if shown.selection.param else ""
    public = f"{request.work.settings.site_url}/services/{quote(shown.guide.code, safe='')}{case}"
    return {
        **guide_values(request, shown),
        "back": _back(request, shown),
        "case_address": lambda param: with_values(request, case=param, text=""),
        "place": place,
        "now": request.work.now,
        "qr": qr(public),
    }


def _back(request: Request, shown: Sheet) -> str:
    """The question before; from the first one, the list where the guide stands."""
    if shown.selection.given:
        return with_values(request, case=shown.selection.given[-1].param, text="")
    events = shown.guide.life_events[:1]
    return f"{request.kiosk.home}/services" + (f"?life_event={events[0]}" if events else "")
