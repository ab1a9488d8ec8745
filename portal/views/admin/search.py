"""What the search was asked in vain, and what it makes of a question."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import _
from portal.core.text import fold, whole_number
from portal.core.work import Writing
from portal.lexicon import misses, verbs
from portal.lexicon.entries import LABELS
from portal.search.words import keep_up, read_by
from portal.web.paging import pager, wanted_page
from portal.web.views import page, plain
from search_index.asked import read
from search_index.engine import MAX_QUERY, IndexUnavailable, Query, Results, Step
from search_index.lexicon import Kind

DAYS = {7: _("7 days"), 30: _("30 days"), 180: _("180 days")}
USUAL = 30
DONE = {"aside": _("Put aside. It will not be listed again.")}
PIECES = {**LABELS, Kind.WORD: _("Not in the lexicon")}
STEPS = {
    Step.EXACT: _("by its very name or code"),
    Step.ALIAS: _("by a name that the lexicon knows"),
    Step.NAME_PART: _("as part of a name"),
    Step.TITLE: _("by all words in the name"),
    Step.PINYIN: _("by pinyin or initials"),
    Step.TEXT: _("by all words in name and text"),
    Step.ALIAS_ALONE: _("by a name that the lexicon knows, without the other words"),
    Step.COMPONENTS: _("by words that the lexicon puts in their place"),
    Step.SOUND: _("by the same sound"),
    Step.SOME: _("by some of the words"),
    Step.NONE: _("not at all"),
}


@page("admin_search", "admin/search")
def overview(request: Request) -> dict[str, Any]:
    verbs.demand(request.work)
    days = whole_number(request.GET.get("days", ""), USUAL, min(DAYS), max(DAYS))
    days = days if days in DAYS else USUAL
    found = misses.questions(request.work, days, wanted_page(request))
    return {
        "days": days,
        "spans": [(span, request.translate(text)) for span, text in DAYS.items()],
        "found": found,
        "kept": misses.KEPT.days,
        "named_from": misses.NAMED_FROM,
        "now": {question.asked: looked_up(request, question.asked, 1) for question in found.rows},
        "pager": pager(request, found.page, found.pages),
        "done": DONE.get(request.GET.get("done", "")),
    }


@plain("admin_search_aside", submit=True)
def put_aside(request: Request) -> Response:
    verbs.demand(request.work)
    asked = request.form.get("asked", "")
    return HTTPSeeOther(request.write_once(f"aside {asked}", _put_aside, asked))


@page("admin_search_try", "admin/search_try")
def try_out(request: Request) -> dict[str, Any]:
    verbs.demand(request.work)
    text = fold(request.GET.get("q", ""))[:MAX_QUERY]
    return {
        "asked": text,
        "read": read(text, read_by(request.work, request.registry["index"])),
        "kinds": PIECES,
        "steps": STEPS,
        "results": looked_up(request, text) if text else None,
    }


def looked_up(request: Request, text: str, size: int = 10, kind: str | None = None) -> Results | None:
    """What the search finds now; ``None`` while it is being prepared."""
    index = request.registry["index"]
    keep_up(request.work, index)
    try:
        found: Results = index.search(Query(text, kind=kind, per_page=size))
    except IndexUnavailable:
        return None
    return found


def _put_aside(work: Writing, asked: str) -> str:
    verbs.put_aside(work, asked)
    return "/admin/search?done=aside"
