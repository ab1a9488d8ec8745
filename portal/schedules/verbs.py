"""Verbs on rules, exceptions and duties. An entry is never changed in place: another one replaces it, so that
two who change the same one do not undo each other unseen."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import guard
from portal.accounts.permissions import Permission
from portal.core.clock import TZ
from portal.core.i18n import _
from portal.core.work import Writing
from portal.directory.errors import NoSuchOrg, NoSuchPerson
from portal.directory.models import Org
from portal.directory.queries import posts_held
from portal.schedules.entries import DutyIn, ExceptionIn, RuleIn
from portal.schedules.errors import NoSuchEntry, TwoForOneDay
from portal.schedules.models import Duty, EntryKind, MarketException, MarketRule

TABLES: dict[EntryKind, type[Any]] = {
    EntryKind.RULES: MarketRule,
    EntryKind.EXCEPTIONS: MarketException,
    EntryKind.DUTIES: Duty,
}


def put(work: Writing, entry: RuleIn | ExceptionIn | DutyIn, replaces: int | None = None) -> int:
    """The id of the new entry; ``replaces``: the one of the same kind that goes.

    Raises ``Forbidden``, ``NoSuchOrg``, ``NoSuchPerson``, ``TwoForOneDay``, and ``NoSuchEntry`` where it is
    gone already.
    """
    kind = _kind(entry)
    _lock(work, entry.org_id)
    if replaces is not None:
        remove(work, kind, replaces)
        work.session.flush()
    row = _row(work, entry)
    work.session.add(row)
    work.session.flush()
    work.record("put", row.__tablename__, row.id, org=entry.org_id)
    _announce(work, row)
    return row.id


def remove(work: Writing, kind: EntryKind, entry_id: int) -> None:
    """Take an entry away. Raises ``Forbidden`` and ``NoSuchEntry``."""
    row = work.session.get(TABLES[kind], entry_id, with_for_update=True)
    if row is None:
        raise NoSuchEntry(_("Somebody else has changed or removed this meanwhile."))
    _lock(work, row.org_id)
    work.session.delete(row)
    work.record("remove", row.__tablename__, row.id, org=row.org_id)
    _announce(work, row)


def _kind(entry: RuleIn | ExceptionIn | DutyIn) -> EntryKind:
    if isinstance(entry, RuleIn):
        return EntryKind.RULES
    return EntryKind.EXCEPTIONS if isinstance(entry, ExceptionIn) else EntryKind.DUTIES


def _row(work: Writing, entry: RuleIn | ExceptionIn | DutyIn) -> MarketRule | MarketException | Duty:
    if isinstance(entry, ExceptionIn):
        _free(work, entry)
        return MarketException(**entry.model_dump())
    values = entry.model_dump(exclude={"last_day", "seen"})
    until = _after(entry.last_day)
    if isinstance(entry, RuleIn):
        return MarketRule(**values, valid_until=until)
    if not posts_held(work, [entry.person_id]):
        raise NoSuchPerson(_("Only somebody who holds a post can be on duty."))
    return Duty(**values, valid_until=until)


def _free(work: Writing, entry: ExceptionIn) -> None:
    same = select(MarketException.id).where(
        MarketException.org_id == entry.org_id, MarketException.day == entry.day
    )
    if work.session.scalar(same) is not None:
        raise TwoForOneDay(_("There is an entry for this day already."))


def _lock(work: Writing, org_id: int) -> None:
    """One at a time for each organisation, by somebody who may."""
    org = work.session.get(Org, org_id, with_for_update=True)
    if org is None:
        raise NoSuchOrg(_("There is no such unit."))
    guard.demand(work, Permission.EDIT, org.path)


def _announce(work: Writing, row: MarketRule | MarketException | Duty) -> None:
    """What a place says of its market days changes now, and where its rule begins and ends."""
    if isinstance(row, MarketRule):
        for day in (work.today, row.valid_from, row.valid_until):
            if day is not None:
                work.announce("market", row.org_id, due=datetime.combine(day, time(), TZ))


def _after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day is not None else None
