"""Why the search finds what it finds: on demand, and only for those who may teach it words."""

from typing import Any

from pyramid.request import Request

from portal.core.i18n import Forbidden
from portal.lexicon import verbs
from portal.search.find import Found
from portal.views.admin.search import PIECES, STEPS
from search_index.engine import Query


def why(request: Request, query: Query, found: Found) -> dict[str, Any]:
    """What the page of results says about itself: ``why`` by hit id, ``None`` where it was not asked for;
    ``teaches``: whoever looks may ask for it."""
    if not _teaches(request):
        return {"teaches": False, "why": None}
    request.response.headers["Cache-Control"] = "no-store"
    if found.by_name or request.GET.get("explain") != "1":
        return {"teaches": True, "why": None}
    index = request.registry["index"]
    reasons = {hit.id: index.explain(query, hit.id) for hit in found.results.hits}
    return {"teaches": True, "why": reasons, "steps": STEPS, "piece_kinds": PIECES}


def _teaches(request: Request) -> bool:
    if request.staff is None:
        return False
    try:
        verbs.demand(request.work)
    except Forbidden:
        return False
    return True
