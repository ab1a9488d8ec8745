"""The units: all of them as a tree, and each one's own page."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from portal.catalogue.lists import Filter, catalogue
from portal.core.i18n import _
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.tree import tree
from portal.notices.queries import latest
from portal.schedules import duty, markets
from portal.web.views import page

NOTICES = 3


@page("orgs", "public/orgs")
def orgs(request: Request) -> dict[str, Any]:
    return {"nodes": tree(directory.all_orgs(request.work))}


@page("org", "public/org")
def org(request: Request) -> dict[str, Any]:
    work = request.work
    found = directory.org_by_slug(work, request.matchdict["slug"])
    if found is None:
        raise HTTPNotFound(_("There is no such unit."))
    own = directory.windows(work, [found.window_id] if found.window_id else [])
    listing = catalogue(work, Filter(org=found))
    return {
        "org": found,
        "ancestors": directory.ancestors(work, found),
        "windows": directory.windows_of(work, found.id) or list(own.values()),
        "posts": directory.posts_of(work, found.id),
        **_today(work, found),
        "below": directory.children(work, found.id),
        "listing": listing,
        "notices": latest(work, NOTICES, found),
        "units": directory.orgs(work, {card.org_id for card in listing.cards}),
    }


def _today(work: Reading, org: OrgCard) -> dict[str, Any]:
    return {
        "duties": duty.today(work, org),
        "market": next(iter(markets.next_days(work, org, 1)), None),
        "today": work.today,
    }
