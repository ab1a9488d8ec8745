"""Whole pages, kept in front of the application: an anonymous page that did not change costs next to nothing.

A page holds for its address and variant until public content changes (``core.revision``), until local
midnight, or until the next boundary of time (a publication, an absence), whichever comes first. The number is
read before the page is made: the other order would keep a stale page under the new number.
"""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl

from portal.core.clock import TZ
from portal.core.db import UNAVAILABLE
from portal.core.revision import Revisions
from portal.core.work import Reading, Store
from portal.web.cookies import host_name

Headers = list[tuple[str, str]]
Boundary = Callable[[Reading], datetime | None]
Environ = dict[str, Any]

KEPT = "portal.kept"
"""Set in the environ by the application where the page is the same for everybody without a session."""

REVISION = "portal.revision"
"""The content revision, in the environ of a request for the application."""

QUERY_BYTES = 200
NAMES = frozenset(
    {
        *("all", "case", "column", "edition", "kind", "level", "life_event"),
        *("month", "org", "page", "served", "shape", "way"),
    }
)
_OWN = ("content-length", "vary", "etag")
_LEVEL = 5  # of gzip: 6 takes half as long again for one hundredth less


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one encoding."""

    revision: int
    until: datetime
    etag: str
    headers: Headers
    body: bytes


class _Shelf:
    """Pages within so many bytes; the oldest give way."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.pages: dict[tuple[str, ...], Page] = {}
        self._lock = threading.Lock()

    def keep(self, key: tuple[str, ...], page: Page) -> None:
        with self._lock:
            old = self.pages.pop(key, None)
            self.size += len(page.body) - (len(old.body) if old else 0)
            self.pages[key] = page
            while self.size > self.limit:
                self.size -= len(self.pages.pop(next(iter(self.pages))).body)


class PageCache:
    """WSGI middleware.

    ``variant``: a request's environ → the name of the variant, ``None`` for somebody who is logged in;
    ``limit``: bytes that all pages may take.
    """

    def __init__(
        self,
        app: Any,
        store: Store,
        boundaries: Sequence[Boundary],
        variant: Callable[[Environ], str | None],
        limit: int,
    ) -> None:
        self.app = app
        self.store = store
        self.boundaries = boundaries
        self.variant = variant
        self.revisions = Revisions(store.engine)
        # Within it, at one content revision, no boundary of time lies.
        self._span = (-1, datetime.max.replace(tzinfo=TZ), datetime.max.replace(tzinfo=TZ))
        # Values of parameters are anybody's to invent: pages with a query never displace those without.
        self.shelves = {with_query: _Shelf(limit // 2) for with_query in (False, True)}

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._ask(environ, start_response)
        revision = environ[REVISION] = self.revisions.read()
        variant = self.variant(environ)
        if variant is None:
            return self._ask(environ, start_response)
        # A page is kept under the Host that the application answered, so a forged one never finds it.
        host, path = host_name(environ), environ["PATH_INFO"]
        query = environ.get("QUERY_STRING", "")
        encoding = "gzip" if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else ""
        key = (host, path, query, variant, encoding)
        now = self.store.clock()
        page = self.shelves[bool(query)].pages.get(key)
        if page is None or page.revision != revision or now >= page.until:
            return self._make(environ, start_response, key, revision, now)
        return _send(page, environ, start_response)

    def _ask(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer

    def _make(
        self, environ: Environ, start_response: Any, key: tuple[str, ...], revision: int | None, now: datetime
    ) -> Iterable[bytes]:
        head: list[Any] = []

        def take(status: str, headers: Headers, exc_info: Any = None) -> None:
            head[:] = [status, headers]

        body = self._ask(environ, take)
        status, headers = head
        if not environ.get(KEPT):
            start_response(status, headers)
            return body
        made = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        until = self._until(revision, now) if revision is not None and _known(key[2]) else None
        page = _page(headers, made, key[-1], revision or 0, until or now)
        if until is not None:
            self.shelves[bool(key[2])].keep(key, page)
        return _send(page, environ, start_response)

    def _until(self, revision: int, now: datetime) -> datetime | None:
        """When a page made at ``now`` may be wrong; ``None`` where the database cannot tell."""
        known, begin, end = self._span
        if known != revision or not begin <= now < end:
            found = self._next(now)
            if found is None:
                return None
            end = found
            self._span = revision, now, end
        return end

    def _next(self, now: datetime) -> datetime | None:
        """The first boundary of time behind ``now``."""
        midnight = datetime.combine(now.astimezone(TZ).date() + timedelta(days=1), time(), TZ)
        try:
            with self.store.reading() as work:
                found = [boundary(replace(work, now=now)) for boundary in self.boundaries]
        except UNAVAILABLE:
            return None
        return min([midnight, *filter(None, found)])


def _page(headers: Headers, body: bytes, encoding: str, revision: int, until: datetime) -> Page:
    digest = hashlib.sha256(body).hexdigest()[:20]
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    if encoding:
        body = gzip.compress(body, _LEVEL, mtime=0)
    own = [("Vary", "Accept-Encoding, Cookie"), ("ETag", etag), ("Content-Length", str(len(body)))]
    if encoding:
        own.append(("Content-Encoding", encoding))
    common = [pair for pair in headers if pair[0].lower() not in _OWN]
    return Page(revision, until, etag, [*common, *own], body)


def _send(page: Page, environ: Environ, start_response: Any) -> Iterable[bytes]:
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        kept = [pair for pair in page.headers if not pair[0].startswith("Content-")]
        start_response("304 Not Modified", kept)
        return [b""]
    start_response("200 OK", list(page.headers))
    return [page.body]


def _takes_gzip(header: str) -> bool:
    # "gzip;q=0" refuses it, and no browser sends that; "*" alone is what programs send that cannot unpack.
    return "gzip" in header and "gzip;q=0" not in header.replace(" ", "")


def _known(query: str) -> bool:
    """Only parameters that pages have; their values are anybody's, hence a shelf of their own."""
    return len(query) <= QUERY_BYTES and all(
        name in NAMES for name, _value in parse_qsl(query, keep_blank_values=True)
    )
