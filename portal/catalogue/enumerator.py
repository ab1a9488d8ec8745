"""Taking the census of guides.

What an approved edition says never changes, so it is read once: to bring the census up to date takes one pass
over the windows of all editions, and the cards of those that are new.
"""

from collections.abc import Iterator
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Select, String, bindparam, case, cast, func, literal, or_, select, type_coerce

from portal.catalogue.census import COMPLETE, EMPTY, FREE, ROW, Census, Group, Numbers, bits, microseconds
from portal.catalogue.models import GuideCard, GuideFee, GuideTag
from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.directory.models import Org
from portal.publishing.boundaries import span
from portal.publishing.models import Document, Edition

BATCH = 5000  # values of one statement: SQLite takes 32,766, PostgreSQL 65,535

Key = tuple[str, str]
Statement = Select[*tuple[Any, ...]]

_now = bindparam("now", type_=UTCDateTime())
_live: Statement = select(func.aggregate_strings(cast(Edition.id, String), ",")).where(
    Edition.live_from <= _now, or_(Edition.live_until.is_(None), _now < Edition.live_until)
)
_keys: Statement = (
    select(GuideCard.edition_id, GuideCard.name, Document.code)
    .join(Edition, Edition.id == GuideCard.edition_id)
    .join(Document, Document.id == Edition.document_id)
    .where(GuideCard.edition_id.in_(bindparam("ids", expanding=True)))
)
_tags = select(func.aggregate_strings(GuideTag.facet + ":" + GuideTag.value, ",")).where(
    GuideTag.edition_id == GuideCard.edition_id
)
_words = (
    literal("kind:") + type_coerce(GuideCard.kind, String),
    literal("level:") + func.coalesce(type_coerce(GuideCard.level, String), ""),
    case((GuideCard.complete.is_(True), COMPLETE), else_=""),
    case((GuideCard.free.is_(True), FREE), else_=""),
    func.coalesce(_tags.scalar_subquery(), ""),
)
_said = reduce(lambda said, word: said + "," + word, _words)
_cards = _keys.add_columns(
    Document.id,
    GuideCard.org_id,
    _said,
    select(func.count()).where(GuideFee.edition_id == GuideCard.edition_id).scalar_subquery(),
    Edition.live_from,
)
_paths: Statement = select(Org.id, Org.path)


class _Card(NamedTuple):
    """A guide that the census does not have yet."""

    key: Key
    edition: int
    document: int
    group: Group
    fees: int
    since: int


def census(work: Reading) -> Census:
    """The guides that are published at ``work.now``."""
    return work.renewed(
        "census", lambda known: known.since <= work.now < known.until, lambda known: _renewed(work, known)
    )


def _renewed(work: Reading, known: Census | None) -> Census:
    known = known or EMPTY
    live = _numbers(work.rows(_live, {"now": work.now}).scalar())
    rows = known.rows[np.isin(known.rows["edition"], live)]
    others = known.others[np.isin(known.others, live)]
    unknown = live[~np.isin(live, np.concatenate([rows["edition"], others]))]
    cards = sorted(_read(work, unknown))
    groups = dict(known.groups)
    numbered = ((card, groups.setdefault(card.group, len(groups))) for card in cards)
    new = [(card.edition, card.document, group, card.fees, card.since) for card, group in numbered]
    added = np.array(new, ROW)
    at = _places(work, rows["edition"], [card.key for card in cards])
    no_guides = unknown[~np.isin(unknown, added["edition"])]
    paths = {row.id: row.path for row in work.rows(_paths)}
    return Census.of(
        span(work), np.insert(rows, at, added), np.concatenate([others, no_guides]), groups, paths
    )


def _numbers(text: str | None) -> Numbers:
    return np.fromstring(text, np.int32, sep=",") if text else EMPTY.others


def _read(work: Reading, editions: Numbers) -> Iterator[_Card]:
    """Those of these editions that are guides."""
    for edition, name, code, document, unit, said, fees, since in _in_batches(work, _cards, editions):
        yield _Card((name, code), edition, document, (unit, bits(said)), fees, microseconds(since))


def _places(work: Reading, editions: Numbers, keys: list[Key]) -> Numbers:
    """Where each key belongs among ``editions``, found by halving for all of them at once.

    The names of 100,000 guides would take 12 MB in every process; asking for some is fast enough.
    """
    low, high = np.zeros(len(keys), np.int32), np.full(len(keys), len(editions), np.int32)
    while len(unsure := np.flatnonzero(low < high)):
        middle = (low[unsure] + high[unsure]) // 2
        asked = editions[middle]
        rows = _in_batches(work, _keys, np.unique(asked))
        known = {edition: (name, code) for edition, name, code in rows}
        behind = np.array([known[there] < keys[own] for there, own in zip(asked, unsure, strict=True)])
        low[unsure[behind]] = middle[behind] + 1
        high[unsure[~behind]] = middle[~behind]
    return low


def _in_batches(work: Reading, statement: Statement, ids: Numbers) -> Iterator[Any]:
    for first in range(0, len(ids), BATCH):
        yield from work.rows(statement, {"ids": ids[first : first + BATCH].tolist()}).all()
