"""Search for other programs; the same as ``portal search --json``."""

from pyramid.request import Request

from portal.core.text import whole_number
from portal.search.find import find, hit_rows
from portal.web.search import asked
from portal.web.views import data


@data("api_search")
def search(request: Request) -> list[dict[str, str | float]]:
    limit = whole_number(request.GET.get("limit", ""), 10, 1, 100)
    return hit_rows(find(request.work, request.registry["index"], asked(request, per_page=limit)))
