"""Questions that led nowhere: counted by day, and named only once they were asked often.

See docs/adr/0017-learning.md for what is kept and what is not.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from portal.core.paging import pages
from portal.core.work import Reading, Writing
from portal.lexicon.models import MissKind, SearchMiss

NAMED_FROM = 3
"""A question is kept in words from so many times on."""

KEPT = timedelta(days=180)
UNNAMED_KEPT = timedelta(days=30)
MOST = 20_000
PER_PAGE = 20

_unnamed = SearchMiss.asked == ""


class Miss(NamedTuple):
    """A folded question; ``later``: what was asked, or taken, instead."""

    kind: MissKind
    asked: str
    later: str = ""


def keep(work: Writing, counted: Mapping[Miss, int]) -> None:
    """Add what was counted since the last time; one short write.

    A full table takes no new questions, and lets the rare ones of the days before go.
    """
    named = {_digest(work, miss): miss for miss in sorted(counted)}
    digests = list(named)
    if not _room(work):
        work.session.execute(delete(SearchMiss).where(_unnamed, SearchMiss.day < work.today))
    if not _room(work):
        digests = list(work.session.scalars(_known(named)))
    if not digests:
        return
    insert = sqlite_insert if work.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    adding = insert(SearchMiss)
    work.session.execute(
        adding.on_conflict_do_update(
            index_elements=[SearchMiss.digest, SearchMiss.day],
            set_={"count": SearchMiss.count + adding.excluded.count},
        ),
        [_row(work, digest, named[digest], counted[named[digest]]) for digest in sorted(digests)],
    )
    _name(work, {digest: named[digest] for digest in digests})


def forget(work: Writing) -> int:
    """Drop what is older than ``KEPT``, of rare questions than ``UNNAMED_KEPT``; how many rows."""
    old = SearchMiss.day < work.today - KEPT
    rare = and_(_unnamed, SearchMiss.day < work.today - UNNAMED_KEPT)
    gone = delete(SearchMiss).where(or_(old, rare)).returning(SearchMiss.digest)
    return len(work.session.scalars(gone).all())


def settle(work: Writing, asked: str) -> None:
    """The search was taught an answer: count this question anew."""
    if asked:
        work.session.execute(delete(SearchMiss).where(SearchMiss.asked == asked))


def dismiss(work: Writing, asked: str) -> None:
    """No word to teach: leave this question out of the list from now on."""
    if asked:
        work.session.execute(update(SearchMiss).where(SearchMiss.asked == asked).values(dismissed=True))


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the list: how often nothing was found, how often it was put otherwise, and how."""

    asked: str
    zero: int
    refined: int
    later: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of questions; ``unnamed``: how often questions were asked that are too rare to be shown."""

    rows: tuple[Question, ...]
    total: int
    unnamed: int
    page: int

    @property
    def pages(self) -> int:
        return pages(self.total, PER_PAGE)


def questions(work: Reading, days: int, page: int = 1) -> Found:
    """Those of the last ``days``, most often in vain first."""
    since = SearchMiss.day > work.today - timedelta(days=days)
    zero = func.sum(case((SearchMiss.kind == MissKind.ZERO, SearchMiss.count), else_=0))
    put_aside = select(SearchMiss.asked).where(SearchMiss.dismissed)
    rows = (
        select(SearchMiss.asked, zero, func.sum(SearchMiss.count) - zero)
        .where(since, SearchMiss.asked != "", SearchMiss.asked.not_in(put_aside))
        .group_by(SearchMiss.asked)
    )
    total = work.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    unnamed = select(func.coalesce(func.sum(SearchMiss.count), 0)).where(since, _unnamed)
    page = min(page, pages(total, PER_PAGE))
    ranked = rows.order_by(zero.desc(), func.sum(SearchMiss.count).desc(), SearchMiss.asked)
    shown = work.session.execute(ranked.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    later = _later(work, since, [asked for asked, _zero, _refined in shown])
    found = tuple(Question(asked, n, m, tuple(later.get(asked, ()))) for asked, n, m in shown)
    return Found(found, total, work.session.scalar(unnamed) or 0, page)


def _later(work: Reading, since: Any, asked: list[str]) -> dict[str, list[tuple[str, int]]]:
    times = func.sum(SearchMiss.count)
    rows = (
        select(SearchMiss.asked, SearchMiss.later, times)
        .where(since, SearchMiss.asked.in_(asked), SearchMiss.later != "")
        .group_by(SearchMiss.asked, SearchMiss.later)
        .order_by(times.desc(), SearchMiss.later)
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for question, later, count in work.session.execute(rows):
        found.setdefault(question, []).append((later, count))
    return found


def _name(work: Writing, named: Mapping[str, Miss]) -> None:
    """Put words to the digests that have come up often enough."""
    often = (
        select(SearchMiss.digest)
        .where(SearchMiss.digest.in_(list(named)))
        .group_by(SearchMiss.digest)
        .having(func.sum(SearchMiss.count) >= NAMED_FROM)
    )
    for digest in list(work.session.scalars(often)):
        words = {"asked": named[digest].asked, "later": named[digest].later}
        work.session.execute(update(SearchMiss).where(SearchMiss.digest == digest).values(words))


def _room(work: Writing) -> bool:
    return (work.session.scalar(select(func.count()).select_from(SearchMiss)) or 0) < MOST


def _known(named: Mapping[str, Miss]) -> Any:
    return select(SearchMiss.digest).where(SearchMiss.digest.in_(list(named))).distinct()


def _row(work: Writing, digest: str, miss: Miss, count: int) -> dict[str, Any]:
    return {
        "digest": digest,
        "day": work.today,
        "kind": miss.kind,
        "asked": "",
        "later": "",
        "count": count,
        "dismissed": False,
    }


def _digest(work: Reading, miss: Miss) -> str:
    text = "\n".join(("miss", *miss))
    return hmac.new(work.settings.key, text.encode(), hashlib.sha256).hexdigest()
