"""Market rules as people write them: 逢一四七, 逢1、4、7, 每周三、周六, 每天, 逢子午 … (practice S1).

Chinese numerals mean the lunar calendar and Arabic ones the Gregorian, as on the towns' own notices, unless
农历 or 公历 says otherwise. 逢十 is the 初十, 二十 and 三十; a lunar month of 29 days has no 三十, so that
market falls away, unless 农历月末 is added or the day is entered as an exception. Parts are joined by 和, 、
or a comma; after a semicolon, a season and the words 农历 and 公历 hold no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.calendar.lunar import FIRST, LAST, MONTHS, lunar
from portal.core.i18n import _
from portal.core.text import fold
from portal.schedules.errors import UnreadableRule
from portal.schedules.patterns import Pattern
from portal.schedules.reading import read_clause

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Season:
    """Months from ``first`` to ``last``, both included; over the new year where ``last`` is the smaller."""

    first: int
    last: int
    lunar: bool

    def holds(self, day: date) -> bool:
        month = lunar(day).month if self.lunar else day.month
        if self.first <= self.last:
            return self.first <= month <= self.last
        return month >= self.first or month <= self.last

    def words(self) -> str:
        if self.lunar:
            return f"农历{MONTHS[self.first - 1]}至{MONTHS[self.last - 1]}"
        return f"公历{self.first}月至{self.last}月"


@dataclass(frozen=True, slots=True)
class Clause:
    """Patterns of which one is enough, within a season where there is one."""

    patterns: tuple[Pattern, ...]
    season: Season | None = None

    def holds(self, day: date) -> bool:
        if self.season is not None and not self.season.holds(day):
            return False
        return any(pattern.holds(day) for pattern in self.patterns)

    def words(self) -> str:
        listed = "，".join(pattern.words() for pattern in self.patterns)
        return f"{self.season.words()}，{listed}" if self.season else listed


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is held: where one of its clauses says so."""

    clauses: tuple[Clause, ...]

    def holds(self, day: date) -> bool:
        """Whether it is held on a day. ValueError where the rule is lunar and ``day`` outside 1901–2100."""
        return any(clause.holds(day) for clause in self.clauses)

    def days(self, start: date, end: date) -> Iterator[date]:
        """The days of it from ``start`` to ``end``, both included, as far as lunar dates are known."""
        day, last = max(start, FIRST), min(end, LAST - timedelta(days=1))
        while day <= last:
            if self.holds(day):
                yield day
            day += timedelta(days=1)

    def words(self) -> str:
        """The rule spelt out; ``parse`` reads it as the same rule."""
        return "；".join(clause.words() for clause in self.clauses)


def parse(text: str) -> Rule:
    """Read a rule. Raises ``UnreadableRule`` with a sentence that names what cannot be read."""
    folded = fold(text).replace(" ", "")
    if len(folded) > LONGEST_TEXT:
        raise UnreadableRule(_("A rule has at most ${n} characters.", n=LONGEST_TEXT))
    clauses = []
    for part in folded.replace("。", ";").split(";"):
        if part:
            patterns, season = read_clause(part)
            clauses.append(Clause(patterns, Season(*season) if season else None))
    if not clauses:
        raise UnreadableRule(_("Please say on which days."))
    return Rule(tuple(clauses))
