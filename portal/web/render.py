"""What templates have at hand: translation, labels, dates, money, phones, static files, the centre."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import label
from portal.core.calendar import words
from portal.core.clock import local
from portal.core.db import UNAVAILABLE
from portal.core.i18n import Message, _
from portal.directory.cards import OrgCard
from portal.directory.centre import centre
from portal.web import compiled
from portal.web.sentences import Sentences

Pieces = Iterable[tuple[str, bool]]

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "locale"
PHONES = 1000
"""Texts with phones that are kept as they were read."""


def load_gettext(locale: str) -> Callable[[str], str]:
    """English sentence → sentence in ``locale``.

    Reads the catalogue as it was written: nothing to compile, so nothing that can be stale.
    """
    path = LOCALE / locale / "LC_MESSAGES" / "portal.po"
    if not path.exists():
        return str
    with path.open("rb") as file:
        sentences = {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}
    return lambda msgid: sentences.get(msgid, msgid)


def render_page(template: str, values: Mapping[str, Any], request: Request) -> Response:
    response: Response = render_to_response(
        f"portal:templates/{template}.jinja2", dict(values), request=request
    )
    return response


def render_part(request: Request, template: str, **values: Any) -> Markup:
    """A piece of a page, for the template of the page to place."""
    environment: Environment = request.registry["templates"]
    drawn = environment.get_template(f"{template}.jinja2")
    text = drawn.render(**values, request=request)
    return Markup(text)  # noqa: S704 - the template has escaped what it was given


class Texts:
    """The filters that need the reader's language."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self.gettext = gettext

    def tr(self, message: Message | str, **values: Any) -> str:
        if isinstance(message, Message):
            return message.render(self.gettext)
        return Message(message, values).render(self.gettext) if values else self.gettext(message)

    def label(self, word: StrEnum) -> str:
        """What people read for a code word."""
        return self.tr(label(word))

    def limit(self, limit: TimeLimit | None) -> str:
        """A time limit in words; empty where there is none."""
        if limit is None:
            return ""
        if limit.days == 0:
            return self.tr(_("on the spot"))
        return self.tr(_("${days} ${unit}", days=limit.days, unit=label(limit.unit)))

    def day(self, moment: date | datetime) -> str:
        """2026-11-22."""
        return (local(moment).date() if isinstance(moment, datetime) else moment).isoformat()

    def long_day(self, day: date) -> str:
        """Sunday 2026-11-22, as people say it."""
        return self.tr(words.long_day(day))

    def minute(self, moment: datetime) -> str:
        """2026-11-22 09:30, on the hall's wall clock."""
        return local(moment).replace(tzinfo=None).isoformat(" ", "minutes")

    def short_day(self, day: date) -> str:
        """11-22 Sunday, for a day that is near."""
        return self.tr(words.short_day(day))

    def when(self, moment: datetime) -> str:
        """A moment that is near: its day, and its time unless that is midnight."""
        here = local(moment)
        day = self.short_day(here.date())
        return day if here.time() == time() else f"{day} {here:%H:%M}"

    def money(self, amount: Decimal) -> str:
        """Yuan, without needless zeros."""
        whole = amount == amount.to_integral_value()
        return self.tr(_("${amount} yuan", amount=str(int(amount)) if whole else f"{amount:.2f}"))


def phones(text: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a text such as ``0980-5550110、5550111 转 8``, each as shown and as dialled."""
    shown = (part.strip() for part in re.split("[、，,;；/]", text))
    return tuple((part, re.sub(r"[^0-9+]", "", re.split("[转xX#]", part)[0])) for part in shown if part)


def marked(pieces: Pieces) -> Markup:
    """What a search shows of a text, with what it was found by."""
    texts = (f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in pieces)
    return Markup("".join(texts))  # noqa: S704 - every piece is escaped


def unmarked(pieces: Pieces) -> str:
    """The same without marks."""
    return "".join(text for text, _found in pieces)


def _centre(request: Request) -> OrgCard | None:
    """Whom to reach, on every page; while the database cannot be used, whom the last page named."""
    with suppress(*UNAVAILABLE):
        request.registry["centre"] = centre(request.work)
    return last_centre(request)


def last_centre(request: Request) -> OrgCard | None:
    """The centre as the last page named it."""
    found: OrgCard | None = request.registry.get("centre")
    return found


def includeme(config: Configurator) -> None:
    settings = config.registry["settings"]
    gettext = load_gettext(settings.locale)
    config.registry["gettext"] = gettext
    texts = Texts(gettext)
    base = config.registry["static"]
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
    # Jinja goes through the globals at every look-up, and through a ChainMap, its default, it does so slowly.
    environment.make_globals = lambda more: {**environment.globals, **(more or {})}
    compiled.set_up(environment, gettext)
    environment.add_extension(Sentences)
    config.registry["templates"] = environment
    environment.filters.update(
        label=lru_cache(None, typed=True)(texts.label),  # words of two kinds may be spelled alike
        limit=texts.limit,
        day=texts.day,
        long_day=texts.long_day,
        minute=texts.minute,
        short_day=texts.short_day,
        when=texts.when,
        money=texts.money,
        phones=lru_cache(PHONES)(phones),
        marked=marked,
        unmarked=unmarked,
        tr=texts.tr,
    )
    environment.globals.update(
        _=texts.tr,
        settings=settings,
        static=lambda name: f"{base}/{name}",
        lang="en" if settings.locale == "en" else "zh-Hans",
    )

    def add_values(event: BeforeRender) -> None:
        if event["renderer_info"].type != ".jinja2":
            return
        if "centre" not in event.rendering_val:
            event["centre"] = _centre(event["request"])

    config.add_subscriber(add_values, BeforeRender)
