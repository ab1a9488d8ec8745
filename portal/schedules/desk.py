"""The schedule as its editors see it: what is entered, and what may be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import guard
from portal.accounts.permissions import Permission, allows
from portal.core.i18n import _
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import Holding, Org, Person, Post
from portal.schedules.entries import ENTRIES, DutyIn, ExceptionIn, RuleIn
from portal.schedules.errors import NoSuchEntry
from portal.schedules.models import Duty, EntryKind, MarketException
from portal.schedules.verbs import TABLES

Entry = RuleIn | ExceptionIn | DutyIn


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a list. ``person`` is empty but for a duty; ``may``: the actor may change it."""

    id: int
    org: OrgCard
    entry: Entry
    person: str
    may: bool


def rows(work: Reading, kind: EntryKind) -> list[Row]:
    """The entries of a kind that hold now or later and that the actor may see, place by place."""
    table = TABLES[kind]
    seen = select(table).join(Org, Org.id == table.org_id).where(guard.under(work.actor, Permission.SEE))
    found = [row for row in work.session.scalars(seen.order_by(Org.path, table.id)) if _open(work, row)]
    orgs = directory.orgs(work, {row.org_id for row in found})
    names = _names(work, (row.person_id for row in found if isinstance(row, Duty)))
    return [
        Row(
            row.id,
            orgs[row.org_id],
            _entry(kind, row),
            names.get(row.person_id, "") if isinstance(row, Duty) else "",
            allows(work.actor, Permission.EDIT, orgs[row.org_id].path),
        )
        for row in found
    ]


def entry(work: Reading, kind: EntryKind, entry_id: int) -> Entry:
    """One entry, for somebody who may change it. Raises ``NoSuchEntry`` and ``Forbidden``."""
    row = work.session.get(TABLES[kind], entry_id)
    if row is None:
        raise NoSuchEntry(_("Somebody else has changed or removed this meanwhile."))
    guard.demand(work, Permission.EDIT, work.session.get_one(Org, row.org_id).path)
    found: Entry = _entry(kind, row)
    return found


def units(work: Reading) -> list[tuple[int, str]]:
    """Ids and names of the organisations that the actor may edit, in the order of the tree."""
    return [
        (org.id, org.name)
        for org in directory.all_orgs(work)
        if allows(work.actor, Permission.EDIT, org.path)
    ]


def demand_units(work: Reading) -> None:
    """Raises ``Forbidden`` for somebody who may edit for no unit at all."""
    if not units(work):
        root = next((org.path for org in directory.all_orgs(work)), "/")
        guard.demand(work, Permission.EDIT, root)


def people(work: Reading) -> list[tuple[int, str]]:
    """Ids of those who hold a post, with name, post and unit."""
    held = (
        select(Person.id, Person.name, Post.title, Post.org_id)
        .join(Holding, Holding.person_id == Person.id)
        .join(Post, Post.id == Holding.post_id)
        .join(Org, Org.id == Post.org_id)
        .where(directory.valid(Holding), guard.under(work.actor, Permission.SEE))
        .order_by(Org.path, Post.position, Holding.rank)
    )
    found = work.session.execute(held, {"day": work.today}).all()
    orgs = directory.orgs(work, {row.org_id for row in found})
    texts: dict[int, str] = {}
    for row in found:
        texts.setdefault(row.id, f"{row.name} · {row.title} · {orgs[row.org_id].name}")
    return list(texts.items())


def _open(work: Reading, row: Any) -> bool:
    if isinstance(row, MarketException):
        return row.day >= work.today
    return row.valid_until is None or row.valid_until > work.today


def _entry(kind: EntryKind, row: Any) -> Any:
    """The row as its form shows it; what was stored is not judged again."""
    model = ENTRIES[kind]
    values = {name: getattr(row, name) for name in model.model_fields if hasattr(row, name)}
    if not isinstance(row, MarketException) and row.valid_until:
        values["last_day"] = row.valid_until - timedelta(days=1)
    return model.model_construct(**values)


def _names(work: Reading, person_ids: Iterable[int]) -> dict[int, str]:
    rows = work.session.execute(select(Person.id, Person.name).where(Person.id.in_(list(person_ids))))
    return {row.id: row.name for row in rows}
