"""The board of people: who holds which post, and who is there now."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

from portal.core.clock import TZ
from portal.core.paging import pages
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard, PostCard, WindowCard
from portal.directory.models import Absence, Holding, Org, Post

PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class StaffBoard:
    """One page of posts, unit by unit. ``changed``: when somebody last took or left a post, or was marked."""

    posts: tuple[PostCard, ...]
    windows: dict[int, WindowCard]
    total: int
    page: int
    pages: int
    changed: datetime | None


def staff(work: Reading, org: OrgCard | None = None, page: int | None = 1) -> StaffBoard:
    """The posts of ``org`` and all below it, or of everybody; ``page`` ``None``: all of them."""
    path = org.path if org else "/"
    posts = directory.posts_below(work, path)
    many = pages(len(posts), PER_PAGE) if page else 1
    page = min(page or 1, many)
    shown = posts[(page - 1) * PER_PAGE : page * PER_PAGE] if many > 1 else posts
    windows = directory.windows(work, {post.window_id for post in shown if post.window_id})
    return StaffBoard(tuple(shown), windows, len(posts), page, many, _changed(work, path))


def _changed(work: Reading, path: str) -> datetime | None:
    held = (
        select(Holding.person_id)
        .join(Post, Post.id == Holding.post_id)
        .join(Org, Org.id == Post.org_id)
        .where(Org.path.startswith(path, autoescape=True))
    )
    taken = work.session.scalar(
        held.with_only_columns(func.max(Holding.valid_from)).where(Holding.valid_from <= work.today)
    )
    whose = Absence.person_id.in_(held)
    told = select(func.max(Absence.since)).where(whose, Absence.since <= work.now)
    over = select(func.max(Absence.until)).where(whose, Absence.until <= work.now)
    moments = [work.session.scalar(told), work.session.scalar(over)]
    if taken is not None:
        moments.append(datetime.combine(taken, time(), TZ))
    return max((moment for moment in moments if moment is not None), default=None)
