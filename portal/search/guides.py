"""Guides: name, what people call them, and what their page says."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.catalogue.queries import cards
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.publishing.models import Document, Edition, EditionRef
from portal.search.source import Ids, Source
from search_index.document import Doc

STREAM = {"yield_per": 200}


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    rows = (
        select(Document.id, Document.code, Edition.body)
        .join(Edition, Edition.document_id == Document.id)
        .where(Document.kind == KIND, Edition.live(work.now))
    )
    if ids is not None:
        rows = rows.where(Document.id.in_(ids))
    units = {org.id: org for org in directory.all_orgs(work)}
    for number, code, body in work.session.execute(rows, execution_options=STREAM):
        guide = Guide.parse(body)
        yield _document(number, code, guide, units[guide.unit_id])


def _document(number: int, code: str, guide: Guide, unit: OrgCard) -> Doc:
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
        id=SOURCE.doc_id(number),
        kind=KIND,
        title=guide.name,
        code=code,
        address=f"/services/{code}",
        org=unit.path.strip("/"),
        category=guide.kind.value,
        aliases=(*guide.also_called, *filter(None, (guide.basic_code,))),
        body="\n".join(filter(None, said)),
        complete=guide.complete,
    )


def _of_orgs(work: Reading, orgs: Ids) -> Ids:
    named = select(Edition.document_id).join(EditionRef, EditionRef.edition_id == Edition.id)
    users = named.where(EditionRef.kind == "org", EditionRef.ref_id.in_(orgs)).distinct()
    return frozenset(work.session.scalars(users))


SOURCE = Source(KIND, documents, cards, {"org": _of_orgs})
