"""Reading the directory: plain rows, resolved at a date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.directory.cards import Holder, OrgCard, PostCard, WindowCard
from portal.directory.models import (
    Absence,
    Holding,
    Org,
    OrgFacts,
    Person,
    Post,
    Window,
    WindowFacts,
)
from portal.media.models import Media

Rows = Select[*tuple[Any, ...]]


def valid(model: Any) -> ColumnElement[bool]:
    """The dated row that holds on ``:day``."""
    day = bindparam("day", type_=model.valid_from.type)
    return and_(model.valid_from <= day, or_(model.valid_until.is_(None), day < model.valid_until))


def _known(org: type[Org]) -> ColumnElement[bool]:
    """What holds of ``org`` on ``:day``; before its first entry, that one: a guide may name it already."""
    entry = aliased(OrgFacts)
    first = select(func.min(entry.valid_from)).where(entry.org_id == org.id).correlate(org).scalar_subquery()
    day = bindparam("day", type_=OrgFacts.valid_from.type)
    return and_(
        OrgFacts.org_id == org.id,
        or_(valid(OrgFacts), and_(OrgFacts.valid_from == first, day < first)),
    )


known_orgs: Rows = select(
    Org.id,
    Org.slug,
    Org.parent_id,
    Org.path,
    Org.kind,
    Org.level,
    OrgFacts.name,
    OrgFacts.short_name,
    OrgFacts.phone,
    OrgFacts.supervision_phone,
    OrgFacts.address,
    OrgFacts.hours,
    OrgFacts.duties,
    OrgFacts.window_id,
).join(OrgFacts, _known(Org))
_orgs_by_id = known_orgs.where(Org.id.in_(bindparam("ids", expanding=True)))
_org_by_slug = known_orgs.where(Org.slug == bindparam("slug"))
_all_orgs = known_orgs.order_by(Org.path, Org.position, Org.id)
_children = known_orgs.where(Org.parent_id == bindparam("parent")).order_by(Org.position, Org.id)

_hall = aliased(Org)
_windows: Rows = (
    select(
        Window.id,
        WindowFacts.name,
        WindowFacts.floor,
        WindowFacts.counter,
        WindowFacts.address,
        WindowFacts.phone,
        WindowFacts.hours,
        OrgFacts.name.label("hall"),
        _hall.slug.label("hall_slug"),
        OrgFacts.address.label("hall_address"),
        OrgFacts.phone.label("hall_phone"),
        OrgFacts.hours.label("hall_hours"),
    )
    .join(WindowFacts, and_(WindowFacts.window_id == Window.id, valid(WindowFacts)))
    .join(_hall, _hall.id == Window.org_id)
    .join(OrgFacts, _known(_hall))
)
_windows_by_id = _windows.where(Window.id.in_(bindparam("ids", expanding=True)))
_windows_of_hall = _windows.where(Window.org_id == bindparam("org")).order_by(Window.position, Window.id)

_all_windows = _windows.order_by(Window.org_id, Window.position, Window.id)

_now = bindparam("now", type_=UTCDateTime())
_away = and_(
    Absence.person_id == Person.id,
    Absence.since <= _now,
    or_(Absence.until.is_(None), _now < Absence.until),
)
_posts: Rows = (
    select(
        Post.id,
        Post.title,
        Post.duties,
        Post.promise,
        Post.org_id,
        Post.window_id,
        Person.slug,
        Person.name,
        Person.phone,
        Holding.rank,
        Media.digest,
        Absence.since,
        Absence.until,
    )
    .join(Holding, and_(Holding.post_id == Post.id, valid(Holding)), isouter=True)
    .join(Person, Person.id == Holding.person_id, isouter=True)
    .join(Media, Media.id == Person.portrait_id, isouter=True)
    .join(Absence, _away, isouter=True)
    .order_by(Post.position, Post.id, Holding.rank)
)
_posts_of_org = _posts.where(Post.org_id == bindparam("org"))
_posts_by_id = _posts.where(Post.id.in_(bindparam("ids", expanding=True)))
_held: Rows = (
    select(Holding.person_id, Holding.post_id)
    .join(Post, Post.id == Holding.post_id)
    .where(Holding.person_id.in_(bindparam("people", expanding=True)), valid(Holding))
    .order_by(Holding.rank, Post.position, Post.id)
)
_posts_below = (
    _posts.join(Org, Org.id == Post.org_id)
    .where(Org.path.startswith(bindparam("path")))
    .order_by(None)
    .order_by(Post.org_id, Post.position, Post.id, Holding.rank)
)


def orgs(work: Reading, ids: Iterable[int], day: date | None = None) -> dict[int, OrgCard]:
    """The organisations with these ids, by id."""
    if not (wanted := sorted(ids)):
        return {}
    values = {"ids": wanted, "day": day or work.today}
    found = work.known(
        ("orgs", *wanted, values["day"]), lambda: [OrgCard(*row) for row in work.rows(_orgs_by_id, values)]
    )
    return {org.id: org for org in found}


def all_orgs(work: Reading) -> list[OrgCard]:
    """Every organisation, parents before their children."""
    return list(work.known(("all orgs", work.today), lambda: _read_all(work)))


def _read_all(work: Reading) -> tuple[OrgCard, ...]:
    return tuple(OrgCard(*row) for row in work.rows(_all_orgs, {"day": work.today}))


def org_by_slug(work: Reading, slug: str) -> OrgCard | None:
    row = work.rows(_org_by_slug, {"slug": slug, "day": work.today}).first()
    return OrgCard(*row) if row else None


def children(work: Reading, org_id: int) -> list[OrgCard]:
    """The organisations directly below, in their order."""
    rows = work.rows(_children, {"parent": org_id, "day": work.today})
    return [OrgCard(*row) for row in rows]


def ancestors(work: Reading, org: OrgCard) -> list[OrgCard]:
    """From the root down to the parent."""
    ids = [int(part) for part in org.path.split("/") if part][:-1]
    found = orgs(work, ids)
    return [found[i] for i in ids if i in found]


def windows(work: Reading, ids: Iterable[int], day: date | None = None) -> dict[int, WindowCard]:
    """The windows with these ids, by id."""
    if not (wanted := sorted(ids)):
        return {}
    values = {"ids": wanted, "day": day or work.today}
    found = work.known(
        ("windows", *wanted, values["day"]),
        lambda: [_window(row) for row in work.rows(_windows_by_id, values)],
    )
    return {window.id: window for window in found}


def windows_of(work: Reading, hall_id: int) -> list[WindowCard]:
    """The windows of a hall, in their order."""
    return [_window(row) for row in work.rows(_windows_of_hall, {"org": hall_id, "day": work.today})]


def all_windows(work: Reading) -> list[WindowCard]:
    """Every window, hall by hall."""
    return [_window(row) for row in work.rows(_all_windows, {"day": work.today})]


def posts_of(work: Reading, org_id: int) -> list[PostCard]:
    """The posts of an organisation with who holds them, and who of them is away now."""
    return _posts_found(work, _posts_of_org, org=org_id)


def posts_at(work: Reading, org_id: int, window_ids: Iterable[int]) -> list[PostCard]:
    """The posts that an organisation has at these windows, with who holds them."""
    wanted = frozenset(window_ids)
    return [post for post in posts_of(work, org_id) if post.window_id in wanted]


def posts(work: Reading, ids: Iterable[int]) -> dict[int, PostCard]:
    """The posts with these ids, by id."""
    if not (wanted := list(ids)):
        return {}
    return {card.id: card for card in _posts_found(work, _posts_by_id, ids=wanted)}


def posts_below(work: Reading, path: str) -> list[PostCard]:
    """The posts of the organisation at ``path`` and of all below it, unit by unit."""
    return _posts_found(work, _posts_below, path=path)


def posts_held(work: Reading, person_ids: Iterable[int]) -> dict[int, list[PostCard]]:
    """The posts that these people hold today, those as A first, by person."""
    values = {"people": list(person_ids), "day": work.today}
    held = [(row.person_id, row.post_id) for row in work.rows(_held, values)]
    found = posts(work, {post_id for _person, post_id in held})
    by_person: dict[int, list[PostCard]] = {}
    for person_id, post_id in held:
        by_person.setdefault(person_id, []).append(found[post_id])
    return by_person


def _posts_found(work: Reading, statement: Rows, **values: Any) -> list[PostCard]:
    found: dict[tuple[Any, ...], list[Holder]] = {}
    for row in work.rows(statement, {**values, "day": work.today, "now": work.now}):
        *post, slug, name, phone, rank, digest, since, until = row
        holders = found.setdefault(tuple(post), [])
        if name is not None:
            holders.append(Holder(slug, name, phone, rank, digest or "", since is not None, until))
    return [PostCard(*(*post, tuple(holders))) for post, holders in found.items()]


def _window(row: Any) -> WindowCard:
    return WindowCard(
        id=row.id,
        name=row.name,
        floor=row.floor,
        counter=row.counter,
        address=row.address or row.hall_address,
        phone=row.phone or row.hall_phone,
        hours=row.hours or row.hall_hours,
        hall=row.hall,
        hall_slug=row.hall_slug,
    )
