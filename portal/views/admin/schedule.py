"""Rules of markets, days that differ, and duties, as their editors enter them."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import Refusal, _
from portal.core.text import whole_number
from portal.core.work import Writing
from portal.forms.form import PortalForm
from portal.schedules import desk, markets, verbs
from portal.schedules.desk import Entry
from portal.schedules.duty import LABELS
from portal.schedules.entries import ENTRIES, TITLES, RuleIn
from portal.schedules.errors import TwoForOneDay
from portal.schedules.models import EntryKind
from portal.web.views import page, plain

HIGHEST_ID = 2**31 - 1
NEW = "new"
SHOWN = 10
DONE = {
    "put": _("Saved. Every page shows it now."),
    "remove": _("Taken away. Every page shows it now."),
}


@page("admin_schedule", "admin/schedule")
def overview(request: Request) -> dict[str, Any]:
    return {
        "lists": [(kind, TITLES[kind], desk.rows(request.work, kind)) for kind in EntryKind],
        "may": bool(desk.units(request.work)),
        "duty_labels": LABELS,
        "done": DONE.get(request.GET.get("done", "")),
    }


@page("admin_entry", "admin/entry")
def entry(request: Request) -> dict[str, Any]:
    kind, number = _named(request)
    known = desk.entry(request.work, kind, number) if number else {"valid_from": request.work.today}
    return _sheet(request, kind, _form(request, kind).show(known))


@page("admin_entry", "admin/entry", submit=True)
def save(request: Request) -> dict[str, Any] | Response:
    kind, number = _named(request)
    form = _form(request, kind)
    outcome = form.receive()
    if outcome.value is None:
        return _sheet(request, kind, outcome.page)
    if isinstance(outcome.value, RuleIn) and outcome.value.seen != outcome.value.text:
        return _look_through(request, outcome.value)
    try:
        way = request.write_once(f"entry {kind}", _put, outcome.value, number)
    except Refusal as refusal:
        return _sheet(request, kind, form.refuse(refusal, "day" if isinstance(refusal, TwoForOneDay) else ""))
    return HTTPSeeOther(way)


@plain("admin_entry_gone", submit=True)
def remove(request: Request) -> Response:
    kind, number = _named(request)
    return HTTPSeeOther(request.write_once(f"remove {kind} {number}", _remove, kind, number))


def _look_through(request: Request, rule: RuleIn) -> dict[str, Any]:
    """The form again, with the days that the rule means; they are saved once they were looked at."""
    read, days = markets.preview(rule.text, max(rule.valid_from, request.work.today), SHOWN)
    form = _form(request, EntryKind.RULES).show(rule.model_copy(update={"seen": rule.text}))
    return {**_sheet(request, EntryKind.RULES, form), "days": days, "words": read.words()}


def _put(work: Writing, entry: Entry, replaces: int) -> str:
    verbs.put(work, entry, replaces or None)
    return "/admin/schedule?done=put"


def _remove(work: Writing, kind: EntryKind, number: int) -> str:
    verbs.remove(work, kind, number)
    return "/admin/schedule?done=remove"


def _sheet(request: Request, kind: EntryKind, form: Any) -> dict[str, Any]:
    return {"kind": kind, "title": TITLES[kind], "form": form, "days": (), "words": ""}


def _form(request: Request, kind: EntryKind) -> PortalForm[Any]:
    desk.demand_units(request.work)
    choose = ("", _("Please choose"))
    choices: dict[str, Any] = {"org_id": [choose, *desk.units(request.work)]}
    if kind is EntryKind.DUTIES:
        choices["person_id"] = [choose, *desk.people(request.work)]
    return PortalForm(request, ENTRIES[kind], f"entry {kind}", submit=_("Save"), choices=choices)


def _named(request: Request) -> tuple[EntryKind, int]:
    """The list and the entry of the address; 0 for a new one. Raises 404."""
    kind, number = request.matchdict["kind"], request.matchdict["id"]
    if kind not in set(EntryKind):
        raise HTTPNotFound()
    if number == NEW:
        return EntryKind(kind), 0
    if not (found := whole_number(number, 0, 1, HIGHEST_ID)):
        raise HTTPNotFound()
    return EntryKind(kind), found
