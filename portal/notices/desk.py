"""Notices on the editors' desk: what waits for somebody, and the list, the newest first."""

from dataclasses import replace

from portal.core.work import Reading
from portal.notices.models import NoticeCard
from portal.notices.projection import KIND
from portal.publishing import desk
from portal.publishing.desk import Found, Shelf, Wanted
from portal.publishing.models import Document, State

SHELF = Shelf(KIND, NoticeCard, NoticeCard.title)


def waiting(work: Reading) -> dict[State, Found]:
    """Notices that wait for the actor, by the state in which they wait."""
    return {
        state: replace(found, rows=desk.rows(work, found.rows)) for state, found in desk.piles(work, SHELF)
    }


def notices(work: Reading, wanted: Wanted, page: int = 1) -> Found:
    """One page of the notices that the actor may see, the newest first."""
    statement = desk.narrowed(desk.latest(work, SHELF), SHELF, wanted)
    found = desk.paged(work, statement.order_by(None).order_by(Document.id.desc()), page)
    return replace(found, rows=desk.rows(work, found.rows))
