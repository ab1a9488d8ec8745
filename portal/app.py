"""The composition root: puts the portal together for the server and for commands."""

from collections.abc import Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW, INGRESS

from portal.catalogue.projection import GUIDE
from portal.core.clock import Clock, system_clock
from portal.core.settings import Settings
from portal.core.work import Store
from portal.directory import absences, portraits
from portal.media.queries import show_to_all
from portal.notices.projection import NOTICE
from portal.notices.queries import shown_files
from portal.publishing import boundaries, kinds
from portal.search import open_index
from portal.web.cache import PageCache
from portal.web.cookies import cookie
from portal.web.elder import COOKIE as VIEW
from portal.web.elder import ELDER
from portal.web.request import make_class
from portal.web.staff import cookie_name

BOUNDARIES = (boundaries.next_boundary, absences.next_boundary)
PARTS = (
    *("routes", "request", "client", "elder", "assets", "render", "charts", "staff", "search", "misses"),
    *("kiosk", "errors"),
)


def make_store(settings: Settings, clock: Clock = system_clock) -> Store:
    """The store, with every kind of document and every public use of files registered."""
    kinds.register(GUIDE)
    kinds.register(NOTICE)
    show_to_all(portraits.shown)
    show_to_all(shown_files)
    return Store(settings, clock)


def make_app(settings: Settings, store: Store | None = None) -> PageCache:
    """The WSGI application: the pages that are kept, and behind them what makes pages."""
    store = store or make_store(settings)
    session = cookie_name(settings)

    def variant(environ: Mapping[str, Any]) -> str | None:
        if cookie(environ, session):
            return None
        return ELDER if cookie(environ, VIEW) == ELDER else ""

    return PageCache(make_router(settings, store), store, BOUNDARIES, variant, settings.page_cache)


def make_router(settings: Settings, store: Store) -> Any:
    """What makes pages, each anew."""
    config = Configurator()
    config.registry["settings"] = settings
    config.registry["store"] = store
    config.registry["index"] = open_index(store)
    config.add_tween("portal.web.headers.headers_tween_factory", under=INGRESS)
    config.add_tween("portal.web.gate.gate_tween_factory", under=EXCVIEW)
    for part in PARTS:
        config.include(f"portal.web.{part}")
    config.scan("portal.views")
    make_class(config)
    return config.make_wsgi_app()
