"""What templates have at hand: translation, labels, dates, money, addresses of static files."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import StrictUndefined
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import LABELS
from portal.core.clock import local
from portal.core.i18n import Message, _

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
LOCALE = ROOT / "locale"


def load_gettext(locale: str) -> Callable[[str], str]:
    """English sentence → sentence in ``locale``. Reads the catalogue as written: nothing to compile, so nothing
    that can be stale."""
    path = LOCALE / locale / "LC_MESSAGES" / "portal.po"
    if not path.exists():
        return str
    with path.open("rb") as file:
        sentences = {m.id: m.string for m in read_po(file) if m.id and m.string and not m.fuzzy}
    return lambda msgid: sentences.get(msgid, msgid)


def static_version() -> str:
    """A digest of all static files: it is part of their addresses, so they may be kept for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def render_page(template: str, values: Mapping[str, Any], request: Request) -> Response:
    response: Response = render_to_response(f"portal:templates/{template}.jinja2", dict(values), request=request)
    return response


class Texts:
    """The filters that need the reader's language."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self.gettext = gettext

    def tr(self, message: Message | str, **values: Any) -> str:
        if not isinstance(message, Message):
            message = Message(message, values or None)
        return message.render(self.gettext)

    def label(self, word: StrEnum) -> str:
        """What people read for a code word."""
        return self.tr(LABELS[word])

    def limit(self, limit: TimeLimit | None) -> str:
        """A time limit in words; empty where there is none."""
        if limit is None:
            return ""
        if limit.days == 0:
            return self.tr(_("on the spot"))
        return self.tr(_("${days} ${unit}", days=limit.days, unit=LABELS[limit.unit]))

    def day(self, moment: date | datetime) -> str:
        """2026-11-22."""
        return (local(moment).date() if isinstance(moment, datetime) else moment).isoformat()

    def minute(self, moment: datetime) -> str:
        """2026-11-22 09:30, on the hall's wall clock."""
        return local(moment).strftime("%Y-%m-%d %H:%M")

    def money(self, amount: Decimal) -> str:
        """Yuan, without needless zeros."""
        whole = amount == amount.to_integral_value()
        return self.tr(_("${amount} yuan", amount=str(int(amount)) if whole else f"{amount:.2f}"))


def includeme(config: Configurator) -> None:
    settings = config.registry["settings"]
    gettext = load_gettext(settings.locale)
    config.registry["gettext"] = gettext
    texts = Texts(gettext)
    base = f"/static/{static_version()}"
    config.add_static_view(base[1:], "portal:static", cache_max_age=31536000)
    config.add_settings(
        {
            "jinja2.undefined": "strict",
            "jinja2.trim_blocks": True,
            "jinja2.lstrip_blocks": True,
            "jinja2.auto_reload": False,
        }
    )
    config.include("pyramid_jinja2")
    config.add_jinja2_search_path("portal:templates")
    config.commit()
    environment = config.get_jinja2_environment()
    environment.undefined = StrictUndefined
    environment.filters.update(
        label=texts.label, limit=texts.limit, day=texts.day, minute=texts.minute, money=texts.money, tr=texts.tr
    )
    environment.globals.update(
        settings=settings, static=lambda name: f"{base}/{name}", lang="en" if settings.locale == "en" else "zh-Hans"
    )

    def add_translation(event: BeforeRender) -> None:
        event["_"] = texts.tr

    config.add_subscriber(add_translation, BeforeRender)
