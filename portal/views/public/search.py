"""Search: the page of results, and suggestions while typing."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pyramid.request import Request

from portal.cases.channels import KIND_LABELS
from portal.catalogue.facets import life_events
from portal.core.i18n import Message, _
from portal.core.text import fold
from portal.directory.cards import OrgCard
from portal.notices.columns import COLUMNS
from portal.schedules.opening import open_now
from portal.search.facets import KINDS, facets
from portal.search.find import Found, find
from portal.search.pages import PAGES
from portal.search.visits import answer
from portal.views.public.boards import BOARDS
from portal.views.public.why import why
from portal.web.misses import count
from portal.web.paging import changing, pager, with_values
from portal.web.search import asked, kept, offered, unknown
from portal.web.views import data, page
from search_index.engine import Hit, Query, Results, Step

SHOWN = 8
FEW = 8
"""So many values of a filter are shown before the others are folded away."""
TABLES = {
    "few": FEW,
    "boards": BOARDS,
    "site_pages": PAGES,
    "columns": COLUMNS,
    "letter_kinds": KIND_LABELS,
}
RELAXED = {
    Step.ALIAS_ALONE: _("Nothing has all of your words; this is what the matter is officially called."),
    Step.COMPONENTS: _("Nothing has these very words; these come near in meaning."),
    Step.SOUND: _("Nothing is written like that; these sound the same."),
    Step.SOME: _("Nothing has all of your words; these have some of them."),
}


@page("search", "public/search")
def search(request: Request) -> dict[str, Any]:
    query = asked(request)
    values = _asked(request, query)
    if not values["asked"]:
        return values
    found = find(request.work, request.registry["index"], query)
    # Beside an answer, what merely comes near is noise.
    answered = values["answer"] and (found.results.relaxed or not found.results.hits)
    return values if answered else {**values, **_shown(request, query, found), **why(request, query, found)}


def _asked(request: Request, query: Query) -> dict[str, Any]:
    return {
        "asked": fold(query.text),
        "unknown": unknown(request, query),
        "address": partial(changing(request), page=""),
        "here": with_values(request),
        "kept": kept(request, query),
        "answer": answer(request.work, query.text) if query.page == 1 else None,
        "found": None,
    }


def _shown(request: Request, query: Query, found: Found) -> dict[str, Any]:
    results = found.results
    if not found.by_name:
        count(request, query, results)
    pages = max(1, -(-results.total // query.per_page))
    return {
        "found": found,
        "groups": groups(results),
        "counts": dict(results.facets.get("kind", ())),
        "facets": facets(query, {name: dict(counts) for name, counts in results.facets.items()}, found.units),
        **TABLES,
        "today": request.work.today,
        "opened": open_now(request.work, [*_units(found), *found.ask]),
        "relaxed": RELAXED.get(results.step),
        "life_events": () if results.hits or found.wider else life_events(request.work),
        "pager": pager(request, min(query.page, pages), pages),
    }


def _units(found: Found) -> list[OrgCard]:
    return [found.cards[hit.id] for hit in found.results.hits if hit.kind == "org"]


def groups(results: Results) -> list[tuple[str, Message, Sequence[Hit]]]:
    """The hits kind by kind: guides first, unless what was asked for by its very name is something else."""
    named = results.hits[0].kind if results.hits and results.step is Step.EXACT else ""
    kinds = sorted(KINDS, key=lambda kind: kind != named)
    found = {kind: [hit for hit in results.hits if hit.kind == kind] for kind in kinds}
    return [(kind, KINDS[kind], hits) for kind, hits in found.items() if hits]


@data("suggest")
def suggest(request: Request) -> list[dict[str, str]]:
    return [
        {
            "text": each.text,
            "address": each.address,
            "kind": each.kind,
            "label": request.translate(KINDS[each.kind]),
        }
        for each in offered(request, request.GET.get("q", ""), SHOWN)
    ]
