"""Whom to ask in a place today: the enquiry post 问询岗 at its first window (practice S24)."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.work import Reading
from portal.directory.cards import Holder, OrgCard, WindowCard
from portal.directory.centre import centre
from portal.directory.queries import ancestors, org_by_slug, posts_at, windows


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Who helps at which window; ``holder`` is ``None`` while nobody is on the post."""

    org: OrgCard
    title: str
    window: WindowCard
    holder: Holder | None

    @property
    def phone(self) -> str:
        """Whom to ring: the person, else the window, else the unit."""
        return (self.holder.phone if self.holder else "") or self.window.phone or self.org.phone


def enquiry(work: Reading, org: OrgCard) -> Enquiry | None:
    """The post at the own window of ``org``, else of the hall where that window is, of the units above, of
    the centre; ``None`` where no place has one."""
    for place in _places(work, org):
        found = windows(work, [place.window_id] if place.window_id else [])
        for window in found.values():
            for post in posts_at(work, place.id, [window.id]):
                return Enquiry(place, post.title, window, next(iter(post.holders), None))
    return None


def _places(work: Reading, org: OrgCard) -> Iterator[OrgCard]:
    yield org
    if org.window_id:
        for window in windows(work, [org.window_id]).values():
            hall = org_by_slug(work, window.hall_slug)
            if hall:
                yield hall
    yield from reversed(ancestors(work, org))
    first = centre(work)
    if first:
        yield first
