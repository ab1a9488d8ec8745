"""What robots read."""

from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.queries import addresses
from portal.directory.queries import all_orgs
from portal.notices.queries import latest
from portal.web.views import page, plain

NOTICES = 1000


@page("sitemap", "public/sitemap")
def sitemap(request: Request) -> dict[str, Any]:
    request.response.content_type = "application/xml"
    notices = latest(request.work, NOTICES)
    return {"guides": addresses(request.work), "orgs": all_orgs(request.work), "notices": notices}


@plain("robots")
def robots(request: Request) -> Response:
    site = request.registry["settings"].site_url
    rules = (
        "User-agent: *",
        "Disallow: /admin",
        "Disallow: /login",
        "Disallow: /search",
        "Disallow: /kiosk/",
        "Disallow: /api/",
    )
    return Response("\n".join((*rules, "", f"Sitemap: {site}/sitemap.xml", "")), content_type="text/plain")
