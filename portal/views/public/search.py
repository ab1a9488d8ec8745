"""Search: the page of results, and suggestions while typing."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.codes import Kind, label
from portal.core.i18n import Message, _
from portal.core.text import fold
from portal.search.find import find
from portal.web.paging import pager, with_values
from portal.web.search import asked
from portal.web.views import data, page
from search_index.engine import IndexUnavailable, Step

SHOWN = 8
KINDS = {"guide": _("Service guides"), "org": _("Units")}
CATEGORIES: dict[str, Message] = {kind.value: label(kind) for kind in Kind}
RELAXED = {
    Step.ALIAS_ALONE: _("Nothing has all of your words; this is what the matter is officially called."),
    Step.COMPONENTS: _("Nothing has these very words; these come near in meaning."),
    Step.SOUND: _("Nothing is written like that; these sound the same."),
    Step.SOME: _("Nothing has all of your words; these have some of them."),
}


@page("search", "public/search")
def search(request: Request) -> dict[str, Any]:
    query = asked(request)
    values = {
        "query": query,
        "asked": fold(query.text),
        "kinds": KINDS,
        "categories": CATEGORIES,
        "relaxed": RELAXED,
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
