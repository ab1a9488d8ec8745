"""Questions that are really a visit, answered from the directory and the schedules as they are now."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from portal.core.calendar.local import local_calendar
from portal.core.calendar.words import short_day
from portal.core.calendar.workdays import Calendar, Day
from portal.core.clock import TZ
from portal.core.i18n import Message, _
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.centre import centre
from portal.schedules import duty, markets
from portal.schedules.duty import OnDuty
from portal.schedules.markets import MarketDay
from portal.schedules.models import DutyKind
from portal.search.places import places
from portal.search.questions import Topic, Visit, read, topic

TOWNS = 6
"""So many towns are listed where none is named."""
AHEAD = timedelta(days=400)
SOON = timedelta(days=40)
MORNING = time(10)
SATURDAY = 5

_MARKET = re.compile("[赶逢开][场集圩街墟]|[集圩]日")
_EVERY = "周末|双休|每天|天天|全年"
_SATURDAY = re.compile(f"(?:周|星期|礼拜)六|{_EVERY}")
_SUNDAY = re.compile(f"(?:周|星期|礼拜)[日天]|{_EVERY}")

Line = Message | str


@dataclass(frozen=True, slots=True)
class Answer:
    """``lines`` are sentences, the one that answers first; ``phone`` numbers to ring, or empty; ``address``
    of the page that says more, and what its link is called."""

    topic: Topic
    title: Message
    lines: tuple[Line, ...]
    phone: str
    address: str
    link: Message


def answer(work: Reading, text: str, org: OrgCard | None = None) -> Answer | None:
    """What is known of a visit that ``text`` asks for; ``None`` where it asks for something else, or nothing
    is known. ``org``: whose screen it is; else the centre answers where no place is named."""
    if topic(text) is None:
        return None
    visit = read(text, places(work), work.today)
    if visit is None:
        return None
    if visit.holiday and visit.topic in _BY_DAY:
        free = _free(local_calendar(work), visit.holiday, work.today)
        if not free:
            return None
        visit = replace(visit, day=free[0].date)
    if visit.topic is Topic.MARKET and not (visit.org or org):
        return _markets(work, visit)
    here = visit.org or org or centre(work)
    return _ANSWERS[visit.topic](work, here, visit) if here else None


def _hours(work: Reading, org: OrgCard, visit: Visit) -> Answer | None:
    if not org.hours:
        return None
    calendar = local_calendar(work)
    if visit.holiday:
        days = tuple(_holiday(calendar, visit.holiday, work.today))
    else:
        days = tuple(_one_day(work, org, visit.day or work.today, calendar))
    lines = (*days, org.hours) if visit.day or visit.holiday else (org.hours, *days)
    return Answer(visit.topic, _("When ${place} is open", place=org.name), lines, org.phone, *_page_of(org))


def _one_day(work: Reading, org: OrgCard, date_: date, calendar: Calendar) -> Iterator[Line]:
    """Whether a day is worked; where it is not, what holds then, who is there, and when the next one is."""
    day, when = calendar.day(date_), _named_day(work, date_)
    at = markets.station(work, org)
    market = bool(at and markets.between(work, date_, date_, at))
    if special := _special(org.hours, day, market=market):
        yield _("${day}: ${hours}", day=when, hours=special)
    elif day.working:
        yield _("${day} is a working day.", day=when)
    elif day.name:
        yield _("${day} is not a working day (${holiday}).", day=when, holiday=day.name)
    else:
        yield _("${day} is not a working day.", day=when)
    if day.provisional:
        yield _("The holidays of that time are not announced yet, so this may change.")
    if not day.working:
        for entry in _on_duty(work, org, date_):
            if entry.kind is DutyKind.WEEKEND:
                yield _duty_line(entry)
        following = calendar.next_working(date_ + timedelta(days=1))
        yield _("The next working day is ${day}.", day=short_day(following))


def _special(hours: str, day: Day, *, market: bool) -> str:
    """What the hours say of market days, or of this day of the week where it is no holiday; else empty."""
    parts = re.split("[；;]", hours)
    wanted = [_MARKET] if market else []
    if not day.working and day.name is None:
        wanted.append(_SATURDAY if day.date.weekday() == SATURDAY else _SUNDAY)
    return next((part.strip() for sign in wanted for part in parts if sign.search(part)), "")


def _holiday(calendar: Calendar, name: str, today: date) -> Iterator[Line]:
    """The days of the next holiday of that name, and the days worked for it."""
    free = _free(calendar, name, today)
    if not free:
        return
    first, last = short_day(free[0].date), short_day(free[-1].date)
    if len(free) == 1:
        yield _("${holiday}: closed on ${day}.", holiday=name, day=first)
    else:
        yield _("${holiday}: closed from ${first} to ${last}.", holiday=name, first=first, last=last)
    for day in _ahead(calendar, today):
        if day.name == name and day.working and abs(day.date - free[0].date) < SOON:
            yield _("${day} is a working day.", day=short_day(day.date))
    if any(day.provisional for day in free):
        yield _("The holidays of that time are not announced yet, so this may change.")


def _free(calendar: Calendar, name: str, today: date) -> list[Day]:
    """The days off of the next holiday of that name, today's included."""
    named = [day for day in _ahead(calendar, today) if day.name == name and not day.working]
    return [day for day in named if day.date - named[0].date < SOON]


