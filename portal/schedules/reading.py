"""Reading one clause of a market rule, word by word; what no word fits is named in the refusal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from portal.core.calendar.lunar import BRANCHES, DAYS, MONTHS
from portal.core.i18n import Message, _
from portal.schedules.errors import UnreadableRule
from portal.schedules.patterns import (
    FIGURES,
    WEEKDAYS,
    Branches,
    Cycle,
    Daily,
    Digits,
    MonthDays,
    MonthEnd,
    NthWeekday,
    Once,
    Pattern,
    Weekdays,
    YearDay,
)

EXAMPLES = "逢一四七；逢1、4、7；每周三、周六；农历初一、十五；每天"
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
SHOWN = 12

_CN = "一二三四五六七八九十"
_SEP = "[、,.·/和及与]"
_MONTH = "(?:正|冬|腊|十[一二]?|[一二三四五六七八九])"
_ONES = "[一二三四五六七八九]"
_DAY = f"(?:初[{_CN}]|三十一?|廿{_ONES}?|二十{_ONES}?|十{_ONES})"
_ITEM = f"(?>{_DAY}|[{_CN}廿])(?!月)"  # atomic: 十一月 is not 十 and 一月
_NUMBER = r"\d++(?![年月-])[日号]?"
_WEEK = "(?:(?:每逢|每|逢)?个?(?:周|星期|礼拜))"
_WEEKDAY = r"(?:[一二三四五六日天末](?!月)|[1-7](?![\d年月日号]))"
_UNTIL = f"(?:[至到~-]{_WEEK}?({_WEEKDAY}))?"
_MARKET = "赶|赶?一[场集圩街次]|赶场|赶集|赶圩|赶街|逢场|开集|开市|[场集圩街墟](?:期|日)?|日子"
_DATE = r"(\d{4})(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})日?"

Season = tuple[int, int, bool]


@dataclass
class _Clause:
    """What has been read so far. ``lunar``: what 农历 or 公历 said last."""

    anchor: date | None
    lunar: bool | None = None
    patterns: list[Pattern] = field(default_factory=list)
    season: Season | None = None


def read_clause(text: str) -> tuple[tuple[Pattern, ...], Season | None]:
    """The patterns of a clause, and its season: first month, last month, lunar. Raises ``UnreadableRule``."""
    text = re.sub(r"^(.*)\(([农公])历\)(.*)$", r"\2历\1\3", text)
    anchored = re.search(rf"[从自以]?{_DATE}(?:起|开始)", text)
    clause = _Clause(_date(*anchored.groups()) if anchored else None)
    rest = text.replace(anchored[0], ",") if anchored else text
    while rest:
        for word, take in _WORDS:
            if found := word.match(rest):
                take(clause, found)
                rest = rest[found.end() :]
                break
        else:
            raise _unreadable(rest)
    if anchored and not any(isinstance(pattern, Cycle) for pattern in clause.patterns):
        raise _unreadable(anchored[0])
    if not clause.patterns:
        raise UnreadableRule(_("“${part}” names no day.", part=text[:SHOWN]))
    return tuple(clause.patterns), clause.season


def _skip(clause: _Clause, found: re.Match[str]) -> None:
    """Words between the others say nothing of their own."""


def _calendar(clause: _Clause, found: re.Match[str]) -> None:
    clause.lunar = found[1] is not None


def _once(clause: _Clause, found: re.Match[str]) -> None:
    clause.patterns.append(Once(_date(*found.groups())))


def _season(clause: _Clause, found: re.Match[str]) -> None:
    if clause.season is not None or clause.patterns:
        raise UnreadableRule(_("A season comes first, and once; put a semicolon before the next."))
    spoken = [month for month in found.groups() if month in ("正", "冬", "腊")]
    clause.season = (_month(found[1]), _month(found[2]), bool(clause.lunar or spoken))


def _year_day(clause: _Clause, found: re.Match[str]) -> None:
    month, day = int(found[1]), int(found[2])
    _date("2024", found[1], found[2])
    clause.patterns.append(YearDay(month, day, clause.lunar or False))


def _lunar_year_day(clause: _Clause, found: re.Match[str]) -> None:
    if clause.lunar is False:
        raise _unreadable(found[0])
    clause.patterns.append(YearDay(_month(found[1]), _day(found[2]), lunar=True))


def _nth_weekday(clause: _Clause, found: re.Match[str]) -> None:
    nth = -1 if found[1] == "最后一" else _figure(found[1][1])
    clause.patterns += [NthWeekday(nth, day) for day in _weekdays(found[2])]


def _week(clause: _Clause, found: re.Match[str]) -> None:
    days = [day for item in re.findall(_WEEKDAY, found[1]) for day in _weekdays(item)]
    if found[2]:
        until = _weekdays(found[2])[-1]
        if until < days[0]:
            raise _unreadable(found[0])
        days = list(range(days[0], until + 1))
    clause.patterns.append(Weekdays(frozenset(days)))


def _month_end(clause: _Clause, found: re.Match[str]) -> None:
    clause.patterns.append(MonthEnd(clause.lunar or False))


def _cycle(clause: _Clause, found: re.Match[str]) -> None:
    empty, market, apart, every = found.groups()
    length = _number(apart) + 1 if apart else _number(market or every or "两")
    if (empty and length != _number(empty) + 1) or not 2 <= length <= Cycle.LONGEST:
        raise _unreadable(found[0])
    if clause.anchor is None:
        raise UnreadableRule(_("“${part}” needs a day to count from: add 从2026年1月3日起.", part=found[0]))
    clause.patterns.append(Cycle(length, clause.anchor))


def _daily(clause: _Clause, found: re.Match[str]) -> None:
    clause.patterns.append(Daily())


def _odd_even(clause: _Clause, found: re.Match[str]) -> None:
    if clause.lunar is None:
        raise UnreadableRule(_("“${part}” of which calendar? Put 农历 or 公历 before it.", part=found[0]))
    clause.patterns.append(Digits(frozenset(range(found[1] == "单", 10, 2)), clause.lunar))


def _branches(clause: _Clause, found: re.Match[str]) -> None:
    signs = [sign for sign in found[0] if sign in BRANCHES + ANIMALS]
    clause.patterns.append(
        Branches(frozenset((BRANCHES if sign in BRANCHES else ANIMALS).index(sign) for sign in signs))
    )


def _chinese(clause: _Clause, found: re.Match[str]) -> None:
    """逢一四七, 初一、十五: last digits, or days where one of them can be nothing else."""
    lunar = clause.lunar is not False
    items = re.findall(f"{_DAY}|[{_CN}]", found[2])
    named = [item for item in items if len(item) > 1 or item == "廿"]
    if found[1].endswith("逢") and named and not any(item[0] in "初廿" for item in items):
        raise UnreadableRule(
            _("“${part}” can be read in two ways: write 逢五、逢十, or 每月十五.", part=found[0][:SHOWN])
        )
    if named or found[1] == "每月":
        clause.patterns.append(_month_days(found[0], map(_day, items), lunar))
    else:
        clause.patterns.append(Digits(frozenset(_figure(item) % 10 for item in items), lunar))


def _arabic(clause: _Clause, found: re.Match[str]) -> None:
    """逢1、4、7 and 逢147: last digits; 每月5日、15日: days."""
    lunar = clause.lunar is True
    items = re.findall(r"\d+", found[2])
    if len(items) == 1 and 2 < len(items[0]) == len(set(items[0])):
        items = list(items[0])
    days = [int(item) for item in items]
    dated = found[1] == "每月" or re.search("[日号]", found[2])
    if not dated and len(days) == 1 and days[0] > 10:
        raise UnreadableRule(
            _("“${part}” can be read in two ways: write 逢1、5, or 每月15日.", part=found[0][:SHOWN])
        )
    if dated or max(days) > 10:
        clause.patterns.append(_month_days(found[0], days, lunar))
    else:
        clause.patterns.append(Digits(frozenset(day % 10 for day in days), lunar))


def _month_days(text: str, days: Iterable[int], lunar: bool) -> MonthDays:
    found = frozenset(days)
    if min(found) < 1 or max(found) > (30 if lunar else 31):
        raise _unreadable(text)
    return MonthDays(found, lunar)


_COUNT = rf"(\d{{1,2}}|[{_CN}两]{{1,3}})"
_WORDS: tuple[tuple[re.Pattern[str], Callable[[_Clause, re.Match[str]], None]], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (rf"{_SEP}|[:()的为是]|以及|{_MARKET}", _skip),
        ("(农历|阴历|旧历|夏历)|公历|阳历|新历|西历", _calendar),
        (_DATE, _once),
        (
            rf"(\d{{1,2}}|{_MONTH})月份?[至到~-](?:次年|翌年|第二年)?(\d{{1,2}}|{_MONTH})月份?(?:期间)?",
            _season,
        ),
        (r"(?:每年)?(\d{1,2})月(\d{1,2})[日号]?", _year_day),
        (rf"(?:每年)?({_MONTH})月({_DAY}|[{_CN}])日?", _lunar_year_day),
        (rf"(?:每个?月的?)?(第[一二三四五1-5]|最后一)个(?:周|星期|礼拜)({_WEEKDAY})", _nth_weekday),
        (
            rf"{_WEEK}++({_WEEKDAY}(?:{_SEP}*{_WEEK}*{_WEEKDAY})*+){_UNTIL}(?!{_SEP}*(?:[{_CN}]++(?!月)|\d++(?![年月日号-])))",
            _week,
        ),
        ("(?:每个?月的?)?(?:月末|月底|月尾|最后一天|末日)", _month_end),
        (rf"空{_COUNT}赶{_COUNT}|每?隔{_COUNT}[天日]|每{_COUNT}[天日]|隔[天日]", _cycle),
        ("天天|每[天日]|日日|逐日", _daily),
        ("(?:每?逢)?(单|双)日?", _odd_even),
        (rf"每?逢(?:[{BRANCHES}](?:{_SEP}|逢|日)*)+|[{BRANCHES}](?:{_SEP}*[{BRANCHES}])*日", _branches),
        (rf"(?:每?逢)?(?:[{ANIMALS}](?:{_SEP}|[逢日场])*)+", _branches),
        (rf"(每?逢|每月|)({_ITEM}(?:{_SEP}*逢?{_ITEM})*)日?", _chinese),
        (rf"(每?逢|每月|)({_NUMBER}(?:{_SEP}*逢?{_NUMBER})*)", _arabic),
    )
)


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise UnreadableRule(_("There is no ${month}-${day} in that year.", month=month, day=day)) from error


def _figure(text: str) -> int:
    """一 is 1, 十 is 10, 5 is 5."""
    return int(text) if text.isdigit() and text.isascii() else FIGURES.index(text) or 10


def _number(text: str) -> int:
    """A small number: 3, 三, 两, 十二."""
    if text.isascii():
        return int(text)
    if text == "两":
        return 2
    return _day(text)


def _day(text: str) -> int:
    """The day of the month that a name or a numeral gives: 初十, 廿三, 五. Raises ``UnreadableRule``."""
    spelt = {"廿": "二十", "二十": "二十"}.get(text) or text.replace("二十", "廿")
    if spelt in DAYS:
        return DAYS.index(spelt) + 1
    if spelt == "三十一":
        return 31
    if len(text) == 1:
        return _figure(text)
    raise _unreadable(text)


def _month(text: str) -> int:
    if text.isascii():
        number = int(text)
    else:
        name = {"十一": "冬", "十二": "腊", "一": "正"}.get(text, text) + "月"
        number = MONTHS.index(name) + 1
    if not 1 <= number <= 12:
        raise _unreadable(f"{text}月")
    return number


def _weekdays(sign: str) -> list[int]:
    if sign == "末":
        return [5, 6]
    return [int(sign) - 1 if sign.isascii() else WEEKDAYS.index(sign.replace("天", "日"))]


def _unreadable(part: str) -> UnreadableRule:
    shown = part.strip(",")[:SHOWN]
    said: Message = _(
        "“${part}” cannot be read. Write for example: ${examples}", part=shown, examples=EXAMPLES
    )
    return UnreadableRule(said)
