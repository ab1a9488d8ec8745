"""Writing a letter, and its receipt."""

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPGone, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.accounts import throttle
from portal.cases import queries as cases
from portal.cases.channels import Channel
from portal.cases.codes import query_code
from portal.cases.intake import mailbox, receive
from portal.cases.letter import LetterIn, letter_form
from portal.core import tickets
from portal.core.i18n import Message, Refusal, _
from portal.core.work import Writing
from portal.directory import queries as directory
from portal.directory.roll import roll
from portal.forms.files import Uploads
from portal.forms.form import PortalForm
from portal.media import verbs as media
from portal.web.qr import qr
from portal.web.views import page

HOUR = 3600
RECEIPT, RECEIPT_HOURS = "receipt", 2


@page("letter_new", "public/mailbox/new")
def write(request: Request) -> dict[str, Any]:
    channel = mailbox(request.work, request.matchdict["channel"])
    unit = directory.org_by_slug(request.work, request.GET.get("org", ""))
    known = {"channel": channel.slug, "to_org_id": unit.id if unit else None}
    return {"channel": channel, "form": _form(request, channel).show(known)}


@page("letter_new", "public/mailbox/new", submit=True)
def send(request: Request) -> dict[str, Any] | Response:
    channel = mailbox(request.work, request.matchdict["channel"])
    limit, bucket = request.store.settings.letter_rate, f"letter address {request.client}"
    wait = throttle.hit(request.store, bucket, limit=limit, seconds=HOUR)
    form = _form(request, channel, files=not wait)
    outcome = form.receive()
    shown = outcome.page
    if wait:
        shown = form.refuse(Refusal(_hurried(wait)))
        request.response.status_int = 429
        request.response.headers["Retry-After"] = str(wait)
    elif outcome.value:
        try:
            return HTTPSeeOther(
                request.write_once(_purpose(channel), _take_in, channel, outcome.value, outcome.key)
            )
        except Refusal as refusal:
            shown = form.refuse(refusal)
    return {"channel": channel, "form": shown}


@page("receipt", "public/mailbox/receipt")
def receipt(request: Request) -> dict[str, Any]:
    settings = request.store.settings
    case_id = tickets.redeem(settings.key, RECEIPT, request.matchdict["ticket"], request.work.now)
    if case_id is None:
        raise HTTPGone(_("This receipt is shown for two hours only. Your letter has arrived all the same."))
    letter = cases.tracked(request.work, case_id)
    code = query_code(settings, case_id)
    way = f"{settings.site_url}/mailbox/track#{letter.number}.{code}"
    return {"letter": letter, "code": code, "qr": qr(way)}


def _take_in(work: Writing, channel: Channel, letter: LetterIn, key: str) -> str:
    """Receive the letter with the files of its form; the address of its receipt."""
    letter = letter.model_copy(update={"channel": channel.slug})
    case = receive(work, letter, media.claim(work, key))
    lifetime = timedelta(hours=RECEIPT_HOURS)
    return f"/mailbox/receipt/{tickets.issue(work.settings.key, RECEIPT, case.id, work.now, lifetime)}"


def _form(request: Request, channel: Channel, *, files: bool = True) -> PortalForm[LetterIn]:
    units = [(org.id, org.name) for org in directory.all_orgs(request.work)]
    people = [(number, f"{name}（{unit}）") for number, name, unit in roll(request.work)]
    choices = {"to_org_id": units, "about_org_id": units, "about_person_id": people}
    uploads = Uploads(limit=channel.files) if files else None
    model = letter_form(channel)
    return PortalForm(
        request, model, _purpose(channel), submit=_("Send the letter"), choices=choices, uploads=uploads
    )


def _purpose(channel: Channel) -> str:
    return f"letter {channel.slug}"


def _hurried(seconds: int) -> Message:
    return _(
        "Too many letters came from this connection. Please send yours again in ${minutes} minutes; "
        "what you wrote is still here.",
        minutes=-(-seconds // 60),
    )
