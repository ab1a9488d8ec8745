"""Elder mode 长辈模式: larger, darker, fewer things.

The browser's own cookie says it and ``<html data-view="elder">`` passes it on; the stylesheet does the rest,
so that a script can switch without loading the page anew.
"""

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from portal.web.cookies import cookie

COOKIE = "view"
ELDER = "elder"
YEAR = 365 * 24 * 3600


def keep_view(request: Request, response: Response, view: str) -> None:
    """Let the browser remember ``view``; anything but ``elder`` is the usual one, and needs no cookie."""
    secure = request.registry["settings"].site_url.startswith("https:")
    value = ELDER if view == ELDER else None
    response.set_cookie(COOKIE, value, max_age=YEAR, path="/", secure=secure, samesite="Lax")


def _elder(request: Request) -> bool:
    return cookie(request.environ, COOKIE) == ELDER


def includeme(config: Configurator) -> None:
    config.add_request_method(_elder, "elder", reify=True)
