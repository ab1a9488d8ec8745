"""A portal with many guides: the demo centre, and copies of its guides written straight into the tables.

A copy is complete (edition, card, tags, fees, references) and names a village of its own; loading it through
the editors' verbs would take milliseconds a guide and measure these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from bench.corpus import region_name
from portal.app import make_store
from portal.catalogue.body import Guide
from portal.catalogue.models import GuideCard, GuideFee, GuideTag
from portal.catalogue.projection import KIND
from portal.core.db import Base
from portal.core.settings import Settings
from portal.core.work import Reading, Store, Writing
from portal.demo.load import load
from portal.migrations.upgrade import upgrade
from portal.publishing.models import Document, Edition, EditionRef
from portal.search import open_index
from portal.search.follow import rebuild

# Numbers were given here; the table must go on behind them.
NEXT = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
BATCH = 2_000  # guides of a transaction
OF_EDITION: tuple[type[Base], ...] = (EditionRef, GuideCard, GuideTag, GuideFee)

TABLES: tuple[type[Base], ...] = (Document, Edition, *OF_EDITION)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Original:
    """A published guide and all rows of its edition."""

    document: Row
    edition: Row
    guide: Guide
    others: Mapping[type[Base], list[Row]]


def demo(settings: Settings) -> Store:
    """The demo centre with its index."""
    store = make_store(settings)
    upgrade(store.engine)
    load(store)
    rebuild(store, open_index(store))
    return store


def grow(store: Store, count: int) -> None:
    """Copies until there are ``count`` guides, and the index with them."""
    with store.reading() as work:
        originals = _originals(work)
        there = work.session.scalar(select(func.count()).where(Document.kind == KIND)) or 0
        documents = work.session.scalar(select(func.max(Document.id))) or 0
        editions = work.session.scalar(select(func.max(Edition.id))) or 0
    numbers = iter(range(there, count))
    while batch := list(islice(numbers, BATCH)):
        copies = [
            _copy(originals[number % len(originals)], number, documents - there, editions - there)
            for number in batch
        ]
        store.write(_insert, copies)
    rebuild(store, open_index(store))


def _originals(work: Reading) -> list[Original]:
    """The demo's own guides, the first sixty."""
    live = select(Document, Edition).join(Edition, Edition.document_id == Document.id)
    rows = work.session.execute(
        live.where(Document.kind == KIND, Document.code.like("990121-%"), Edition.live(work.now))
    ).all()
    return [
        Original(
            _row(document),
            _row(edition),
            Guide.parse(edition.body),
            {
                table: [
                    _row(row)
                    for row in work.session.scalars(select(table).filter_by(edition_id=edition.id)).all()
                ]
                for table in OF_EDITION
            },
        )
        for document, edition in rows
    ]


def _row(entity: Base) -> Row:
    return {column.key: getattr(entity, column.key) for column in entity.__mapper__.column_attrs}


def _copy(original: Original, number: int, documents: int, editions: int) -> dict[type[Base], list[Row]]:
    document, edition = number + documents + 1, number + editions + 1
    code, name = f"51{number:08}", f"{original.guide.name}（{region_name(number)}）"
    guide = original.guide.model_copy(update={"code": code, "name": name})
    own = {"id": edition, "document_id": document, "body": guide.canonical(), "digest": guide.digest()}
    rows: dict[type[Base], list[Row]] = {
        Document: [{**original.document, "id": document, "code": code}],
        Edition: [{**original.edition, **own}],
    }
    for table, found in original.others.items():
        named = {"name": name} if table is GuideCard else {}
        rows[table] = [{**row, **named, "edition_id": edition} for row in found]
    return rows


def _insert(work: Writing, copies: list[dict[type[Base], list[Row]]]) -> None:
    for table in TABLES:
        rows = [row for copy in copies for row in copy[table]]
        if rows:
            work.session.execute(insert(table), rows)
    if work.session.get_bind().dialect.name == "postgresql":
        for table in (Document, Edition):
            work.session.execute(text(NEXT.format(table=table.__tablename__)))


def codes(store: Store, count: int) -> Iterator[str]:
    """Codes of guides, spread over all."""
    with store.reading() as work:
        found = work.session.scalars(select(Document.code).where(Document.kind == KIND)).all()
    return iter(found[:: max(1, len(found) // count)][:count])
