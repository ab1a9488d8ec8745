"""Guides: name, what people call them, and what their page says."""

from collections.abc import Iterator

from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.catalogue.queries import cards
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.search.editions import naming_orgs, published
from portal.search.source import Ids, Source, text
from search_index.document import Doc


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    units = {org.id: org for org in directory.all_orgs(work)}
    for number, code, body in published(work, KIND, ids):
        guide = Guide.parse(body)
        yield _document(number, code, guide, units[guide.unit_id])


def _document(number: int, code: str, guide: Guide, unit: OrgCard) -> Doc:
    return Doc(
        id=SOURCE.doc_id(number),
        kind=KIND,
        title=guide.name,
        code=code,
        address=f"/services/{code}",
        org=unit.path.strip("/"),
        category=guide.kind.value,
        aliases=(*guide.also_called, *filter(None, (guide.basic_code,))),
        body=text(
            guide.main_item,
            *guide.conditions,
            *(material.name for material in guide.materials),
            *(case.name for case in guide.cases),
            *(result.name for result in guide.results),
            *(said for faq in guide.faq for said in (faq.question, faq.answer)),
            unit.name,
        ),
        complete=guide.complete,
    )


SOURCE = Source(KIND, documents, cards, {"org": naming_orgs(KIND)})
