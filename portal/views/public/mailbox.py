"""The mailboxes: which there are, and the answers that everybody may read."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from portal.cases import queries as cases
from portal.cases.channels import CHANNELS, KIND_LABELS
from portal.cases.errors import NO_CASE
from portal.cases.intake import mailboxes
from portal.web.paging import pager, wanted_page
from portal.web.views import page

LATEST = 3


@page("mailbox", "public/mailbox/index")
def index(request: Request) -> dict[str, Any]:
    return {
        "channels": mailboxes(request.work),
        "kinds": KIND_LABELS,
        "latest": cases.published(request.work).rows[:LATEST],
    }


@page("letters", "public/mailbox/letters")
def letters(request: Request) -> dict[str, Any]:
    asked = request.GET.get("channel", "")
    chosen = CHANNELS.get(asked)
    listing = cases.published(request.work, wanted_page(request), chosen.slug if chosen else "")
    return {
        "listing": listing,
        "pager": pager(request, listing.page, listing.pages),
        "channels": [channel for channel in CHANNELS.values() if channel.publication],
        "chosen": chosen,
        "unknown": "" if chosen else asked,
        "kinds": KIND_LABELS,
    }


@page("letter", "public/mailbox/letter")
def letter(request: Request) -> dict[str, Any]:
    found = cases.published_letter(request.work, request.matchdict["number"])
    if found is None:
        raise HTTPNotFound(NO_CASE)
    return {"letter": found, "kinds": KIND_LABELS}
