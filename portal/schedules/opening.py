"""Whether a place is open now, read from its hours as they are written on its door.

工作日 9:00–12:00，13:30–17:30；周六 9:00–12:00（户籍窗口）；赶集日 8:00–14:00
"""

import re
from collections.abc import Iterable
from datetime import datetime

from portal.core.calendar.local import local_calendar
from portal.core.calendar.workdays import Day
from portal.core.clock import local
from portal.core.text import fold
from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.schedules import markets

_TIME = r"(2[0-4]|[01]?\d):([0-5]\d)"
_SPAN = re.compile(rf"{_TIME}\s*[-–—~至到]\s*{_TIME}")
_PART = re.compile(
    rf"(?P<days>\D*?)\s*(?P<spans>{_SPAN.pattern}(?:[,、 ]+{_SPAN.pattern})*)\s*(?P<note>\(.*\))?", re.DOTALL
)
_ALWAYS = re.compile("|每天|每日|天天|全年")
_WORKDAYS = re.compile("工作日")
_MARKET = re.compile("[赶逢开][场集圩街]日?|[场集圩]日")
_WEEKDAYS = re.compile(
    "(?:周|星期|礼拜)([一二三四五六日天末])(?:[至到–-](?:周|星期|礼拜)?([一二三四五六日天]))?"
)
_NAMES = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def open_now(work: Reading, orgs: Iterable[OrgCard]) -> dict[int, bool]:
    """Of these organisations those whose hours tell it, by id: whether they are open at ``work.now``.

    A market is one for every place of the town that holds it.
    """
    known = [org for org in orgs if org.hours]
    if not known:
        return {}
    day = local_calendar(work).day(work.today)
    today = markets.between(work, work.today, work.today) if any(map(_of_markets, known)) else ()
    places = tuple(market.org.path for market in today)
    found = {org.id: is_open(org.hours, work.now, day, market=org.path.startswith(places)) for org in known}
    return {number: is_so for number, is_so in found.items() if is_so is not None}


def is_open(hours: str, now: datetime, day: Day, *, market: bool) -> bool | None:
    """Whether ``hours`` hold at ``now``, on ``day``; ``None`` where they are written in another way, or hold
    for some windows only. ``market``: it is a market day there."""
    here = local(now).hour * 60 + local(now).minute
    found: list[bool | None] = []
    for part in filter(None, fold(hours).split(";")):
        read = _PART.fullmatch(part.strip())
        applies = _applies(read["days"].strip(" :,"), day, market=market) if read else None
        if read is None or applies is None:
            return None
        if applies and any(begin <= here < end for begin, end in _spans(read["spans"])):
            found.append(None if read["note"] else True)
    return True if True in found else (None if found else False)


def _applies(days: str, day: Day, *, market: bool) -> bool | None:
    """Whether the hours of ``days`` are those of ``day``; days of the week do not count on a holiday."""
    if _ALWAYS.fullmatch(days):
        return True
    if _WORKDAYS.fullmatch(days):
        return day.working
    if _MARKET.fullmatch(days):
        return market
    named = [_WEEKDAYS.fullmatch(each) for each in re.split("[、,和及]", days)]
    if None in named:
        return None
    holiday = day.name is not None and not day.working
    return not holiday and any(day.date.weekday() in _range(*each.groups()) for each in named if each)


def _range(first: str, last: str | None) -> range:
    if first == "末":
        return range(5, 7)
    return range(_NAMES[first], _NAMES[last or first] + 1)


def _spans(text: str) -> Iterable[tuple[int, int]]:
    """Pairs of minutes of the day."""
    for hour, minute, last_hour, last_minute in _SPAN.findall(text):
        yield int(hour) * 60 + int(minute), int(last_hour) * 60 + int(last_minute)


def _of_markets(org: OrgCard) -> bool:
    return bool(_MARKET.search(org.hours))
