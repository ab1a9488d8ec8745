"""The frame of a kiosk: a shared touch screen that knows one place, and nobody who used it before.

Whatever stands under ``/kiosk`` is never stored, sees no cookie but its own text size, and links to nothing
outside its own prefix; its errors wear the same frame.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

from portal.core.db import UNAVAILABLE
from portal.core.i18n import _
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.schedules.duty import OnDuty
from portal.schedules.help import helper
from portal.web.paging import with_values

COOKIE = "kiosk_text"
_PATH = re.compile(r"/kiosk(?:/|$)")
_OWN = re.compile(r"/kiosk/[a-z0-9-]{1,60}(?=/|$)")
_WAYS = (
    (re.compile(r"/services/([^/?#]+)"), "/services/{}"),
    (re.compile(r"/orgs/([^/?#]+)"), "/services?org={}"),
    (re.compile(r"/orgs/[^/?#]+#people"), "/boards/staff"),
    (re.compile(r"/boards/([^/?#]+)(?:\?org=[^&#]+)?"), "/boards/{}"),
    (re.compile(r"/schedule\?org=[^&#]+"), "/market-days"),
    (re.compile(r"/schedule"), "/duty"),
    (re.compile(r"/boards"), "/boards"),
    (re.compile(r"/services"), "/services"),
    (re.compile(r"/orgs"), "/services?by=org"),
    (re.compile(r"/mailbox/track"), "/letter"),
)
"""Pages of the public site, and where a kiosk has the same."""


class Text(StrEnum):
    """How large a kiosk's text is; ``elder`` 长辈模式 is the largest, with more contrast and fewer things."""

    NORMAL = "normal"
    LARGE = "large"
    ELDER = "elder"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose screen it is. ``home``: the address of its first page; ``help``: who helps here today."""

    org: OrgCard
    home: str
    help: OnDuty | None

    def inside(self, address: str) -> str:
        """The kiosk's own page for a page of the public site; empty where it has none."""
        for way, own in _WAYS:
            if found := way.fullmatch(address):
                return self.home + own.format(*(quote(part, safe="%") for part in found.groups()))
        return ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an error page under ``/kiosk`` can still offer; ``home`` is empty where no place is known."""

    place: Place | None
    home: str


def kiosk_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    secure = registry["settings"].site_url.startswith("https:")

    def kiosk(request: Request) -> Response:
        environ = request.environ
        path = environ.get("PATH_INFO", "")
        if not _PATH.match(path):
            return handler(request)
        environ["portal.kiosk"] = path  # the gate empties what it refuses
        # Staff may have logged in on this very screen: nothing of theirs may show.
        environ["HTTP_COOKIE"] = "; ".join(
            part for part in environ.get("HTTP_COOKIE", "").split(";") if part.strip() in _KEPT
        )
        response = handler(request)
        response.headers["Cache-Control"] = "no-store"
        chosen = request.GET.get("text", "")
        if chosen in set(Text):
            kept = chosen if chosen != Text.NORMAL else None
            response.set_cookie(COOKIE, kept, path="/kiosk", samesite="Strict", secure=secure)
        return response

    return kiosk


_KEPT = {f"{COOKIE}={text}" for text in Text}


def frame(request: Request, *, look: bool) -> Frame | None:
    """What the error page of a request under ``/kiosk`` has; ``None`` for every other request.

    ``look``: the database may be asked whose screen it is.
    """
    path = request.environ.get("portal.kiosk")
    if path is None:
        return None
    own = _OWN.match(path)
    if own is None:
        return Frame(None, "")
    if not look:
        return Frame(None, own[0])
    try:
        with request.store.reading() as work:
            unit = directory.org_by_slug(work, own[0].rpartition("/")[2])
            found = Place(unit, own[0], helper(work, unit)) if unit else None
    except UNAVAILABLE:
        return Frame(None, own[0])
    return Frame(found, own[0] if found else "")


def _place(request: Request) -> Place:
    slug = request.matchdict["org"]
    found = directory.org_by_slug(request.work, slug)
    if found is None:
        raise HTTPNotFound(
            _("This screen is not set up yet. Please tell the staff: “${slug}”.", slug=slug[:60])
        )
    return Place(found, f"/kiosk/{found.slug}", helper(request.work, found))


def _text(request: Request) -> Text:
    for word in (request.GET.get("text", ""), request.cookies.get(COOKIE, "")):
        if word in set(Text):
            return Text(word)
    return Text.NORMAL


def _resized(request: Request, text: Text) -> str:
    return with_values(request, text=text)


def includeme(config: Configurator) -> None:
    config.add_tween(
        "portal.web.kiosk.kiosk_tween_factory",
        under="portal.web.headers.headers_tween_factory",
        over=EXCVIEW,
    )
    config.add_request_method(_place, "kiosk", reify=True)
    config.add_request_method(_text, "kiosk_text", reify=True)
    config.add_request_method(_resized, "kiosk_resized")
