"""Notices in the back office: the list, one notice and its review, its form, its preview."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.core.i18n import Refusal, _
from portal.core.text import whole_number
from portal.core.work import Writing
from portal.forms.files import Uploads
from portal.forms.form import PortalForm
from portal.notices import desk, editing
from portal.notices.body import FILES
from portal.notices.editing import NoticeForm
from portal.notices.projection import KIND
from portal.notices.queries import NoticePage, assemble
from portal.publishing import review
from portal.publishing.history import edition
from portal.publishing.review import Standing
from portal.views.admin import steps
from portal.views.admin.steps import HIGHEST_ID, document_id
from portal.views.public.notices import notice_values
from portal.web.files import file_response
from portal.web.paging import wanted_page
from portal.web.views import page, plain

LAST_EDITION = 100_000


@page("admin_notices", "admin/notices")
def notices(request: Request) -> dict[str, Any]:
    wanted = steps.wanted(request)
    found = desk.notices(request.work, wanted, wanted_page(request))
    return steps.list_values(request, KIND, wanted, found)


@page("admin_notice", "admin/notice")
def notice(request: Request) -> dict[str, Any]:
    return _sheet(request, {}, None)


@page("admin_notice", "admin/notice", submit=True)
def take_step(request: Request) -> dict[str, Any] | Response:
    return steps.take_step(request, KIND, _sheet)


@page("admin_notice_new", "admin/notice_form")
def new(request: Request) -> dict[str, Any]:
    units = editing.units(request.work)
    initial = {"org_id": units[0].id} if len(units) == 1 else None
    return {"form": _form(request, "notice new", 0).show(initial), "standing": None}


@page("admin_notice_new", "admin/notice_form", submit=True)
def create(request: Request) -> dict[str, Any] | Response:
    form = _form(request, "notice new", 0)
    outcome = form.receive()
    if outcome.value is None:
        return {"form": outcome.page, "standing": None}
    try:
        way = request.write_once("notice new", _create, outcome.value, outcome.key)
    except Refusal as refusal:
        return {"form": form.refuse(refusal), "standing": None}
    return HTTPSeeOther(way)


@page("admin_notice_edit", "admin/notice_form")
def edit(request: Request) -> dict[str, Any]:
    standing = _editable(request)
    initial = {**vars(standing.body), "seen": standing.latest.digest}
    return {"form": _edit_form(request, standing).show(initial), "standing": standing}


@page("admin_notice_edit", "admin/notice_form", submit=True)
def revise(request: Request) -> dict[str, Any] | Response:
    standing = _standing(request)
    form = _edit_form(request, standing)
    outcome = form.receive()
    if outcome.value is None:
        return {"form": outcome.page, "standing": standing}
    number = standing.document_id
    try:
        way = request.write_once(f"notice edit {number}", _revise, number, outcome.value, outcome.key)
    except Refusal as refusal:
        return {"form": form.refuse(refusal), "standing": standing}
    return HTTPSeeOther(way)


@page("admin_notice_preview", "admin/notice_preview")
def preview(request: Request) -> dict[str, Any]:
    standing, shown = _edition(request)
    files = f"/admin/notices/{standing.document_id}/files"
    return {
        **notice_values(request, shown),
        "standing": standing,
        "file_address": lambda stored: f"{files}/{stored.id}?edition={shown.number}",
    }


@plain("admin_notice_file")
def file(request: Request) -> Response:
    _desk, shown = _edition(request)
    wanted = whole_number(request.matchdict["file"], 0, 1, HIGHEST_ID)
    for stored, _caption in shown.files:
        if stored.id == wanted:
            return file_response(request, stored)
    raise HTTPNotFound()


def _create(work: Writing, form: NoticeForm, key: str) -> str:
    return f"/admin/notices/{editing.create(work, form, key)}?saved=1"


def _revise(work: Writing, number: int, form: NoticeForm, key: str) -> str:
    editing.revise(work, number, form, key)
    return f"/admin/notices/{number}?saved=1"


def _standing(request: Request) -> Standing:
    return review.standing(request.work, KIND, document_id(request))


def _editable(request: Request) -> Standing:
    standing = _standing(request)
    if refusal := editing.obstacle(request.work, standing):
        raise refusal
    return standing


def _edition(request: Request) -> tuple[Standing, NoticePage]:
    standing = _standing(request)
    number = whole_number(request.GET.get("edition", ""), standing.latest.number, 1, LAST_EDITION)
    return standing, assemble(request.work, edition(request.work, standing.document_id, number))


def _edit_form(request: Request, standing: Standing) -> PortalForm[NoticeForm]:
    return _form(request, f"notice edit {standing.document_id}", len(standing.body.attachments))


def _form(request: Request, purpose: str, attached: int) -> PortalForm[NoticeForm]:
    units = [(unit.id, unit.name) for unit in editing.units(request.work)]
    uploads = Uploads(limit=FILES - attached, label=_("Add files"))
    return PortalForm(
        request, NoticeForm, purpose, submit=_("Save"), choices={"org_id": units}, uploads=uploads
    )


def _sheet(request: Request, typed: Mapping[str, str], refusal: Refusal | None) -> dict[str, Any]:
    standing = _standing(request)
    return {
        **steps.desk_values(request, standing, typed, refusal),
        "obstacle": editing.obstacle(request.work, standing),
        "saved": request.GET.get("saved") == "1",
    }
