"""How many SQL statements a page takes."""

from typing import Any

from pyramid.request import Request
from sqlalchemy import Connection, event

from portal.app import make_router
from portal.core.revision import Revisions
from portal.core.work import Store
from portal.web.cache import REVISION


class Statements:
    """Counts the statements of pages that are made in this process, nothing kept."""

    def __init__(self, store: Store) -> None:
        self._router = make_router(store.settings, store)
        self._base = store.settings.site_url
        self._revisions = Revisions(store.engine)
        self._count = 0
        event.listen(store.engine, "before_cursor_execute", self._see)

    def of(self, path: str) -> int:
        """Statements of a page that was made before."""
        for _ in range(2):
            self._count = 0
            request = Request.blank(path, base_url=self._base, environ={REVISION: self._revisions.read()})
            response = request.get_response(self._router)
            assert response.status_code == 200, (path, response.status)
        return self._count

    def _see(self, connection: Connection, *_what: Any) -> None:
        self._count += 1
