"""Answering a question: the index finds, the database says what of it may be seen now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import OrgKind
from portal.search import names
from portal.search.source import subject
from portal.search.sources import SOURCES
from portal.search.words import keep_up
from search_index.engine import Engine, Hit, IndexUnavailable, Query, Results


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results with what the database says of them.

    ``cards``: what their rooms say of the hits, by hit id. ``units``: the organisations that hits, facets and
    the query name, by index path. ``ask``: whom to ask where nothing was found. ``wider``: how much there
    is without the filters, where there is nothing with them. ``by_name``: the index could not be read, so
    that only names of guides were looked at.
    """

    results: Results
    cards: dict[str, Any]
    units: dict[str, OrgCard]
    ask: tuple[OrgCard, ...]
    wider: int
    by_name: bool


def find(work: Reading, index: Engine, query: Query) -> Found:
    """Search, and keep the hits that may be seen now."""
    keep_up(work, index)
    results, by_name = _asked(work, index, query)
    narrowed = query.kind or query.org or query.category
    cards = _shown(work, results.hits)
    shown = [hit for hit in results.hits if hit.id in cards]
    paths = {hit.org for hit in shown} | {value for value, _count in results.facets.get("org", ())}
    paths |= {query.org} if query.org else set()
    tree = work.known(("tree", work.today), lambda: _tree(work))
    halls = [org for org in tree.values() if org.kind is OrgKind.HALL and org.phone]
    halls.sort(key=lambda org: org.path.count("/"))
    return Found(
        results=replace(results, hits=tuple(shown), total=results.total - len(results.hits) + len(shown)),
        cards=cards,
        units={path: tree[path] for path in paths if path in tree},
        ask=() if shown else tuple(halls[:3]),
        wider=_asked(work, index, Query(query.text))[0].total if narrowed and not results.total else 0,
        by_name=by_name,
    )


def _asked(work: Reading, index: Engine, query: Query) -> tuple[Results, bool]:
    """The results, and whether they are those of ``names`` because there is no index that can be read."""
    try:
        return index.search(query), False
    except IndexUnavailable:
        return names.by_name(work, query), True


def _tree(work: Reading) -> dict[str, OrgCard]:
    """All organisations by index path."""
    return {org.path.strip("/"): org for org in directory.all_orgs(work)}


def _shown(work: Reading, hits: Iterable[Hit]) -> dict[str, Any]:
    """What the database says of the hits that may be seen now, by hit id."""
    wanted: dict[str, dict[str, int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, {})[hit.id] = subject(hit.id)
    found: dict[str, Any] = {}
    for kind, ids in wanted.items():
        # An index of another version may hold kinds that are not found any more.
        known = SOURCES[kind].shown(work, frozenset(ids.values())) if kind in SOURCES else {}
        found |= {doc_id: known[number] for doc_id, number in ids.items() if number in known}
    return found


def hit_rows(found: Found) -> list[dict[str, str | float]]:
    """The hits as other programs read them."""
    return [
        {
            "title": "".join(text for text, _marked in hit.title),
            "code": hit.code,
            "kind": hit.kind,
            "address": hit.address,
            "score": hit.score,
        }
        for hit in found.results.hits
    ]
