"""Which documents go into the search index, when, and how a search is answered.

The index follows the transaction through the outbox; one process at a time follows (``following``),
whichever it is. What a search finds is looked up again in the database before it is shown: an index that
lags behind must not show what was withdrawn.
"""

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND as GUIDE
from portal.catalogue.queries import Card, cards
from portal.core import outbox
from portal.core.outbox import Change
from portal.core.settings import Settings
from portal.core.work import Reading, Store, Writing
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import OrgCode, OrgKind
from portal.publishing.models import Document, Edition, EditionRef
from search_index.document import Doc
from search_index.engine import Engine, IndexUnavailable, Query, Results
from search_index.lexicon import Lexicon
from search_index.whoosh_engine import WhooshEngine

log = logging.getLogger(__name__)

ORG = "org"
BATCH = 500


def open_index(settings: Settings) -> Engine:
    """The index of these settings; it need not exist yet."""
    return WhooshEngine(settings.index_dir, Lexicon.load())


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results with what the database says of them.

    ``cards``: the guides among the hits, by hit id. ``units``: the organisations that hits and facets name,
    by index path. ``ask``: whom to ask where nothing was found.
    """

    results: Results
    cards: dict[str, Card]
    units: dict[str, OrgCard]
    ask: tuple[OrgCard, ...]


def find(work: Reading, index: Engine, query: Query) -> Found:
    """Search, and keep the hits that may be seen now. Raises ``IndexUnavailable``."""
    results = index.search(query)
    guides = {hit.id: int(hit.id.split(":")[1]) for hit in results.hits if hit.kind == GUIDE}
    known = cards(work, guides.values())
    by_hit = {hit_id: known[number] for hit_id, number in guides.items() if number in known}
    shown = [hit for hit in results.hits if hit.kind != GUIDE or hit.id in by_hit]
    paths = {hit.org for hit in shown} | {value for value, _count in results.facets.get("org", ())}
    tree = {org.path.strip("/"): org for org in directory.all_orgs(work)} if paths or not shown else {}
    halls = [org for org in tree.values() if org.kind is OrgKind.HALL and org.phone]
    halls.sort(key=lambda org: org.path.count("/"))
    return Found(
        results=replace(results, hits=tuple(shown), total=results.total - len(results.hits) + len(shown)),
        cards=by_hit,
        units={path: tree[path] for path in paths if path in tree},
        ask=() if shown else tuple(halls[:3]),
    )


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


def drain(store: Store, index: Engine) -> int:
    """Bring the index up to the last committed change; the number of changes followed."""
    followed = 0
    with following(store.settings) as mine:
        while mine:
            with store.reading() as work:
                changes = outbox.pending(work.session, work.now, BATCH)
                docs, gone = documents(work, changes) if changes else ([], [])
            if not changes:
                break
            index.update(docs, gone)
            store.write(_settle, changes)
            followed += len(changes)
    return followed


def rebuild(store: Store, index: Engine) -> int:
    """Build the whole index anew beside the one in use; the number of documents."""
    # Nobody may follow meanwhile: what they put into the old index would be missing in the new one.
    with following(store.settings, wait=True):
        with store.reading() as work:
            # Changes seen now are in what is read next; later ones stay in the outbox.
            changes = outbox.pending(work.session, work.now, limit=1_000_000)
            docs = [*_guides(work, None), *_orgs(work, None)]
        index.rebuild(docs)
        for start in range(0, len(changes), BATCH):
            store.write(_settle, changes[start : start + BATCH])
    return len(docs)


def mend(store: Store, index: Engine) -> bool:
    """Rebuild the index where it is missing, damaged or of another version; True where it was."""
    try:
        index.search(Query("index"))
    except IndexUnavailable as reason:
        log.warning("the search index is built anew: %s", reason)
        rebuild(store, index)
        return True
    return False


@contextmanager
def following(settings: Settings, *, wait: bool = False) -> Iterator[bool]:
    """True for the one process that may follow the outbox now; the kernel lets go when it dies.

    ``wait``: until the other one has done its batch.
    """
    settings.index_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.index_dir / "following.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def documents(work: Reading, changes: Iterable[Change]) -> tuple[list[Doc], list[str]]:
    """What the changes put into the index, and the ids that they take out."""
    guides = {change.subject_id for change in changes if change.kind == GUIDE}
    orgs = {change.subject_id for change in changes if change.kind == ORG}
    if orgs:
        named = select(Edition.document_id).join(EditionRef, EditionRef.edition_id == Edition.id)
        users = named.where(EditionRef.kind == ORG, EditionRef.ref_id.in_(orgs)).distinct()
        guides |= set(work.session.scalars(users))
    docs = [*_guides(work, guides), *_orgs(work, orgs)]
    wanted = {f"{GUIDE}:{i}" for i in guides} | {f"{ORG}:{i}" for i in orgs}
    return docs, sorted(wanted - {doc.id for doc in docs})


def _guides(work: Reading, ids: set[int] | None) -> Iterator[Doc]:
    rows = (
        select(Document.id, Document.code, Edition.body)
        .join(Edition, Edition.document_id == Document.id)
        .where(Document.kind == GUIDE, Edition.live(work.now))
    )
    if ids is not None:
        rows = rows.where(Document.id.in_(ids))
    units = {org.id: org for org in directory.all_orgs(work)}
    for number, code, body in work.session.execute(rows):
        guide = Guide.parse(body)
        yield _guide_doc(number, code, guide, units[guide.unit_id])


def _guide_doc(number: int, code: str, guide: Guide, unit: OrgCard) -> Doc:
    said = [
        guide.main_item,
        *guide.conditions,
        *(material.name for material in guide.materials),
        *(case.name for case in guide.cases),
        *(result.name for result in guide.results),
        *(text for faq in guide.faq for text in (faq.question, faq.answer)),
        unit.name,
    ]
    return Doc(
        id=f"{GUIDE}:{number}",
        kind=GUIDE,
        title=guide.name,
        code=code,
        address=f"/services/{code}",
        org=unit.path.strip("/"),
        category=guide.kind.value,
        aliases=(*guide.also_called, *filter(None, (guide.basic_code,))),
        body="\n".join(filter(None, said)),
        complete=guide.complete,
    )


def _orgs(work: Reading, ids: set[int] | None) -> Iterator[Doc]:
    codes: dict[int, list[str]] = {}
    for org_id, code in work.session.execute(select(OrgCode.org_id, OrgCode.code)):
        codes.setdefault(org_id, []).append(code)
    for org in directory.all_orgs(work):
        if ids is None or org.id in ids:
            yield Doc(
                id=f"{ORG}:{org.id}",
                kind=ORG,
                title=org.name,
                address=f"/orgs/{org.slug}",
                org=org.path.strip("/"),
                aliases=(*filter(None, (org.short_name,)), *codes.get(org.id, ())),
                body="\n".join(filter(None, (org.duties, org.address))),
            )


def _settle(work: Writing, changes: list[Change]) -> None:
    outbox.settle(work.session, changes)
