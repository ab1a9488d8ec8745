"""Units: their names, codes, telephones, duties and address; a hall by its windows too."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.models import OrgCode, Window, WindowFacts
from portal.directory.queries import valid
from portal.search.phones import numbers
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "org"

_codes = select(OrgCode.org_id, OrgCode.code)
_windows = (
    select(Window.org_id, WindowFacts.name, WindowFacts.floor, WindowFacts.counter, WindowFacts.phone)
    .join(WindowFacts, WindowFacts.window_id == Window.id)
    .where(valid(WindowFacts))
    .order_by(Window.position, Window.id)
)


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    codes, windows = _by_org(work, _codes), _by_org(work, _windows)
    for org in directory.all_orgs(work):
        if ids is None or org.id in ids:
            own = windows.get(org.id, [])
            phones = (org.phone, org.supervision_phone, *(window.phone for window in own))
            yield Doc(
                id=SOURCE.doc_id(org.id),
                kind=KIND,
                title=org.name,
                address=f"/orgs/{org.slug}",
                org=org.path.strip("/"),
                aliases=(
                    *filter(None, (org.short_name,)),
                    *(row.code for row in codes.get(org.id, ())),
                    *(number for phone in phones for number in numbers(phone)),
                    *(window.name for window in own),
                ),
                body=text(
                    org.duties,
                    org.address,
                    org.hours,
                    *(f"{window.name} {window.floor} {window.counter}" for window in own),
                ),
            )


def _by_org(work: Reading, statement: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in work.session.execute(statement, {"day": work.today}):
        found.setdefault(row.org_id, []).append(row)
    return found


def _of_windows(work: Reading, windows: Ids) -> Ids:
    return frozenset(work.session.scalars(select(Window.org_id).where(Window.id.in_(windows))))


SOURCE = Source(KIND, documents, directory.orgs, {"window": _of_windows})
