"""The addresses are a contract: what is there, what is not there yet, and that every link leads somewhere."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from webtest import TestApp, TestResponse

from portal.web.routes import ROUTES

PINNED = {
    "/": ("GET", "HEAD"),
    "/services": ("GET", "HEAD"),
    "/services/{code}": ("GET", "HEAD"),
    "/services/{code}/notice": ("GET", "HEAD"),
    "/services/{code}/flowchart.svg": ("GET", "HEAD"),
    "/orgs": ("GET", "HEAD"),
    "/orgs/{slug}": ("GET", "HEAD"),
    "/notices": ("GET", "HEAD"),
    "/notices/{id}": ("GET", "HEAD"),
    "/notices.atom": ("GET", "HEAD"),
    "/columns/{slug}": ("GET", "HEAD"),
    "/boards": ("GET", "HEAD"),
    "/boards/{board}.csv": ("GET", "HEAD"),
    "/boards/{board}": ("GET", "HEAD"),
    "/schedule": ("GET", "HEAD"),
    "/schedule.ics": ("GET", "HEAD"),
    "/search": ("GET", "HEAD"),
    "/search/suggest": ("GET", "HEAD"),
    "/api/v1/search": ("GET", "HEAD"),
    "/mailbox": ("GET", "HEAD"),
    "/mailbox/{channel}/new": ("GET", "HEAD", "POST"),
    "/mailbox/receipt/{ticket}": ("GET", "HEAD"),
    "/mailbox/track": ("GET", "HEAD", "POST"),
    "/mailbox/files/{ticket}": ("GET", "HEAD"),
    "/mailbox/letters": ("GET", "HEAD"),
    "/mailbox/letters/{number}": ("GET", "HEAD"),
    "/media/{digest}": ("GET", "HEAD"),
    "/view": ("POST",),
    "/sitemap.xml": ("GET", "HEAD"),
    "/robots.txt": ("GET", "HEAD"),
    "/healthz": ("GET", "HEAD"),
    "/readyz": ("GET", "HEAD"),
    "/kiosk/{org}": ("GET", "HEAD"),
    "/kiosk/{org}/search": ("GET", "HEAD"),
    "/kiosk/{org}/services": ("GET", "HEAD"),
    "/kiosk/{org}/services/{code}": ("GET", "HEAD"),
    "/kiosk/{org}/boards": ("GET", "HEAD"),
    "/kiosk/{org}/boards/{board}": ("GET", "HEAD"),
    "/kiosk/{org}/duty": ("GET", "HEAD"),
    "/kiosk/{org}/market-days": ("GET", "HEAD"),
    "/kiosk/{org}/letter": ("GET", "HEAD", "POST"),
    "/kiosk/{org}/help": ("GET", "HEAD"),
    "/login": ("GET", "HEAD", "POST"),
    "/logout": ("POST",),
    "/admin": ("GET", "HEAD"),
    "/admin/guides": ("GET", "HEAD"),
    "/admin/search": ("GET", "HEAD"),
    "/admin/search/aside": ("POST",),
    "/admin/search/try": ("GET", "HEAD"),
    "/admin/search/words": ("GET", "HEAD"),
    "/admin/search/words/new": ("GET", "HEAD", "POST"),
    "/admin/search/words/off": ("POST",),
    "/admin/search/words/{id}": ("GET", "HEAD", "POST"),
    "/admin/search/words/{id}/switch": ("POST",),
    "/admin/letters": ("GET", "HEAD"),
    "/admin/letters.csv": ("GET", "HEAD"),
    "/admin/letters/{id}": ("GET", "HEAD", "POST"),
    "/admin/letters/{id}/preview": ("GET", "HEAD"),
    "/admin/letters/{id}/files/{position}": ("GET", "HEAD"),
    "/admin/guides/{id}": ("GET", "HEAD", "POST"),
    "/admin/guides/{id}/preview": ("GET", "HEAD"),
    "/admin/notices": ("GET", "HEAD"),
    "/admin/notices/new": ("GET", "HEAD", "POST"),
    "/admin/notices/{id}": ("GET", "HEAD", "POST"),
    "/admin/notices/{id}/edit": ("GET", "HEAD", "POST"),
    "/admin/notices/{id}/preview": ("GET", "HEAD"),
    "/admin/notices/{id}/files/{file}": ("GET", "HEAD"),
    "/admin/people": ("GET", "HEAD"),
    "/admin/people/{id}": ("GET", "HEAD", "POST"),
    "/admin/people/{id}/back": ("POST",),
    "/admin/people/{id}/card": ("GET", "HEAD", "POST"),
    "/admin/schedule": ("GET", "HEAD"),
    "/admin/schedule/{kind}/{id}": ("GET", "HEAD", "POST"),
    "/admin/schedule/{kind}/{id}/remove": ("POST",),
}

# Promised for later; until then nothing may answer there, and nothing may point there.
LATER = (
    "/boards/results",
    "/appointments/new",
    "/evaluate/token",
    "/statistics",
    "/display/hall",
    "/api/v1/openapi.json",
    "/open311/v2/services.json",
    "/metrics",
)
PAGES = 600


def test_the_table_of_addresses_is_pinned() -> None:
    assert {route.pattern: route.methods for route in ROUTES} == PINNED


@pytest.mark.parametrize("address", LATER)
def test_what_comes_later_is_not_there(visitor: TestApp, address: str) -> None:
    assert "<h1" in visitor.get(address, status=404).text


def links(page: TestResponse) -> Iterator[str]:
    """Addresses on this site that a page links, loads or asks by a form; what is posted needs a key."""
    for tag, attribute in (
        ("a", "href"),
        ("link", "href"),
        ("script", "src"),
        ("img", "src"),
        ("form", "action"),
    ):
        for element in page.html.find_all(tag):
            if element.get("method") == "post":
                continue
            target = urlsplit(urljoin(page.request.url, element.get(attribute) or ""))
            if target.scheme in {"http", "https"} and target.netloc == "localhost:6543":
                yield target.path + (f"?{target.query}" if target.query else "")


def test_every_link_leads_somewhere(searcher: TestApp) -> None:
    seen, waiting = {"/"}, deque(["/", "/search?q=身份证", "/services/NONE"])
    kinds: set[str] = set()
    while waiting and len(seen) < PAGES:
        address = waiting.popleft()
        answer = searcher.get(address, status="*")
        kinds.add(urlsplit(address).path.split("/")[1])
        assert answer.status_int == (404 if address.endswith("/NONE") else 200), address
        if answer.content_type == "text/html":
            found = set(links(answer)) - seen
            seen |= found
            waiting.extend(sorted(found))
    assert {urlsplit(address).path for address in seen}.isdisjoint(LATER)
    assert kinds >= {"", "services", "orgs", "search", "static"}
