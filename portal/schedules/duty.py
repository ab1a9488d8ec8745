"""Who is on duty: leaders, the enquiry post, weekends, market days; B stands in where somebody is away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import or_, select

from portal.core.calendar.local import local_calendar
from portal.core.clock import TZ
from portal.core.i18n import Message, _
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import Holder, OrgCard, PostCard, WindowCard
from portal.directory.models import Person
from portal.directory.near import near
from portal.schedules import markets
from portal.schedules.models import Duty, DutyKind
from portal.schedules.rules import parse

LABELS: dict[StrEnum, Message] = {
    DutyKind.LEADER: _("Leader on duty"),
    DutyKind.ENQUIRY: _("Enquiry post"),
    DutyKind.WEEKEND: _("On duty on days off"),
    DutyKind.MARKET: _("At the market-day window"),
}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty at ``org``, at which post and window; on a market day the market says where.

    ``person`` is ``None`` where whoever was to be there is away and nobody stands in; ``instead_of``: who is
    away, else empty.
    """

    kind: DutyKind
    org: OrgCard
    person: Holder | None
    post: PostCard
    window: WindowCard | None
    instead_of: str
    note: str

    @property
    def label(self) -> Message:
        return LABELS[self.kind]

    @property
    def phone(self) -> str:
        """Whom to ring: the person, else the window, else the unit."""
        own = self.person.phone if self.person else ""
        return own or (self.window.phone if self.window else "") or self.org.phone


def today(work: Reading, org: OrgCard) -> tuple[OnDuty, ...]:
    """Who is on duty now at ``org``; of a kind for which it has nobody, at the nearest place that has."""
    ids = near(work, org)
    found: dict[DutyKind, list[OnDuty]] = {}
    for entry in _now(work, ids):
        known = found.setdefault(entry.kind, [])
        if not known or known[0].org.id == entry.org.id:
            known.append(entry)
    return tuple(entry for kind in DutyKind for entry in found.get(kind, ()))


def on_market_day(work: Reading, market: markets.MarketDay) -> tuple[OnDuty, ...]:
    """Who will sit at the window on a market day, as far as absences are known by now."""
    morning = datetime.combine(market.day, time(9), TZ)
    then = replace(work, now=max(morning, work.now) if market.day == work.today else morning)
    return tuple(entry for entry in today(then, market.org) if entry.kind is DutyKind.MARKET)


def everywhere(work: Reading, org: OrgCard | None = None) -> tuple[OnDuty, ...]:
    """Who is on duty now at every place, or at ``org`` and all below it, place by place."""
    ids = [each.id for each in directory.all_orgs(work) if org is None or each.path.startswith(org.path)]
    return tuple(_now(work, ids))


def _now(work: Reading, org_ids: list[int]) -> list[OnDuty]:
    """In the order of ``org_ids``."""
    holding = [duty for duty in _valid(work, org_ids) if not duty.text or parse(duty.text).holds(work.today)]
    days = _Days(work)
    due = [duty for duty in holding if days.has(duty)]
    held = directory.posts_held(work, {duty.person_id for duty in due})
    cards = directory.orgs(work, {duty.org_id for duty in due})
    windows = directory.windows(work, {p.window_id for posts in held.values() for p in posts if p.window_id})
    slugs = _slugs(work, held)
    found = []
    for duty in due:
        posts = sorted(held.get(duty.person_id, ()), key=lambda post: post.org_id != duty.org_id)
        if posts:  # who has left every post is on duty nowhere
            person, post, instead_of = _present(slugs[duty.person_id], posts)
            window = windows.get(post.window_id or 0) if duty.kind is not DutyKind.MARKET else None
            found.append(OnDuty(duty.kind, cards[duty.org_id], person, post, window, instead_of, duty.note))
    return sorted(found, key=lambda entry: (org_ids.index(entry.org.id), list(DutyKind).index(entry.kind)))


def _present(slug: str, posts: list[PostCard]) -> tuple[Holder | None, PostCard, str]:
    """Who is there, at which post, and whom they stand in for."""
    own = next(holder for holder in posts[0].holders if holder.slug == slug)
    if not own.away:
        return own, posts[0], ""
    for post in posts:
        if post.on_duty is not None:
            return post.on_duty, post, own.name
    return None, posts[0], own.name


class _Days:
    """Whether today is a day of a kind: worked, not worked, or a market day of the place."""

    def __init__(self, work: Reading) -> None:
        self._work = work
        self._working = local_calendar(work).is_working(work.today)

    def has(self, duty: Duty) -> bool:
        if duty.kind is DutyKind.MARKET:
            return bool(self._markets(duty.org_id))
        return self._working is (duty.kind is not DutyKind.WEEKEND)

    def _markets(self, org_id: int) -> tuple[markets.MarketDay, ...]:
        work = self._work
        at = markets.station(work, directory.orgs(work, [org_id])[org_id])
        return markets.between(work, work.today, work.today, at) if at else ()


def _valid(work: Reading, org_ids: Iterable[int]) -> list[Duty]:
    statement = select(Duty).where(
        Duty.org_id.in_(list(org_ids)),
        Duty.valid_from <= work.today,
        or_(Duty.valid_until.is_(None), Duty.valid_until > work.today),
    )
    return list(work.session.scalars(statement.order_by(Duty.id)))


def _slugs(work: Reading, person_ids: Iterable[int]) -> dict[int, str]:
    rows = work.session.execute(select(Person.id, Person.slug).where(Person.id.in_(list(person_ids))))
    return {row.id: row.slug for row in rows}
