"""Recurrences that a market rule is made of: each says whether it holds on a day, and itself in words.

The words are Chinese, as a rule is: it is data of the place, not a sentence of the portal.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from portal.core.calendar.lunar import BRANCHES, DAYS, MONTHS, ganzhi, lunar

FIGURES = "十一二三四五六七八九"
"""The last digit of a day, from 0: 逢十 is the 10th, 20th and 30th."""

WEEKDAYS = "一二三四五六日"
_ONE_DAY = timedelta(days=1)
_CALENDARS = {True: "农历", False: "公历"}


class Pattern(Protocol):
    def holds(self, day: date) -> bool: ...

    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Digits:
    """By the last digit of the day, 0 to 9, of the month of either calendar."""

    digits: frozenset[int]
    lunar: bool

    def holds(self, day: date) -> bool:
        return (lunar(day).day if self.lunar else day.day) % 10 in self.digits

    def words(self) -> str:
        order = sorted(self.digits, key=lambda digit: digit or 10)
        listed = "、".join(FIGURES[digit] if self.lunar else str(digit or 10) for digit in order)
        return f"{_CALENDARS[self.lunar]}逢{listed}"


@dataclass(frozen=True, slots=True)
class MonthDays:
    """On days of every month, 1 to 31, of either calendar; a month that lacks the day goes without."""

    days: frozenset[int]
    lunar: bool

    def holds(self, day: date) -> bool:
        return (lunar(day).day if self.lunar else day.day) in self.days

    def words(self) -> str:
        order = sorted(self.days)
        if self.lunar:
            return f"农历{'、'.join(DAYS[day - 1] for day in order)}"
        return f"公历每月{'、'.join(f'{day}日' for day in order)}"


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """On the last day of every month, of either calendar."""

    lunar: bool

    def holds(self, day: date) -> bool:
        after = day + _ONE_DAY
        return (lunar(after).day if self.lunar else after.day) == 1

    def words(self) -> str:
        return f"{_CALENDARS[self.lunar]}月末"


@dataclass(frozen=True, slots=True)
class YearDay:
    """Once a year, on a day of either calendar; not in a leap month 闰月."""

    month: int
    day: int
    lunar: bool

    def holds(self, day: date) -> bool:
        if self.lunar:
            return lunar(day)[1:] == (self.month, self.day, False)
        return (day.month, day.day) == (self.month, self.day)

    def words(self) -> str:
        if self.lunar:
            return f"农历{MONTHS[self.month - 1]}{DAYS[self.day - 1]}"
        return f"公历{self.month}月{self.day}日"


@dataclass(frozen=True, slots=True)
class Once:
    """On one day alone."""

    day: date

    def holds(self, day: date) -> bool:
        return day == self.day

    def words(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"


@dataclass(frozen=True, slots=True)
class Weekdays:
    """On days of the week, 0 is Monday."""

    days: frozenset[int]

    def holds(self, day: date) -> bool:
        return day.weekday() in self.days

    def words(self) -> str:
        return f"每周{'、'.join(WEEKDAYS[day] for day in sorted(self.days))}"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """On the ``nth`` such weekday of the Gregorian month, 1 to 5; -1 is the last."""

    nth: int
    weekday: int

    def holds(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        if self.nth < 0:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth

    def words(self) -> str:
        which = "最后一个" if self.nth < 0 else f"第{FIGURES[self.nth]}个"
        return f"每月{which}周{WEEKDAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Daily:
    def holds(self, day: date) -> bool:
        return True

    def words(self) -> str:
        return "每天"


@dataclass(frozen=True, slots=True)
class Branches:
    """On days of the twelve branches 地支, 0 is 子: 逢子午 comes round every six days."""

    branches: frozenset[int]

    def holds(self, day: date) -> bool:
        return BRANCHES.index(ganzhi(day)[1]) in self.branches

    def words(self) -> str:
        return f"逢{''.join(BRANCHES[branch] for branch in sorted(self.branches))}日"


@dataclass(frozen=True, slots=True)
class Cycle:
    """Every ``length`` days, counted from a day on which there is one: 空三赶四 is every four."""

    length: int
    anchor: date
    LONGEST: ClassVar[int] = 60

    def holds(self, day: date) -> bool:
        return (day - self.anchor).days % self.length == 0

    def words(self) -> str:
        return f"每{self.length}天一场，从{Once(self.anchor).words()}起"
