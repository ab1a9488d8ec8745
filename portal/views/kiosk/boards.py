"""The boards at the kiosk: the rows of the public ones, in one column."""

from typing import Any

from pyramid.request import Request

from portal.directory import queries as directory
from portal.views.public.boards import BOARDS, named
from portal.web.paging import pager, wanted_page
from portal.web.views import page


@page("kiosk_boards", "kiosk/boards")
def overview(request: Request) -> dict[str, Any]:
    return {"place": request.kiosk, "boards": BOARDS}


@page("kiosk_board", "kiosk/board")
def board(request: Request) -> dict[str, Any]:
    place, work, name, shown = request.kiosk, request.work, *named(request)
    here = request.GET.get("org", "") == place.org.slug
    found = shown.read(work, place.org if here else None, wanted_page(request))
    return {
        "place": place,
        "back": f"{place.home}/boards",
        "name": name,
        "shown": shown,
        "board": found,
        "here": here,
        "units": {unit.id: unit for unit in directory.all_orgs(work)},
        "pager": pager(request, found.page, found.pages),
    }
