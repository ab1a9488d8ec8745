"""Notices: the list, a column, one notice, and the feed."""

from typing import Any

from pyramid.httpexceptions import HTTPGone, HTTPNotFound
from pyramid.request import Request

from portal.core.i18n import _
from portal.core.text import whole_number
from portal.directory import queries as directory
from portal.notices import queries
from portal.notices.columns import COLUMNS, Column, column
from portal.notices.queries import NoticePage, Withdrawn
from portal.notices.rendering import html
from portal.web.paging import pager, wanted_page, with_values
from portal.web.views import page

HIGHEST_ID = 2**31 - 1
IN_FEED = 50


@page("notices", "public/notices")
def notices(request: Request) -> dict[str, Any]:
    return _list(request, column(request.GET.get("column", "")))


@page("column", "public/notices")
def in_column(request: Request) -> dict[str, Any]:
    found = column(request.matchdict["slug"])
    if found is None:
        raise HTTPNotFound(_("There is no such column."))
    return {**_list(request, found), "own_page": True}


@page("notice", "public/notice")
def notice(request: Request) -> dict[str, Any]:
    number = whole_number(request.matchdict["id"], 0, 1, HIGHEST_ID)
    found = queries.one(request.work, number)
    if found is None:
        raise HTTPNotFound(_("There is no such notice."))
    if isinstance(found, Withdrawn):
        raise HTTPGone(_("This notice was withdrawn: ${reason}", reason=found.reason))
    return notice_values(request, found)


@page("feed", "public/atom")
def feed(request: Request) -> dict[str, Any]:
    request.response.content_type = "application/atom+xml"
    cards = queries.latest(request.work, IN_FEED)
    units = directory.orgs(request.work, {card.org_id for card in cards})
    return {"cards": cards, "units": units, "columns": COLUMNS, "now": request.work.now}


def notice_values(request: Request, shown: NoticePage) -> dict[str, Any]:
    """What ``public/notice.jinja2`` shows."""
    work = request.work
    return {
        "page": shown,
        "notice": shown.notice,
        "column": COLUMNS[shown.notice.column],
        "text": html(shown.notice.text, request.translate(_("Table ${n}"))),
        "over": shown.over(work.now, work.today),
        "file_address": lambda stored: f"/media/{stored.digest}",
    }


def _list(request: Request, chosen: Column | None) -> dict[str, Any]:
    work = request.work
    unit = directory.org_by_slug(work, request.GET.get("org", ""))
    listing = queries.listing(
        work, column=chosen.slug if chosen else None, org=unit, page=wanted_page(request)
    )
    return {
        "column": chosen,
        "own_page": False,
        "unit": unit,
        "columns": [COLUMNS[slug] for slug in queries.filled(work)],
        "publishers": queries.publishers(work),
        "labels": COLUMNS,
        "listing": listing,
        "units": directory.orgs(work, {card.org_id for card in listing.cards}),
        "today": work.today,
        "pager": pager(request, listing.page, listing.pages),
        "narrowed": lambda **kept: with_values(request, page="", **kept),
    }
