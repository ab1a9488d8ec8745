"""The inbox, one letter with its steps, its files, the preview of its public page, the export."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.cases import desk, inbox, steps, verbs
from portal.cases.channels import CHANNELS, KIND_LABELS
from portal.cases.errors import NO_CASE, NoSuchCase, TextMissing
from portal.cases.inbox import PILES, Pile, Wanted
from portal.cases.queries import files_of
from portal.cases.workflow import PUBLICATION_LABELS, STATE_LABELS, CaseState
from portal.core.i18n import Refusal
from portal.core.work import Writing
from portal.directory import queries as directory
from portal.views.admin.letter_export import table
from portal.views.admin.letter_steps import TAKE, number, typed_by
from portal.views.admin.steps import choice
from portal.web.errors import status_of
from portal.web.files import file_response
from portal.web.paging import pager, wanted_page
from portal.web.views import page, plain


@page("admin_letters", "admin/letters/inbox")
def letters(request: Request) -> dict[str, Any]:
    wanted = _wanted(request)
    listing = inbox.inbox(request.work, wanted, wanted_page(request))
    return {
        "wanted": wanted,
        "listing": listing,
        "pager": pager(request, listing.page, listing.pages),
        "counts": inbox.counts(request.work),
        "piles": PILES,
        "done": steps.STEPS.get(request.GET.get("done", "")),
        "channels": [(slug, request.translate(channel.label)) for slug, channel in CHANNELS.items()],
        "states": [(state.value, request.translate(STATE_LABELS[state])) for state in CaseState],
        "labels": STATE_LABELS,
        "kinds": KIND_LABELS,
    }


@plain("admin_letters_csv")
def export(request: Request) -> Response:
    rows = inbox.everything(request.work, _wanted(request))
    response = Response(table(rows, request.translate), content_type="text/csv", charset="utf-8")
    response.content_disposition = 'attachment; filename="letters.csv"'
    return response


@page("admin_letter", "admin/letters/letter")
def letter(request: Request) -> dict[str, Any]:
    case = steps.find(request.work, _case_id(request))
    if steps.waits_to_be_read(request.work, case):
        request.write(verbs.read, case.id)
    return _sheet(request, {}, None)


@page("admin_letter", "admin/letters/letter", submit=True)
def take_step(request: Request) -> dict[str, Any] | Response:
    case_id, typed = _case_id(request), typed_by(request)
    try:
        way = request.write_once(f"letter {case_id}", _take, case_id, typed)
    except NoSuchCase:
        raise
    except Refusal as refusal:
        request.response.status_int = _status(refusal)
        return _sheet(request, typed, refusal)
    return HTTPSeeOther(way)


@plain("admin_letter_file")
def letter_file(request: Request) -> Response:
    case = steps.find(request.work, _case_id(request))
    position = number(request.matchdict["position"])
    files = files_of(request.work, case.id)
    if not 1 <= position <= len(files):
        raise HTTPNotFound(NO_CASE)
    return file_response(request, files[position - 1])


@page("admin_letter_preview", "admin/letters/preview")
def preview(request: Request) -> dict[str, Any]:
    case_id = _case_id(request)
    found = desk.preview(request.work, case_id)
    if found is None:
        raise HTTPNotFound(NO_CASE)
    return {"letter": found, "kinds": KIND_LABELS, "case_id": case_id}


def letter_piles(request: Request) -> dict[str, Any]:
    """The letters that wait for somebody, for the first page of the back office."""
    found = inbox.waiting(request.work)
    return {
        "piles": [(pile, PILES[pile], listing) for pile, listing in found.items() if listing.total],
        "labels": STATE_LABELS,
        "kinds": KIND_LABELS,
    }


def _take(work: Writing, case_id: int, typed: Mapping[str, str]) -> str:
    act = TAKE.get(typed["verb"])
    if act is None:
        raise NoSuchCase(NO_CASE)
    act(work, case_id, typed, number(typed["seen"]))
    # Who handed a letter on may not see it any more.
    way = f"/admin/letters/{case_id}" if steps.sees(work, case_id) else "/admin/letters"
    return f"{way}?done={typed['verb']}"


def _sheet(request: Request, typed: Mapping[str, str], refusal: Refusal | None) -> dict[str, Any]:
    work = request.work
    units = [(str(org.id), org.name) for org in directory.all_orgs(work)]
    return {
        "sheet": desk.sheet(work, _case_id(request)),
        "typed": {"verb": "", **typed},
        "refusal": refusal,
        "refusal_at": refusal.field if isinstance(refusal, TextMissing) else "",
        "done": steps.STEPS.get(request.GET.get("done", "")),
        "units": units,
        "colleagues": [(str(user), name) for user, name in desk.colleagues(work)],
        "labels": STATE_LABELS,
        "publications": PUBLICATION_LABELS,
        "kinds": KIND_LABELS,
    }


def _wanted(request: Request) -> Wanted:
    channel = request.GET.get("channel", "")
    return Wanted(
        pile=choice(Pile, request.GET.get("pile", "")),
        channel=channel if channel in CHANNELS else "",
        state=choice(CaseState, request.GET.get("state", "")),
        text=request.GET.get("q", ""),
    )


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, TextMissing):
        return 422
    return status_of(refusal)


def _case_id(request: Request) -> int:
    return number(request.matchdict["id"])
