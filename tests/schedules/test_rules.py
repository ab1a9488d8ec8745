"""Market rules: what people write, what it means, and what is refused with a sentence."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.calendar.lunar import LAST, ganzhi, lunar
from portal.schedules.errors import UnreadableRule
from portal.schedules.patterns import (
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
from portal.schedules.rules import Clause, Rule, Season, parse

SEASON = date(2026, 10, 1), date(2027, 2, 28)
START = date(2026, 11, 22)  # a Sunday, the 14th of the tenth lunar month

READ = {
    "逢一四七": "农历逢一、四、七",
    "场期：逢三、六、九": "农历逢三、六、九",
    "逢五逢十": "农历逢五、十",
    "二五八": "农历逢二、五、八",
    "农历逢5、10": "农历逢五、十",
    "逢1、4、7": "公历逢1、4、7",
    "逢１、４、７赶场": "公历逢1、4、7",
    "逢147": "公历逢1、4、7",
    "逢2.5.8": "公历逢2、5、8",
    "公历逢一四七": "公历逢1、4、7",
    "逢三六九（公历）": "公历逢3、6、9",
    "逢三六九（农历）": "农历逢三、六、九",
    "逢10": "公历逢10",
    "农历逢单": "农历逢一、三、五、七、九",
    "初一十五": "农历初一、十五",
    "逢初一、十五、廿三": "农历初一、十五、廿三",
    "逢初十、二十、三十": "农历初十、二十、三十",
    "每月十五": "农历十五",
    "每月5日、15日、25日": "公历每月5日、15日、25日",
    "每月5、15、25": "公历每月5日、15日、25日",
    "每周三、周六": "每周三、六",
    "每周星期二": "每周二",
    "逢周日": "每周日",
    "周一至周五": "每周一、二、三、四、五",
    "每周末": "每周六、日",
    "每月第一个周六": "每月第一个周六",
    "每月最后一个星期天": "每月最后一个周日",
    "天天场": "每天",
    "逢子午": "逢子午日",
    "逢马场、逢狗场": "逢午戌日",
    "空三赶四，2026年1月3日起": "每4天一场，从2026年1月3日起",
    "隔天赶，从2026年1月3日起": "每2天一场，从2026年1月3日起",
    "每隔两天，从2026-1-3起": "每3天一场，从2026年1月3日起",
    "月末": "公历月末",
    "逢十、农历月末": "农历逢十，农历月末",
    "三月三": "农历三月初三",
    "农历腊月廿三": "农历腊月廿三",
    "5月1日、10月1日": "公历5月1日，公历10月1日",
    "2026年12月8日": "2026年12月8日",
    "逢五和每周日": "农历逢五，每周日",
    "每周三、三月三": "每周三，农历三月初三",
    "逢五、十一月初五": "农历逢五，农历冬月初五",
    "逢5、2026年12月8日": "公历逢5，2026年12月8日",
    "每周一、2026-12-08、5月1日": "每周一，2026年12月8日，公历5月1日",
    "3月至10月逢一四七；11月到次年2月每周日": "公历3月至10月，农历逢一、四、七；公历11月至2月，每周日",
    "正月至三月每天": "农历正月至三月，每天",
}


@pytest.mark.parametrize("text", READ)
def test_a_rule_is_read_as_people_mean_it(text: str) -> None:
    assert parse(text).words() == READ[text]


@pytest.mark.parametrize("text", READ.values())
def test_its_words_mean_the_same_rule(text: str) -> None:
    assert parse(text).words() == text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("逢一四七", ["11-22", "11-25", "11-29", "12-02", "12-05"]),
        ("逢1、4、7", ["11-24", "11-27", "12-01", "12-04", "12-07"]),
        ("每周三、周六", ["11-25", "11-28", "12-02", "12-05", "12-09"]),
        ("空三赶四，2026年11月20日起", ["11-24", "11-28", "12-02", "12-06", "12-10"]),
        ("逢子午", ["11-22", "11-28", "12-04", "12-10", "12-16"]),
        ("月末", ["11-30", "12-31"]),
        ("农历初一、十五", ["11-23", "12-09", "12-23"]),
    ],
)
def test_days_as_the_wall_calendar_has_them(text: str, days: list[str]) -> None:
    found = parse(text).days(START, date(2026, 12, 31))
    assert [f"{day:%m-%d}" for day, _wanted in zip(found, days, strict=False)] == days


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "say on which days"),
        ("；", "say on which days"),
        ("逢" * 300, "at most 200"),
        ("逢十五", "“逢十五” can be read in two ways"),
        ("逢二十", "two ways"),
        ("逢15", "two ways"),
        ("逢单日", "of which calendar"),
        ("空三赶四", "needs a day to count from"),
        ("空三赶五，2026年1月3日起", "“空三赶五” cannot be read"),
        ("每999天，2026年1月3日起", "cannot be read"),
        ("从2026年1月3日起逢一", "cannot be read"),
        ("逢一四七上午", "“上午” cannot be read"),
        ("每周一、四、七", "cannot be read"),
        ("每周三、一四七", "cannot be read"),
        ("每周五至周二", "cannot be read"),
        ("每月三十一", "cannot be read"),
        ("每月32日", "cannot be read"),
        ("2月30日", "no 2-30"),
        ("2026年13月1日", "no 13-1"),
        ("13月至14月每天", "“13月” cannot be read"),
        ("3月至10月", "names no day"),
        ("每天，3月至10月", "A season comes first"),
        ("<script>", "cannot be read"),
        ("1" * 150, "two ways"),
        ("周一至" * 40, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, named: str) -> None:
    with pytest.raises(UnreadableRule) as refusal:
        parse(text)
    assert named in str(refusal.value)


def test_a_short_month_has_no_thirtieth() -> None:
    """农历逢十 in a month of 29 days: two markets, unless the last day is named beside."""
    start = next(day for day in _days(START, 400) if lunar(day).day == 29 and lunar(day + _ONE).day == 1)
    month = (start - timedelta(days=28), start)
    assert [lunar(day).day for day in parse("逢十").days(*month)] == [10, 20]
    assert [lunar(day).day for day in parse("逢十、农历月末").days(*month)] == [10, 20, 29]


def test_days_end_with_the_known_calendar() -> None:
    found = list(parse("农历月末").days(LAST - timedelta(days=60), date.max))
    assert found and found[-1] < LAST


_ONE = timedelta(days=1)


def _days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]


_some = st.frozensets
_digits = st.builds(Digits, _some(st.integers(0, 9), min_size=1, max_size=6), st.booleans())
_month_days = st.builds(MonthDays, _some(st.integers(1, 30), min_size=1, max_size=6), st.booleans())
_patterns: st.SearchStrategy[Pattern] = st.one_of(
    _digits,
    _month_days.filter(lambda each: not each.lunar or max(each.days) > 10),
    st.builds(MonthEnd, st.booleans()),
    st.builds(YearDay, st.integers(1, 12), st.integers(1, 28), st.booleans()),
    st.builds(Once, st.dates(date(2026, 1, 1), date(2028, 12, 31))),
    st.builds(Weekdays, _some(st.integers(0, 6), min_size=1)),
    st.builds(NthWeekday, st.sampled_from([-1, 1, 2, 3, 4, 5]), st.integers(0, 6)),
    st.just(Daily()),
    st.builds(Branches, _some(st.integers(0, 11), min_size=1)),
)
_cycles = st.builds(Cycle, st.integers(2, 60), st.dates(date(2020, 1, 1), date(2028, 1, 1)))
_seasons = st.none() | st.builds(Season, st.integers(1, 12), st.integers(1, 12), st.booleans())
_clauses = st.builds(
    Clause, st.lists(_patterns, min_size=1, max_size=3).map(tuple) | _cycles.map(lambda one: (one,)), _seasons
)
_rules = st.builds(Rule, st.lists(_clauses, min_size=1, max_size=2).map(tuple))


def _in_month(pattern: Digits | MonthDays | MonthEnd | YearDay, day: date) -> bool:
    """Whether a pattern by days of the month holds, straight from its name."""
    here = lunar(day)[1:] if pattern.lunar else (day.month, day.day, False)
    after = lunar(day + _ONE)[1:] if pattern.lunar else ((day + _ONE).month, (day + _ONE).day, False)
    match pattern:
        case Digits(digits):
            return int(str(here[1])[-1]) in digits
        case MonthDays(days):
            return here[1] in days
        case MonthEnd():
            return (here[0], here[2]) != (after[0], after[2])
    return here == (pattern.month, pattern.day, False)


def _in_turn(pattern: Pattern, day: date) -> bool:
    """Whether any other pattern holds."""
    match pattern:
        case Once(only):
            return day.isoformat() == only.isoformat()
        case Weekdays(days):
            return day.isoweekday() - 1 in days
        case NthWeekday(nth, weekday):
            month = [each for each in _days(day.replace(day=1), 31) if each.month == day.month]
            same = [each for each in month if each.weekday() == weekday]
            return day in (same[-1:] if nth < 0 else same[nth - 1 : nth])
        case Branches(branches):
            return any("子丑寅卯辰巳午未申酉戌亥"[each] == ganzhi(day)[1] for each in branches)
        case Cycle(length, anchor):
            return abs((day - anchor).days) % length == 0
    return isinstance(pattern, Daily)


def _oracle(pattern: Pattern, day: date) -> bool:
    if isinstance(pattern, Digits | MonthDays | MonthEnd | YearDay):
        return _in_month(pattern, day)
    return _in_turn(pattern, day)


def _in_season(season: Season | None, day: date) -> bool:
    if season is None:
        return True
    months = [(season.first - 1 + n) % 12 + 1 for n in range((season.last - season.first) % 12 + 1)]
    return (lunar(day).month if season.lunar else day.month) in months


@settings(max_examples=40, deadline=None)
@given(_rules, st.dates(date(2026, 10, 1), date(2027, 1, 15)))
def test_the_next_day_is_one_and_none_lies_between(rule: Rule, start: date) -> None:
    span = _days(start, 45)
    expected = [
        day
        for day in span
        if any(
            _in_season(clause.season, day) and any(_oracle(pattern, day) for pattern in clause.patterns)
            for clause in rule.clauses
        )
    ]
    assert list(rule.days(span[0], span[-1])) == expected


@settings(max_examples=60, deadline=None)
@given(_rules)
def test_a_rule_written_out_is_read_as_itself(rule: Rule) -> None:
    again = parse(rule.words())
    assert list(again.days(*SEASON)) == list(rule.days(*SEASON))


@settings(max_examples=60, deadline=None)
@given(st.text("逢每周月日初十一四七五、，；农公历1234567890年场空赶从起末至 第个", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UnreadableRule):
        rule = parse(text)
        assert list(parse(rule.words()).days(*SEASON)) == list(rule.days(*SEASON))
