"""Units: their names, codes, telephones, duties and address."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.models import OrgCode
from portal.search.phones import numbers
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "org"


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    codes: dict[int, list[str]] = {}
    for org_id, code in work.session.execute(select(OrgCode.org_id, OrgCode.code)):
        codes.setdefault(org_id, []).append(code)
    for org in directory.all_orgs(work):
        if ids is None or org.id in ids:
            yield Doc(
                id=SOURCE.doc_id(org.id),
                kind=KIND,
                title=org.name,
                address=f"/orgs/{org.slug}",
                org=org.path.strip("/"),
                aliases=(
                    *filter(None, (org.short_name,)),
                    *codes.get(org.id, ()),
                    *numbers(org.phone),
                    *numbers(org.supervision_phone),
                ),
                body=text(org.duties, org.address, org.hours),
            )


SOURCE = Source(KIND, documents, directory.orgs)
