"""Who opens what in the back office: every address of it by every log-in of the demo, as one table."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from portal.cases.models import Case
from portal.core.work import Store
from portal.demo.content import PASSWORD
from portal.directory.models import Person
from portal.lexicon import verbs
from portal.lexicon.entries import Checked
from portal.lexicon.models import LexiconEntry
from portal.publishing.models import Document
from portal.schedules.models import MarketRule
from portal.web.routes import ROUTES
from search_index.lexicon import Kind
from tests.support.staff import log_in

# . opens it, x is told who can, - is not told that it is there
ROLES = ["viewer", "editor", "publisher", "admin", "handler", "police", "minister", "delegate", "alternate"]
TABLE = {
    "/admin": ".........",
    "/admin/guides": ".........",
    "/admin/guides/{guide}": "....xxxx.",
    "/admin/guides/{guide}/preview": "....xxxx.",
    "/admin/letters": ".........",
    "/admin/letters.csv": ".........",
    "/admin/letters/{box}": "---..----",
    "/admin/letters/{minister}": "------..-",
    "/admin/letters/{minister}/preview": "---------",
    "/admin/letters/{minister}/files/1": "---------",
    "/admin/people": ".........",
    "/admin/people/{person}": "....----.",
    "/admin/people/{person}/card": "....----.",
    "/admin/schedule": ".........",
    "/admin/schedule/rules/{rule}": "x.x.xxxxx",
    "/admin/schedule/rules/new": "x.x.xxxxx",
    "/admin/search": "x.x.xxxxx",
    "/admin/search/try": "x.x.xxxxx",
    "/admin/search/words": "x.x.xxxxx",
    "/admin/search/words/new": "x.x.xxxxx",
    "/admin/search/words/{word}": "x.x.xxxxx",
    "/admin/notices": ".........",
    "/admin/notices/new": "x.x.xxxxx",
    "/admin/notices/{notice}": "....xxxx.",
    "/admin/notices/{notice}/edit": "x.x.xxxxx",
    "/admin/notices/{notice}/preview": "....xxxx.",
    "/admin/notices/{notice}/files/1": "----xxxx-",
}
SIGNS = {200: ".", 403: "x", 404: "-"}


def first(site: Store, column: Any, *criteria: Any) -> int:
    with site.reading() as work:
        found = select(column).where(*criteria).order_by(column).limit(1)
        return int(work.session.execute(found).scalar_one())


@pytest.fixture
def ids(site: Store) -> dict[str, int]:
    site.write(verbs.take, {"阴生证": (Checked(Kind.ALIAS, "阴生证", "生育登记"), True)})
    return {
        "guide": first(site, Document.id, Document.kind == "guide"),
        "notice": first(site, Document.id, Document.kind == "notice"),
        "box": first(site, Case.id, Case.channel == "suggestion-box"),
        "minister": first(site, Case.id, Case.channel == "minister"),
        "person": first(site, Person.id),
        "rule": first(site, MarketRule.id),
        "word": first(site, LexiconEntry.id),
    }


def test_each_log_in_opens_what_the_table_says(own_visitor: TestApp, ids: dict[str, int]) -> None:
    opened = dict.fromkeys(TABLE, "")
    for role in ROLES:
        own_visitor.reset()
        log_in(own_visitor, role, PASSWORD)
        for address in TABLE:
            status = own_visitor.get(address.format(**ids), status="*").status_int
            opened[address] += SIGNS[status]
    assert opened == TABLE


def test_nobody_opens_anything(own_visitor: TestApp, ids: dict[str, int]) -> None:
    for address in TABLE:
        answer = own_visitor.get(address.format(**ids), status=303)
        assert "/login?" in answer.location


def test_the_table_has_every_address() -> None:
    patterns = [r.pattern for r in ROUTES if r.pattern.startswith("/admin") and "GET" in r.methods]
    fits = {pattern: re.compile(re.sub(r"{\w+}", "[^/]+", pattern)) for pattern in patterns}
    assert [pattern for pattern in patterns if not any(map(fits[pattern].fullmatch, TABLE))] == []
