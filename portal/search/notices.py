"""Notices: title, what they say, and who says it."""

import re
from collections.abc import Iterator

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.notices.body import Notice
from portal.notices.projection import KIND
from portal.notices.queries import cards
from portal.search.editions import naming_orgs, published
from portal.search.source import Ids, Source, text
from search_index.document import Doc

_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")
_SIGNS = re.compile(r"(?m)^\s*(?:#+|>|[-*+]|\d+\.)\s+|^[-|: ]+$|[*|]+")


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    units = {org.id: org for org in directory.all_orgs(work)}
    for number, _code, body in published(work, KIND, ids):
        notice, unit = (found := Notice.parse(body)), units[found.org_id]
        yield Doc(
            id=SOURCE.doc_id(number),
            kind=KIND,
            title=notice.title,
            address=f"/notices/{number}",
            org=unit.path.strip("/"),
            body=text(
                notice.summary,
                notice.keywords,
                *(attachment.caption for attachment in notice.attachments),
                *(link.label for link in notice.links),
                notice.source,
                unit.name,
                _plain(notice.text),
            ),
            complete=False,
        )


def _plain(markdown: str) -> str:
    return _SIGNS.sub("", _LINK.sub(r"\1", markdown))


SOURCE = Source(KIND, documents, cards, {"org": naming_orgs(KIND)})
