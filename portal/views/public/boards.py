"""The boards: time limits, fees, staff, powers; each to look at, to print, and as CSV."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue import boards
from portal.core.i18n import Message, _
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.schedules import boards as people
from portal.web.board_tables import TABLES
from portal.web.paging import pager, wanted_page, with_values
from portal.web.tables import csv_response
from portal.web.views import page, plain


class Shown(NamedTuple):
    """A board: its query, its title and what it tells."""

    read: Callable[..., Any]
    title: Message
    about: Message


BOARDS: Mapping[str, Shown] = {
    "time-limits": Shown(
        boards.time_limits,
        _("Time limits"),
        _("How long each matter takes: our promise and the law's limit"),
    ),
    "fees": Shown(boards.fees, _("Fees"), _("What each matter costs, by which standard and on what basis")),
    "staff": Shown(people.staff, _("Staff"), _("Who answers for what, and who is there now")),
    "powers": Shown(
        boards.powers, _("Powers and duties"), _("What each unit may and must do, and which law says so")
    ),
}


@page("boards", "public/boards")
def overview(request: Request) -> dict[str, Any]:
    return {"boards": BOARDS}


@page("board", "public/board")
def board(request: Request) -> dict[str, Any]:
    work, name, shown = request.work, *named(request)
    org = _org(request)
    found = shown.read(work, org, None if request.GET.get("all") == "1" else wanted_page(request))
    units = directory.all_orgs(work)
    return {
        "name": name,
        "which": shown,
        "boards": BOARDS,
        "board": found,
        "org": org,
        "unknown": bool(request.GET.get("org")) and org is None,
        "options": [(unit.slug, unit.name) for unit in units],
        "units": {unit.id: unit for unit in units},
        "without_fee": boards.without_fee(work, org) if name == "fees" else (0, 0),
        "pager": pager(request, found.page, found.pages),
        "whole": with_values(request, all=1, page=""),
        "csv": f"/boards/{name}.csv" + (f"?org={org.slug}" if org else ""),
    }


@plain("board_csv")
def as_csv(request: Request) -> Response:
    work, name, shown = request.work, *named(request)
    found = shown.read(work, _org(request), None)
    units = {unit.id: unit.name for unit in directory.all_orgs(work)}
    header, rows = TABLES[name](found, units, request.translate)
    return csv_response(name, header, rows)


def named(request: Request) -> tuple[str, Shown]:
    name = request.matchdict["board"]
    if name not in BOARDS:
        raise HTTPNotFound(_("There is no such board."))
    return name, BOARDS[name]


def _org(request: Request) -> OrgCard | None:
    return directory.org_by_slug(request.work, request.GET.get("org", ""))
