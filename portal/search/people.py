"""People: those who hold a post today, by name, post, unit, window and telephone."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, select

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.models import Holding, Person, Post, WindowFacts
from portal.directory.queries import valid
from portal.search.phones import numbers
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "person"

_held = (
    select(
        Person.id,
        Person.name,
        Person.phone,
        Post.org_id,
        Post.title,
        Post.duties,
        WindowFacts.name.label("window"),
    )
    .join(Holding, and_(Holding.person_id == Person.id, valid(Holding)))
    .join(Post, Post.id == Holding.post_id)
    .join(WindowFacts, and_(WindowFacts.window_id == Post.window_id, valid(WindowFacts)), isouter=True)
    .order_by(Person.id, Holding.rank, Post.position, Post.id)
)


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    units = {org.id: org for org in directory.all_orgs(work)}
    rows = _held if ids is None else _held.where(Person.id.in_(ids))
    for number, held in groupby(work.session.execute(rows, {"day": work.today}), attrgetter("id")):
        posts: Sequence[Any] = list(held)
        first = posts[0]
        unit = units[first.org_id]
        said = ((units[post.org_id].name, post.title, post.window or "", post.duties) for post in posts)
        yield Doc(
            id=SOURCE.doc_id(number),
            kind=KIND,
            title=first.name,
            address=f"/orgs/{unit.slug}#people",
            org=unit.path.strip("/"),
            aliases=(*dict.fromkeys(post.title for post in posts), *numbers(first.phone)),
            body=text(*(line for lines in said for line in lines)),
            complete=False,
        )


def _ever(column: Any) -> Any:
    """Who ever held one of these posts: a post that changes hands changes two people."""

    def found(work: Reading, ids: Ids) -> Ids:
        held = select(Holding.person_id).join(Post, Post.id == Holding.post_id).where(column.in_(ids))
        return frozenset(work.session.scalars(held.distinct()))

    return found


SOURCE = Source(
    KIND,
    documents,
    directory.posts_held,
    {"org": _ever(Post.org_id), "post": _ever(Post.id), "window": _ever(Post.window_id)},
)
