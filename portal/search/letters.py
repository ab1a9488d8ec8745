"""Published letters: the masked wording that everybody may read, and nothing else of the case."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.cases.models import Case, PublishedLetter
from portal.cases.queries import everybodys, published_letters
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.search.source import STREAMED, Ids, Source, text
from search_index.document import Doc

KIND = "letter"

_letters = (
    select(
        Case.id,
        Case.number,
        Case.org_id,
        PublishedLetter.title,
        PublishedLetter.text,
        PublishedLetter.answer,
    )
    .join(PublishedLetter, PublishedLetter.case_id == Case.id)
    .where(everybodys)
)


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    units = {org.id: org for org in directory.all_orgs(work)}
    rows = _letters if ids is None else _letters.where(Case.id.in_(ids))
    for row in work.session.execute(rows, execution_options=STREAMED):
        unit = units.get(row.org_id)
        yield Doc(
            id=SOURCE.doc_id(row.id),
            kind=KIND,
            title=row.title,
            code=row.number,
            address=f"/mailbox/letters/{row.number}",
            org=unit.path.strip("/") if unit else "",
            body=text(row.text, row.answer, unit.name if unit else ""),
            complete=False,
        )


def _of_orgs(work: Reading, orgs: Ids) -> Ids:
    return frozenset(work.session.scalars(select(Case.id).where(everybodys, Case.org_id.in_(orgs))))


SOURCE = Source(KIND, documents, published_letters, {"org": _of_orgs})
