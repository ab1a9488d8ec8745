"""Published editions as sources read them, whatever their kind."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import select

from portal.core.work import Reading
from portal.publishing.models import Document, Edition, EditionRef
from portal.search.source import STREAMED, Ids


class Published(NamedTuple):
    """A document with the body of the edition that holds now."""

    id: int
    code: str
    body: str


def published(work: Reading, kind: str, ids: Ids | None) -> Iterator[Published]:
    """The documents of a kind that are published now: those of these ids, or all; never all at once."""
    rows = (
        select(Document.id, Document.code, Edition.body)
        .join(Edition, Edition.document_id == Document.id)
        .where(Document.kind == kind, Edition.live(work.now))
    )
    if ids is not None:
        rows = rows.where(Document.id.in_(ids))
    for row in work.session.execute(rows, execution_options=STREAMED):
        yield Published(*row)


def naming_orgs(kind: str) -> Callable[[Reading, Ids], Ids]:
    """Which documents of a kind name one of these organisations."""

    def found(work: Reading, orgs: Ids) -> Ids:
        naming = (
            select(Edition.document_id)
            .join(Document, Document.id == Edition.document_id)
            .join(EditionRef, EditionRef.edition_id == Edition.id)
            .where(Document.kind == kind, EditionRef.kind == "org", EditionRef.ref_id.in_(orgs))
            .distinct()
        )
        return frozenset(work.session.scalars(naming))

    return found
