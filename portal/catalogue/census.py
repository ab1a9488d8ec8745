"""Every published guide as a few numbers: what lists are counted and cut from.

What an approved edition says never changes, so it is read once: to bring the census up to date takes one pass
over the windows of all editions, and the cards of those that are new.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, String, bindparam, cast, func, or_, select, type_coerce

from portal.catalogue.codes import Kind, Level, LifeEvent, Served, Way
from portal.catalogue.models import GuideCard, GuideTag
from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.directory.models import Org
from portal.publishing.boundaries import span
from portal.publishing.models import Document, Edition

WORDS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "level": Level,
    "life_event": LifeEvent,
    "served": Served,
    "way": Way,
}
"""The facets whose values are words of a code list."""

ROW = np.dtype([("edition", "i4"), ("document", "i4"), ("group", "i4")])
BATCH = 5000  # values of one statement: SQLite takes 32,766, PostgreSQL 65,535

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]
Key = tuple[bool, str, str]
Statement = Select[*tuple[Any, ...]]

_BITS = {
    (name, word.value): 1 << bit
    for bit, (name, word) in enumerate((name, word) for name, words in WORDS.items() for word in words)
}
_said = {f"{name}:{value}": bit for (name, value), bit in _BITS.items()}
_now = bindparam("now", type_=UTCDateTime())
_live: Statement = select(func.aggregate_strings(cast(Edition.id, String), ",")).where(
    Edition.live_from <= _now, or_(Edition.live_until.is_(None), _now < Edition.live_until)
)
_tags = (
    select(func.aggregate_strings(GuideTag.facet + ":" + GuideTag.value, ","))
    .where(GuideTag.edition_id == GuideCard.edition_id)
    .scalar_subquery()
)
_keys: Statement = (
    select(GuideCard.edition_id, GuideCard.complete, GuideCard.name, Document.code)
    .join(Edition, Edition.id == GuideCard.edition_id)
    .join(Document, Document.id == Edition.document_id)
    .where(GuideCard.edition_id.in_(bindparam("ids", expanding=True)))
)
_cards = _keys.add_columns(
    Document.id,
    GuideCard.org_id,
    type_coerce(GuideCard.kind, String).label("kind"),
    type_coerce(GuideCard.level, String).label("level"),
    _tags.label("tags"),
)
_paths: Statement = select(Org.id, Org.path)


@dataclass(frozen=True, slots=True)
class Census:
    """The guides that are published from ``since`` until ``until``.

    ``rows``: complete ones first, then by name, then by code. Guides of one unit that have the same words are
    a group: ``groups`` numbers these by unit and bits of words; ``paths`` are those of their units.
    ``others``: editions that are published and no guides.
    """

    since: datetime
    until: datetime
    rows: NDArray[np.void]
    others: Numbers
    groups: Mapping[tuple[int, int], int]
    paths: tuple[str, ...]
    sizes: NDArray[np.int64]
    units: Numbers
    words: NDArray[np.uint64]

    def documents(self, groups: Flags, first: int, most: int) -> list[int]:
        """Ids of the guides in these groups, from the one at ``first`` in the order of lists."""
        found = np.flatnonzero(groups[self.rows["group"]])[first : first + most]
        return [int(number) for number in self.rows["document"][found]]

    def total(self, groups: Flags) -> int:
        return int(self.sizes[groups].sum())

    def below(self, path: str) -> Flags:
        """The groups of the unit at ``path`` and of all below it."""
        return np.fromiter((own.startswith(path) for own in self.paths), bool, len(self.paths))

    def having(self, name: str, value: str) -> Flags:
        """The groups with this word in the facet ``name``."""
        return (self.words & np.uint64(_BITS[name, value])).astype(bool)

    def count_words(self, groups: Flags, name: str) -> dict[str, int]:
        """How many guides of these groups have each word of the facet ``name``."""
        found = {word.value: self.total(groups & self.having(name, word)) for word in WORDS[name]}
        return {value: count for value, count in found.items() if count}

    def count_units(self, groups: Flags) -> dict[int, int]:
        """How many guides of these groups each unit has, by its id."""
        counts = np.bincount(self.units, self.sizes * groups)
        return {int(unit): int(counts[unit]) for unit in np.flatnonzero(counts)}


class _Card(NamedTuple):
    """A guide that the census does not have yet."""

    key: Key
    edition: int
    document: int
    group: tuple[int, int]


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
    new = [(card.edition, card.document, groups.setdefault(card.group, len(groups))) for card in cards]
    added = np.array(new, ROW)
    at = _places(work, rows["edition"], [card.key for card in cards])
    no_guides = unknown[~np.isin(unknown, added["edition"])]
    return _made(work, np.insert(rows, at, added), np.concatenate([others, no_guides]), groups)


def _made(
    work: Reading, rows: NDArray[np.void], others: Numbers, groups: Mapping[tuple[int, int], int]
) -> Census:
    since, until = span(work)
    paths = {row.id: row.path for row in work.rows(_paths)}
    return Census(
        since=since,
        until=until,
        rows=rows,
        others=others,
        groups=groups,
        paths=tuple(paths[unit] for unit, _words in groups),
        sizes=np.bincount(rows["group"], minlength=len(groups)),
        units=np.fromiter((unit for unit, _words in groups), np.int32, len(groups)),
        words=np.fromiter((words for _unit, words in groups), np.uint64, len(groups)),
    )


EMPTY = Census(
    since=datetime.min.replace(tzinfo=UTC),
    until=datetime.min.replace(tzinfo=UTC),
    rows=np.empty(0, ROW),
    others=np.empty(0, np.int32),
    groups={},
    paths=(),
    sizes=np.empty(0, np.int64),
    units=np.empty(0, np.int32),
    words=np.empty(0, np.uint64),
)


def _numbers(text: str | None) -> Numbers:
    return np.fromstring(text, np.int32, sep=",") if text else EMPTY.others


def _read(work: Reading, editions: Numbers) -> Iterator[_Card]:
    """Those of these editions that are guides."""
    for edition, complete, name, code, document, unit, kind, level, tags in _in_batches(
        work, _cards, editions
    ):
        bits = _bits(f"kind:{kind},level:{level},{tags}")
        yield _Card((not complete, name, code), edition, document, (unit, bits))


@lru_cache(4096)
def _bits(said: str) -> int:
    return sum(_said.get(word, 0) for word in set(said.split(",")))


def _places(work: Reading, editions: Numbers, keys: list[Key]) -> Numbers:
    """Where each key belongs among ``editions``, found by halving for all of them at once.

    The names of 100,000 guides would take 12 MB in every process; asking for some is fast enough.
    """
    low, high = np.zeros(len(keys), np.int32), np.full(len(keys), len(editions), np.int32)
    while len(unsure := np.flatnonzero(low < high)):
        middle = (low[unsure] + high[unsure]) // 2
        asked = editions[middle]
        rows = _in_batches(work, _keys, np.unique(asked))
        known = {edition: (not complete, name, code) for edition, complete, name, code in rows}
        behind = np.array([known[there] < keys[own] for there, own in zip(asked, unsure, strict=True)])
        low[unsure[behind]] = middle[behind] + 1
        high[unsure[~behind]] = middle[~behind]
    return low


def _in_batches(work: Reading, statement: Statement, ids: Numbers) -> Iterator[Any]:
    for first in range(0, len(ids), BATCH):
        yield from work.rows(statement, {"ids": ids[first : first + BATCH].tolist()}).all()
