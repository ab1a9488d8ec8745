"""Which days are worked, and when a time limit ends."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from portal.core.calendar.national import Marks, national
from portal.core.calendar.statutory import statutory

LONGEST = 10_000
"""Days, of either unit, of the longest time limit that is computed."""

WIDEST = 20_000
"""Calendar days of the widest span in which working days are counted; holds the longest time limit."""

UNSETTLED = (12, 29)
"""Month and day from which a year waits for the next year's notice: none has reached further back."""


class Unit(StrEnum):
    """What a time limit is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"


class Day(NamedTuple):
    """One day. `provisional`: the notice that settles it is not out, so it may still change. `name`: of the
    holiday (on a make-up working day: of the holiday it makes up for), or the reason of a local override."""

    date: date
    working: bool
    provisional: bool
    name: str | None


class Due(NamedTuple):
    """The last day of a time limit; `provisional`: a day that it was computed from may still change."""

    date: date
    provisional: bool


class Calendar:
    """The working days of one place. It never changes; build a new one when an override or a notice is added.

    `overrides`: what the place itself has decided, which wins over all else. `notices`: years announced since
    the national table was made, in the form of `national()`; one for a year in the table replaces it.
    ValueError for a notice that holds days other than of its year and the year before.

    A day that no notice settles is computed from weekends and statutory holidays and marked provisional. The
    last days of a December are settled by the notice of the next year.
    """

    __slots__ = ("_marks", "_notices")

    def __init__(
        self, overrides: Marks = MappingProxyType({}), notices: Mapping[int, Marks] = MappingProxyType({})
    ) -> None:
        for year, marks in notices.items():
            if stray := [day for day in marks if day.year not in (year - 1, year)]:
                raise ValueError(f"the notice for {year} cannot hold {min(stray)}")
        self._notices = {**national(), **notices}
        self._marks: dict[date, tuple[bool, str]] = {}
        for _, marks in sorted(self._notices.items()):
            self._marks.update(marks)
        self._marks.update(overrides)

    def day(self, day: date) -> Day:
        """What is known of a day."""
        if isinstance(day, datetime):  # it never equals a date, so every holiday would be missed
            raise TypeError("the calendar takes dates, not points in time")
        if mark := self._marks.get(day):
            return Day(day, mark[0], provisional=False, name=mark[1])
        provisional = not self._settled(day)
        name = statutory(day.year).get(day) if provisional else None
        return Day(day, day.weekday() < 5 and name is None, provisional, name)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked, as far as is known."""
        return self.day(day).working

    def announced(self, year: int) -> bool:
        """Whether the notice for this year is out."""
        return year in self._notices

    def next_working(self, day: date) -> date:
        """The first working day from `day` on, itself included."""
        return self._nth(day, 1).date

    def add(self, start: date, n: int, unit: Unit) -> Due:
        """The last day of a time limit of `n` days that began on `start`.

        The day it began does not count, and a limit that would end on a day not worked ends on the next
        working day (民法典 art. 201, 203; for limits in working days 行政许可法 art. 82). A limit of 0 days
        ends on the day it began, or the next working day. ValueError unless n is 0 to 10,000 and the end
        before the year 10000.
        """
        if not 0 <= n <= LONGEST:
            raise ValueError(f"a time limit has 0 to {LONGEST} days, not {n}")
        try:
            if unit is Unit.WORKING and n:
                return self._nth(start + timedelta(days=1), n)
            return self._nth(start + timedelta(days=n), 1)
        except OverflowError as error:
            raise ValueError(f"no date is {n} days after {start}") from error

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start` up to and with `end`; negative where `end` is earlier.

        So `between(start, add(start, n, Unit.WORKING).date) == n` for n > 0. ValueError for a span wider than
        20,000 days.
        """
        span = (end - start).days
        if abs(span) > WIDEST:
            raise ValueError(f"from {start} to {end} are more than {WIDEST} days")
        if span < 0:
            return -self.between(end, start)
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, span + 1))

    def _settled(self, day: date) -> bool:
        late = (day.month, day.day) >= UNSETTLED
        return day.year in self._notices and (not late or day.year + 1 in self._notices)

    def _nth(self, first: date, n: int) -> Due:
        """The n-th working day from `first` on, itself included."""
        day = self.day(first)
        provisional = day.provisional
        while n := n - day.working:
            day = self.day(day.date + timedelta(days=1))
            provisional |= day.provisional
        return Due(day.date, provisional)
