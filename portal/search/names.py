"""Without an index: the guides whose names have the words of a question.

Simple, and it needs nothing but the catalogue: for the minutes in which an index that cannot be read is built
anew. All other kinds of things are not found meanwhile.
"""

from sqlalchemy import case, func, or_, select

from portal.catalogue.codes import Kind
from portal.catalogue.models import GuideCard
from portal.core.work import Reading
from portal.directory.models import Org
from portal.publishing.models import Edition
from portal.search.guides import SOURCE
from search_index.analysis import fold, letters, words
from search_index.document import Stored
from search_index.engine import MAX_QUERY, Query, Results, Step
from search_index.highlight import Marker
from search_index.searching import hits

WORDS = 8
MOST = 200
"""Guides that are counted; who needs more of them looks through the catalogue."""


def by_name(work: Reading, query: Query) -> Results:
    """The guides whose names have most words of the question, the shortest names first, without facets."""
    asked = _asked(query.text)
    if not asked or query.kind not in (None, SOURCE.kind):
        return Results()
    numbers = _named(work, query, asked)
    first = (query.page - 1) * query.per_page
    wanted = [SOURCE.doc_id(number) for number in numbers[first : first + query.per_page]]
    found = {doc.id: doc for doc in SOURCE.documents(work, frozenset(numbers[first : first + len(wanted)]))}
    shown = [Stored.of(found[doc_id]) for doc_id in wanted if doc_id in found]
    return Results(
        total=len(numbers),
        hits=hits(shown, Marker(asked), first),
        step=Step.NAME_PART if numbers else Step.NONE,
        truncated=len(query.text) > MAX_QUERY,
    )


def _asked(text: str) -> list[str]:
    """The words that tell most: the longest, single characters only where there is nothing else."""
    found = set(map(letters, words(fold(text[:MAX_QUERY]))))
    said = sorted(filter(None, found), key=lambda word: (-len(word), word))
    return ([word for word in said if len(word) > 1] or said)[:WORDS]


def _named(work: Reading, query: Query, asked: list[str]) -> list[int]:
    having = [GuideCard.name.icontains(word) for word in asked]
    met = sum((case((each, 1), else_=0) for each in having[1:]), case((having[0], 1), else_=0))
    own = select(Edition.document_id).where(Edition.id == GuideCard.edition_id, Edition.live(work.now))
    rows = (
        # Names are looked at first: reading all editions that hold takes longer than all names.
        select(own.scalar_subquery(), met.label("met"))
        .where(or_(*having), own.exists())
        .order_by(met.desc(), func.length(GuideCard.name), GuideCard.edition_id)
        .limit(MOST)
    )
    if query.org:
        rows = rows.join(Org, Org.id == GuideCard.org_id).where(Org.path.startswith(f"/{query.org}/"))
    if query.category:
        rows = rows.where(GuideCard.kind == Kind(query.category))
    found = work.rows(rows).all()
    return [number for number, count in found if count == found[0].met]
