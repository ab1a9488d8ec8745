"""Whom to ask in a place now: who is rostered to guide people (practice S24), else who sits at its window."""

from collections.abc import Iterable, Iterator

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.near import near
from portal.schedules import duty
from portal.schedules.duty import OnDuty
from portal.schedules.models import DutyKind

_KINDS = (DutyKind.ENQUIRY, DutyKind.WEEKEND)


def helper(work: Reading, org: OrgCard) -> OnDuty | None:
    """The enquiry post of ``org``, on days off who is on duty then; else whoever is at its own window; else
    the same of the nearest place. ``None`` where no place has a post.

    Somebody who is there comes before a post that is empty.
    """
    empty: OnDuty | None = None
    for each in _helpers(work, org):
        if each.person:
            return each
        empty = empty or each
    return empty


def _helpers(work: Reading, org: OrgCard) -> Iterator[OnDuty]:
    rostered = [entry for entry in duty.today(work, org) if entry.kind in _KINDS]
    yield from (entry for entry in rostered if entry.org.id == org.id)
    yield from _at_first_windows(work, [org.id])
    yield from rostered
    yield from _at_first_windows(work, near(work, org))


def _at_first_windows(work: Reading, org_ids: Iterable[int]) -> Iterator[OnDuty]:
    cards = directory.orgs(work, org_ids)
    for org in (cards[each] for each in org_ids if each in cards):
        windows = directory.windows(work, [org.window_id] if org.window_id else [])
        for window in windows.values():
            for post in directory.posts_at(work, org.id, [window.id]):
                away = post.holders[0].name if post.holders and post.holders[0].away else ""
                yield OnDuty(DutyKind.ENQUIRY, org, post.on_duty, post, window, away, "")
