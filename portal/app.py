"""The composition root: puts the portal together for the server and for commands."""

from typing import Any

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW, INGRESS

from portal.catalogue.projection import GUIDE
from portal.core.clock import Clock, system_clock
from portal.core.settings import Settings
from portal.core.work import Store
from portal.directory import portraits
from portal.media.queries import show_to_all
from portal.notices.projection import NOTICE
from portal.notices.queries import shown_files
from portal.publishing import kinds
from portal.search import open_index

PARTS = ("routes", "request", "client", "elder", "assets", "render", "staff", "search", "kiosk", "errors")


def make_store(settings: Settings, clock: Clock = system_clock) -> Store:
    """The store, with every kind of document and every public use of files registered."""
    kinds.register(GUIDE)
    kinds.register(NOTICE)
    show_to_all(portraits.shown)
    show_to_all(shown_files)
    return Store(settings, clock)


def make_app(settings: Settings, store: Store | None = None) -> Any:
    """The WSGI application."""
    config = Configurator()
    config.registry["settings"] = settings
    config.registry["store"] = store or make_store(settings)
    config.registry["index"] = open_index(settings)
    config.add_tween("portal.web.headers.headers_tween_factory", under=INGRESS)
    config.add_tween("portal.web.gate.gate_tween_factory", under=EXCVIEW)
    for part in PARTS:
        config.include(f"portal.web.{part}")
    config.scan("portal.views")
    return config.make_wsgi_app()
