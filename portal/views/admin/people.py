"""The people of the boards: who is away from when to when, their phone and portrait."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import Refusal, _
from portal.core.text import whole_number
from portal.core.work import Writing
from portal.directory import queries as directory
from portal.directory.errors import WrongDates
from portal.forms.files import Uploads
from portal.forms.form import Outcome, PortalForm
from portal.schedules import people
from portal.schedules.people import AwayIn, CardIn, StaffRow
from portal.web.errors import status_of
from portal.web.paging import pager, wanted_page
from portal.web.views import page

HIGHEST_ID = 2**31 - 1
DONE = {
    "away": _("Marked away. Every page shows it from that moment on."),
    "back": _("The absence has ended. Every page shows it now."),
    "card": _("Saved. Every page shows it now."),
}


@page("admin_people", "admin/people")
def staff(request: Request) -> dict[str, Any]:
    work = request.work
    org = directory.org_by_slug(work, request.GET.get("org", ""))
    away, text = request.GET.get("away") == "1", request.GET.get("q", "")
    wanted = people.Wanted(org=org, away=away, text=text)
    listing = people.staff(work, wanted, wanted_page(request))
    units = directory.all_orgs(work)
    return {
        "wanted": wanted,
        "listing": listing,
        "now": work.now,
        "units": {unit.id: unit for unit in units},
        "options": [(unit.slug, unit.name) for unit in units],
        "pager": pager(request, listing.page, listing.pages),
    }


@page("admin_person", "admin/person")
def person(request: Request) -> dict[str, Any]:
    row = _row(request)
    return _sheet(request, row, _away_form(request, row).show() if row.may else "")


@page("admin_person", "admin/person", submit=True)
def mark_away(request: Request) -> dict[str, Any] | Response:
    row = _row(request)
    form = _away_form(request, row)
    outcome = form.receive()
    if outcome.value is None:
        return _sheet(request, row, outcome.page)
    try:
        way = request.write_once(f"away {row.id}", _mark_away, row.id, outcome.value)
    except Refusal as refusal:
        return _sheet(request, row, form.refuse(refusal, "since" if isinstance(refusal, WrongDates) else ""))
    return HTTPSeeOther(way)


@page("admin_back", "admin/person", submit=True)
def mark_back(request: Request) -> dict[str, Any] | Response:
    row = _row(request)
    absence = whole_number(request.form.get("absence", ""), 0, 1, HIGHEST_ID)
    try:
        way = request.write_once(f"back {row.id}", _mark_back, row.id, absence)
    except Refusal as refusal:
        request.response.status_int = status_of(refusal)
        return _sheet(request, _row(request), "", refusal)
    return HTTPSeeOther(way)


@page("admin_card", "admin/person_card")
def card(request: Request) -> dict[str, Any]:
    row = _row(request)
    return {"row": row, "form": _card_form(request, row).show({"phone": row.phone})}


@page("admin_card", "admin/person_card", submit=True)
def save_card(request: Request) -> dict[str, Any] | Response:
    row = _row(request)
    form = _card_form(request, row)
    outcome = form.receive()
    if outcome.value is None:
        return {"row": row, "form": outcome.page}
    try:
        way = request.write_once(f"card {row.id}", _put_card, row.id, outcome)
    except Refusal as refusal:
        return {"row": row, "form": form.refuse(refusal)}
    return HTTPSeeOther(way)


def _mark_away(work: Writing, person_id: int, away: AwayIn) -> str:
    people.mark_away(work, person_id, away)
    return f"/admin/people/{person_id}?done=away"


def _mark_back(work: Writing, person_id: int, absence_id: int) -> str:
    people.mark_back(work, person_id, absence_id)
    return f"/admin/people/{person_id}?done=back"


def _put_card(work: Writing, person_id: int, outcome: Outcome[CardIn]) -> str:
    assert outcome.value is not None
    people.put_card(work, person_id, outcome.value, outcome.key)
    return f"/admin/people/{person_id}?done=card"


def _sheet(request: Request, row: StaffRow, form: Any, refusal: Refusal | None = None) -> dict[str, Any]:
    work = request.work
    return {
        "row": row,
        "units": directory.orgs(work, {post.org_id for post in row.posts}),
        "reasons": people.REASONS,
        "now": work.now,
        "form": form,
        "refusal": refusal,
        "done": DONE.get(request.GET.get("done", "")),
    }


def _row(request: Request) -> StaffRow:
    return people.one(request.work, whole_number(request.matchdict["id"], 0, 1, HIGHEST_ID))


def _away_form(request: Request, row: StaffRow) -> PortalForm[AwayIn]:
    return PortalForm(request, AwayIn, f"away {row.id}", submit=_("Mark away"))


def _card_form(request: Request, row: StaffRow) -> PortalForm[CardIn]:
    portrait = Uploads(limit=1, label=_("Portrait"), hint=_("A photo (JPEG or PNG) or a drawing, upright"))
    return PortalForm(request, CardIn, f"card {row.id}", submit=_("Save"), uploads=portrait)
