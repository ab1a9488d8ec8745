"""Everybody who holds a post, to be named in a form."""

from sqlalchemy import or_, select

from portal.core.work import Reading
from portal.directory.models import Holding, Person, Post
from portal.directory.queries import orgs


def roll(work: Reading) -> list[tuple[int, str, str]]:
    """Id, name and unit of everybody who holds a post today, unit by unit."""
    rows = work.session.execute(
        select(Person.id, Person.name, Post.org_id)
        .join(Holding, Holding.person_id == Person.id)
        .join(Post, Post.id == Holding.post_id)
        .where(
            Holding.valid_from <= work.today,
            or_(Holding.valid_until.is_(None), work.today < Holding.valid_until),
        )
        .order_by(Post.org_id, Post.position, Holding.rank)
    ).all()
    units = orgs(work, {row.org_id for row in rows})
    first: dict[int, tuple[int, str, str]] = {}
    for number, name, org_id in rows:
        first.setdefault(number, (number, name, units[org_id].name))
    return list(first.values())
