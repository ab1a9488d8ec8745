"""Verbs of the directory: put something in, change what holds of it from a day on."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import TZ
from portal.core.i18n import _
from portal.core.work import Writing
from portal.directory.errors import WrongDates
from portal.directory.models import (
    Holding,
    Org,
    OrgCode,
    OrgFacts,
    OrgKind,
    OrgLevel,
    Person,
    Post,
    Rank,
    Window,
    WindowFacts,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a list of another system names it: division (12 digits), name, and the codes used for it."""

    division: str
    name: str
    codes: tuple[str, ...] = ()


def put_org(
    work: Writing,
    slug: str,
    *,
    kind: OrgKind,
    level: OrgLevel,
    parent_id: int | None = None,
    division: str = "",
    position: int = 0,
) -> int:
    """The id of the organisation ``slug``, created where it does not exist."""
    known = work.session.scalar(select(Org.id).where(Org.slug == slug))
    if known is not None:
        return known
    parent = work.session.get(Org, parent_id) if parent_id is not None else None
    org = Org(slug=slug, parent_id=parent_id, kind=kind, level=level, division=division, position=position)
    work.session.add(org)
    work.session.flush()
    org.path = f"{parent.path if parent else '/'}{org.id}/"
    work.record("create", "org", org.id)
    return org.id


def state_org(work: Writing, /, org_id: int, valid_from: date, **facts: Any) -> bool:
    """Let ``facts`` (columns of ``OrgFacts``) hold from that day on; False where they hold already."""
    changed = _state(work.session, OrgFacts, {"org_id": org_id}, valid_from, facts)
    if changed:
        work.record("state", "org", org_id, fields=sorted(facts))
        work.announce("org", org_id, due=_morning(valid_from))
    return changed


def put_window(work: Writing, slug: str, org_id: int, position: int = 0) -> int:
    """The id of the window ``slug`` of the hall ``org_id``, created where it does not exist."""
    known = work.session.scalar(select(Window.id).where(Window.slug == slug))
    if known is not None:
        return known
    window = Window(slug=slug, org_id=org_id, position=position)
    work.session.add(window)
    work.session.flush()
    work.record("create", "window", window.id)
    return window.id


def state_window(work: Writing, /, window_id: int, valid_from: date, **facts: Any) -> bool:
    """Let ``facts`` (columns of ``WindowFacts``) hold from that day on; False where they hold already."""
    changed = _state(work.session, WindowFacts, {"window_id": window_id}, valid_from, facts)
    if changed:
        work.record("state", "window", window_id, fields=sorted(facts))
        work.announce("window", window_id, due=_morning(valid_from))
    return changed


def put_post(work: Writing, /, slug: str, org_id: int, window_id: int | None = None, **facts: Any) -> int:
    """The id of the post ``slug``, created or brought up to date with ``facts`` (columns of ``Post``)."""
    return _put(work, Post, "post", slug, {"org_id": org_id, "window_id": window_id, **facts})


def put_person(work: Writing, /, slug: str, **facts: Any) -> int:
    """The id of the person ``slug``, created or brought up to date with ``facts`` (columns of ``Person``)."""
    return _put(work, Person, "person", slug, facts)


def appoint(work: Writing, post_id: int, person_id: int, rank: Rank, valid_from: date) -> bool:
    """Let a person hold a post from a day on; who held it before ends that day."""
    changed = _state(
        work.session, Holding, {"post_id": post_id, "rank": rank}, valid_from, {"person_id": person_id}
    )
    if changed:
        work.record("appoint", "post", post_id, person=person_id, rank=rank.value)
        work.announce("post", post_id, due=_morning(valid_from))
    return changed


def take_unit(work: Writing, unit: Unit, parent_id: int | None) -> int:
    """The id of a unit of somebody's list, found by division and name (now or formerly), else created.

    A county's units stand under ``parent_id``. Its codes become aliases.
    """
    found = work.session.scalar(
        select(Org.id)
        .join(OrgFacts, OrgFacts.org_id == Org.id)
        .where(Org.division == unit.division, OrgFacts.name == unit.name)
        .order_by(Org.id)
        .limit(1)
    )
    if found is None:
        digest = hashlib.sha256(f"{unit.division}/{unit.name}".encode()).hexdigest()[:10]
        slug = f"unit-{digest}"
        level = division_level(unit.division)
        found = put_org(
            work, slug, kind=OrgKind.DEPARTMENT, level=level, parent_id=parent_id, division=unit.division
        )
        state_org(work, found, work.today, name=unit.name)
    known = set(work.session.scalars(select(OrgCode.code).where(OrgCode.org_id == found)))
    new = [OrgCode(org_id=found, code=code) for code in unit.codes if code not in known]
    if new:
        work.session.add_all(new)
        work.announce("org", found)
    return found


def division_level(division: str) -> OrgLevel:
    """County, town or village, told from the digits of a division code (GB/T 2260, GB/T 10114)."""
    if division[9:12].strip("0"):
        return OrgLevel.VILLAGE
    return OrgLevel.TOWN if division[6:9].strip("0") else OrgLevel.COUNTY


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)


def _state(
    session: Session, model: Any, key: dict[str, Any], valid_from: date, facts: dict[str, Any]
) -> bool:
    criteria = [getattr(model, name) == value for name, value in key.items()]
    last = session.scalar(select(model).where(*criteria).order_by(model.valid_from.desc()).limit(1))
    if last is None:
        session.add(model(**key, valid_from=valid_from, **facts))
        return True
    if all(getattr(last, name) == value for name, value in facts.items()):
        return False
    if valid_from < last.valid_from:
        raise WrongDates(_("A newer entry begins on ${day}.", day=last.valid_from.isoformat()))
    if valid_from == last.valid_from:
        for name, value in facts.items():
            setattr(last, name, value)
        return True
    kept = {c.name: getattr(last, c.name) for c in model.__table__.columns if c.name != "id"}
    last.valid_until = valid_from
    session.add(model(**{**kept, **facts, "valid_from": valid_from, "valid_until": None}))
    return True


def _put(work: Writing, model: Any, kind: str, slug: str, facts: dict[str, Any]) -> int:
    known = work.session.scalar(select(model).where(model.slug == slug))
    if known is None:
        row = model(slug=slug, **facts)
        work.session.add(row)
        work.session.flush()
        work.record("create", model.__tablename__, row.id)
        work.announce(kind, row.id)
        return int(row.id)
    changed = {name: value for name, value in facts.items() if getattr(known, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(known, name, value)
        work.record("change", model.__tablename__, known.id, fields=sorted(changed))
        work.announce(kind, known.id)
    return int(known.id)
