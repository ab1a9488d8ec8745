"""Market days, duties and absences of the demo centre, counted from the day it is loaded."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select

from portal.accounts.permissions import Staff
from portal.core.clock import TZ
from portal.core.work import Store, Writing
from portal.demo.content import DATA
from portal.directory import absences
from portal.directory import queries as directory
from portal.directory.models import Absence, AbsenceReason, Person
from portal.schedules import markets, verbs
from portal.schedules.entries import DutyIn, ExceptionIn, RuleIn
from portal.schedules.models import Duty, DutyKind, MarketException, MarketRule


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MarketRow(_Row):
    org: str
    text: str
    place: str
    hours: str
    note: str


class ExceptionRow(_Row):
    """It falls on the first market day from ``after_days`` days on."""

    org: str
    after_days: int
    held: bool
    reason: str


class DutyRow(_Row):
    org: str
    kind: DutyKind
    person: str
    text: str
    note: str


class AbsenceRow(_Row):
    person: str
    days: int
    reason: AbsenceReason


class Schedules(_Row):
    markets: tuple[MarketRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    duties: tuple[DutyRow, ...]
    absences: tuple[AbsenceRow, ...]


def load_schedules(store: Store, editor: Staff, orgs: Mapping[str, int]) -> int:
    """How many entries are new; a place that has any of a kind keeps its own, as does who was ever away."""
    rows = Schedules.model_validate_json((DATA / "schedules.json").read_bytes())
    return store.write_as(editor, _put, rows, orgs)


def _put(work: Writing, rows: Schedules, orgs: Mapping[str, int]) -> int:
    before = len(work.events)
    _put_markets(work, rows, orgs)
    _put_duties(work, rows, orgs)
    _put_absences(work, rows)
    return len(work.events) - before


def _put_markets(work: Writing, rows: Schedules, orgs: Mapping[str, int]) -> None:
    known = _there(work, select(MarketRule.org_id))
    for row in rows.markets:
        if orgs[row.org] not in known:
            facts = row.model_dump(exclude={"org"})
            verbs.put(work, RuleIn(org_id=orgs[row.org], valid_from=work.today, **facts))
    differing = _there(work, select(MarketException.org_id))
    for exception in rows.exceptions:
        org_id = orgs[exception.org]
        if org_id not in differing:
            day = _market_day(work, org_id, exception.after_days)
            facts = exception.model_dump(include={"held", "reason"})
            verbs.put(work, ExceptionIn(org_id=org_id, day=day, **facts))


def _put_duties(work: Writing, rows: Schedules, orgs: Mapping[str, int]) -> None:
    people = _people(work)
    known = _there(work, select(Duty.org_id))
    for row in rows.duties:
        if orgs[row.org] not in known:
            facts = row.model_dump(exclude={"org", "person"})
            person_id = people[row.person]
            entry = DutyIn(org_id=orgs[row.org], person_id=person_id, valid_from=work.today, **facts)
            verbs.put(work, entry)


def _put_absences(work: Writing, rows: Schedules) -> None:
    people = _people(work)
    known = _there(work, select(Absence.person_id))
    for row in rows.absences:
        if people[row.person] not in known:
            until = datetime.combine(work.today + timedelta(days=row.days), time(), TZ)
            absences.mark_away(work, people[row.person], work.now, until, row.reason)


def _there(work: Writing, ids: Select[Any]) -> set[int]:
    return set(work.session.scalars(ids))


def _people(work: Writing) -> dict[str, int]:
    return {row.slug: row.id for row in work.session.execute(select(Person.slug, Person.id))}


def _market_day(work: Writing, org_id: int, after_days: int) -> date:
    start = work.today + timedelta(days=after_days)
    org = directory.orgs(work, [org_id])[org_id]
    return markets.between(work, start, start + timedelta(days=31), org)[0].day
