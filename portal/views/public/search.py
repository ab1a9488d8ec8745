"""Search: the page of results, and suggestions while typing."""

from typing import Any

from pyramid.request import Request

from portal.core.text import fold
from portal.search import find
from portal.web.paging import pager, with_values
from portal.web.search import asked
from portal.web.views import data, page
from search_index.engine import IndexUnavailable

SHOWN = 8


@page("search", "public/search")
def search(request: Request) -> dict[str, Any]:
    query = asked(request)
    values = {
        "query": query,
        "asked": fold(query.text),
        "address": lambda **kept: with_values(request, page="", **kept),
    }
    if not fold(query.text):
        return {**values, "found": None, "broken": False}
    try:
        found = find(request.work, request.registry["index"], query)
    except IndexUnavailable:
        request.response.status_int = 503
        return {**values, "found": None, "broken": True}
    pages = max(1, -(-found.results.total // query.per_page))
    return {**values, "found": found, "broken": False, "pager": pager(request, min(query.page, pages), pages)}


@data("suggest")
def suggest(request: Request) -> list[dict[str, str]]:
    try:
        offered = request.registry["index"].suggest(request.GET.get("q", ""), SHOWN)
    except IndexUnavailable:
        return []
    return [{"text": suggestion.text, "address": suggestion.address} for suggestion in offered]