def _ahead(calendar: Calendar, today: date) -> Iterator[Day]:
    return (calendar.day(today + timedelta(days=n)) for n in range(AHEAD.days))


def _duty(work: Reading, org: OrgCard, visit: Visit) -> Answer | None:
    day = visit.day or work.today
    lines: tuple[Line, ...] = tuple(_duty_line(entry) for entry in _on_duty(work, org, day))
    if not lines:
        lines = (_("Nobody is entered for ${day}.", day=_named_day(work, day)),)
    title = _("Who is on duty at ${place}", place=org.name)
    if day != work.today:
        title = _("Who is on duty at ${place} on ${day}", place=org.name, day=short_day(day))
    address = f"/schedule?org={org.slug}"
    return Answer(visit.topic, title, lines, org.phone, address, _("Market days and duty"))


def _on_duty(work: Reading, org: OrgCard, day: date) -> tuple[OnDuty, ...]:
    """Who is on duty now, or on another day as far as absences are known by now."""
    if day != work.today:
        work = replace(work, now=datetime.combine(day, MORNING, TZ))
    return duty.today(work, org)


def _duty_line(entry: OnDuty) -> Message:
    if entry.person is None:
        return _("${duty}: ${name} is away and nobody stands in.", duty=entry.label, name=entry.instead_of)
    said = [entry.person.name, entry.post.title, entry.phone, entry.note]
    facts = " · ".join(filter(None, said))
    if entry.instead_of:
        return _(
            "${duty}: ${facts} (stands in for ${name}, who is away)",
            duty=entry.label,
            facts=facts,
            name=entry.instead_of,
        )
    return _("${duty}: ${facts}", duty=entry.label, facts=facts)


def _market(work: Reading, org: OrgCard, visit: Visit) -> Answer | None:
    at = markets.station(work, org)
    if at is None:
        return None
    day = visit.day or work.today
    held = markets.between(work, day, day, at)
    title = _("Market days of ${place}", place=at.short_name or at.name)
    lines = [_held_line(work, at, day, bool(held)), *map(_market_line, held)]
    later = markets.between(work, day + timedelta(days=1), day + SOON, at)
    lines += [_("Next: ${market}", market=_market_line(market)) for market in later[:1]]
    address = f"/schedule?org={at.slug}"
    return Answer(visit.topic, title, tuple(lines), at.phone, address, _("All market days"))


def _held_line(work: Reading, at: OrgCard, day: date, held: bool) -> Message:
    when = _named_day(work, day)
    if held:
        return _("${day} is a market day.", day=when)
    for gone in markets.dropped(work, day, day, at):
        return _("${day} there is no market: ${reason}", day=when, reason=gone.reason)
    return _("${day} is not a market day.", day=when)


def _markets(work: Reading, visit: Visit) -> Answer | None:
    """The next market days of all towns, or who has one on the day that was named."""
    found = markets.between(work, visit.day, visit.day) if visit.day else markets.nearest(work)
    if not found and not visit.day:
        return None
    lines = tuple(
        _("${place}: ${market}", place=market.org.short_name or market.org.name, market=_market_line(market))
        for market in found[:TOWNS]
    )
    if not lines and visit.day:
        lines = (_("${day} is not a market day anywhere.", day=_named_day(work, visit.day)),)
    return Answer(visit.topic, _("Market days"), lines, "", "/schedule", _("All market days"))


def _market_line(market: MarketDay) -> Message:
    facts = " · ".join(filter(None, (market.lunar, market.place, market.hours)))
    return _("${day} · ${facts}", day=short_day(market.day), facts=facts)


def _contact(work: Reading, org: OrgCard, visit: Visit) -> Answer | None:
    numbers: list[Line] = []
    if org.phone:
        numbers.append(_("Phone: ${phone}", phone=org.phone))
    if org.supervision_phone:
        numbers.append(_("To complain: ${phone}", phone=org.supervision_phone))
    where: list[Line] = [_("Address: ${address}", address=org.address)] if org.address else []
    for window in directory.windows(work, [org.window_id] if org.window_id else []).values():
        place = " ".join(filter(None, (window.hall, window.floor, window.counter, window.name)))
        where.append(_("Its window: ${place}", place=place))
    lines = (*where, *numbers) if visit.topic is Topic.PLACE else (*numbers, *where)
    title = _("How to reach ${place}", place=org.name)
    return Answer(visit.topic, title, lines, org.phone, *_page_of(org)) if lines else None


def _page_of(org: OrgCard) -> tuple[str, Message]:
    return f"/orgs/{org.slug}", _("More about it")


def _named_day(work: Reading, day: date) -> Message:
    if day == work.today:
        return _("Today (${day})", day=short_day(day))
    return short_day(day)


_BY_DAY = frozenset({Topic.DUTY, Topic.MARKET})
"""Answered for one day: of a holiday, its first."""

_ANSWERS: dict[Topic, Callable[[Reading, OrgCard, Visit], Answer | None]] = {
    Topic.HOURS: _hours,
    Topic.DUTY: _duty,
    Topic.MARKET: _market,
    Topic.PHONE: _contact,
    Topic.PLACE: _contact,
}
