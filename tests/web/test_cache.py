"""Kept pages: the next request sees every change, and nobody sees what is another's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update
from webtest import TestApp

from portal.accounts.models import Role
from portal.app import make_app
from portal.catalogue.body import Guide
from portal.catalogue.codes import Kind
from portal.core import onetime
from portal.core.db import Base
from portal.core.revision import Revisions
from portal.core.settings import Settings
from portal.core.work import Store, Writing
from portal.directory import absences, edit
from portal.directory.models import Person
from portal.publishing import verbs
from portal.web.cache import PageCache
from portal.web.routes import ROUTES
from tests.support.portal import Centre, MovableClock
from tests.support.staff import add_staff, log_in

pytestmark = pytest.mark.data

Publish = Callable[..., int]


@pytest.fixture
def kept(settings: Settings, store: Store) -> TestApp:
    """The application with its kept pages; ``app.made`` lists the paths that were made anew."""
    app = TestApp(make_app(settings, store), extra_environ={"HTTP_HOST": "localhost:6543"})
    inner, made = app.app.app, []

    def counted(environ: dict[str, Any], start_response: Any) -> Any:
        made.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    app.app.app, app.made = counted, made
    return app


def guide(centre: Centre, name: str = "身份证换领") -> Guide:
    return Guide(name=name, code="GA-1", kind=Kind.PUBLIC_SERVICE, unit_id=centre.police)


def test_a_page_is_made_once(kept: TestApp, centre: Centre, publish: Publish) -> None:
    publish(guide(centre))
    first, second = kept.get("/services/GA-1"), kept.get("/services/GA-1")
    assert first.body == second.body
    assert kept.made == ["/services/GA-1"]
    assert dict(first.headers) == dict(second.headers)
    assert first.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_edition_is_seen_at_the_next_request(kept: TestApp, centre: Centre, publish: Publish) -> None:
    publish(guide(centre))
    assert "身份证换领" in kept.get("/services/GA-1")
    publish(guide(centre, "身份证换证"))
    assert "身份证换证" in kept.get("/services/GA-1")


def test_a_withdrawal_is_seen_at_the_next_request(
    kept: TestApp, store: Store, centre: Centre, publish: Publish
) -> None:
    number = publish(guide(centre))
    kept.get("/services/GA-1")
    store.write(verbs.withdraw, number, "合并办理")
    assert "合并办理" in kept.get("/services/GA-1", status=410)


def test_an_edition_begins_on_its_minute(
    kept: TestApp, clock: MovableClock, centre: Centre, publish: Publish
) -> None:
    publish(guide(centre))
    publish(guide(centre, "身份证换证"), clock.now + timedelta(minutes=30))
    assert "身份证换领" in kept.get("/services/GA-1")
    clock.pass_time(minutes=29, seconds=59)
    assert "身份证换领" in kept.get("/services/GA-1")
    clock.pass_time(seconds=1)
    assert "身份证换证" in kept.get("/services/GA-1")


def test_a_name_changes_at_midnight(kept: TestApp, store: Store, clock: MovableClock, centre: Centre) -> None:
    before = kept.get("/orgs").text
    with store.reading() as work:
        tomorrow = work.today + timedelta(days=1)
    store.write(lambda work: edit.state_org(work, centre.police, tomorrow, name="晴溪县公安分局"))
    assert kept.get("/orgs").text == before
    clock.pass_time(hours=12)  # from noon to midnight
    assert "晴溪县公安分局" in kept.get("/orgs")


def test_who_is_away_is_seen_at_the_next_request_and_on_the_minute(
    own_visitor: TestApp, site: Store, clock: MovableClock
) -> None:
    def standing_in() -> str:
        return own_visitor.get("/boards/staff?org=public-security").text

    before = standing_in()
    with site.reading() as work:
        person = work.session.execute(select(Person.id).where(Person.name == "陆建平")).scalar_one()
    hour = timedelta(hours=1)
    site.write(absences.mark_away, person, clock.now + hour, clock.now + 2 * hour)
    assert standing_in().count("在岗") == before.count("在岗")
    clock.pass_time(hours=1)
    away = standing_in()
    assert away != before
    clock.pass_time(hours=1)
    assert standing_in() != away


def test_elder_mode_is_a_page_of_its_own(kept: TestApp) -> None:
    usual = kept.get("/").text
    elder = kept.get("/", headers={"Cookie": "view=elder"}).text
    assert 'data-view="elder"' in elder
    assert kept.get("/").text == usual != elder
    assert len(kept.made) == 2


def test_whoever_is_logged_in_gets_nothing_kept(kept: TestApp, store: Store, centre: Centre) -> None:
    add_staff(store, "lin", Role.VIEWER, "hall")
    kept.get("/")
    log_in(kept, "lin")
    kept.made.clear()
    kept.get("/")
    kept.get("/")
    assert kept.made == ["/", "/"]


@pytest.mark.parametrize(
    "address", ["/login", "/admin", "/search?q=a", "/healthz", "/orgs/none", "/?x=1", "/?x="]
)
def test_these_are_never_kept(kept: TestApp, centre: Centre, address: str) -> None:
    kept.get(address, status="*")
    kept.get(address, status="*")
    assert len(kept.made) == 2


NAMED = {
    "code": "990121-GA-01",
    "board": "fees",
    "/orgs/{slug}": "public-security",
    "/columns/{slug}": "notices",
}
UNCHANGED = {"content_revision", "media"}
"""Read for pages though no visitor sees their changes: the number itself, and files, which never change."""


def test_a_kept_page_shows_nothing_that_changes_unnoticed(own_visitor: TestApp, site: Store) -> None:
    notice = own_visitor.get("/notices").html.select_one("main a[href^='/notices/']")["href"]
    unseen = {each.class_.__tablename__ for each in Base.registry.mappers if not each.class_.public}
    read: dict[str, set[str]] = {}

    def look(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", statement))
        read.setdefault(pattern, set()).update(tables & (unseen - UNCHANGED))

    event.listen(site.engine, "before_cursor_execute", look)
    for pattern in (route.pattern for route in ROUTES if route.cached):
        named = {**NAMED, "slug": NAMED.get(pattern), "id": notice.rpartition("/")[2]}
        own_visitor.get(pattern.format(**named), status=200)
    event.remove(site.engine, "before_cursor_execute", look)
    assert {pattern: tables for pattern, tables in read.items() if tables} == {}


def test_a_forged_host_finds_no_kept_page(kept: TestApp) -> None:
    kept.get("/")
    kept.get("/", headers={"Host": "evil.example"}, status=400)


def test_what_a_browser_has_is_not_sent_again(kept: TestApp, store: Store, centre: Centre) -> None:
    etag = kept.get("/orgs").headers["ETag"]
    again = kept.get("/orgs", headers={"If-None-Match": etag}, status=304)
    assert again.body == b""
    assert again.headers["ETag"] == etag
    store.write(lambda work: edit.state_org(work, centre.police, work.today, name="新名"))
    assert "新名" in kept.get("/orgs", headers={"If-None-Match": etag}, status=200)


def test_a_page_is_kept_packed_for_those_who_take_it(kept: TestApp) -> None:
    plain = kept.get("/orgs")
    packed = kept.get("/orgs", headers={"Accept-Encoding": "br, gzip"})  # WebTest unpacks it
    assert packed.body == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = kept.get("/orgs", headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.headers["ETag"] == plain.headers["ETag"]
    again = kept.get("/orgs", headers={"Accept-Encoding": "gzip"})
    assert again.headers["ETag"] == packed.headers["ETag"]
    assert kept.made == ["/orgs", "/orgs"]


def test_the_store_of_pages_is_bounded_and_queries_displace_no_page_without(kept: TestApp) -> None:
    cache: PageCache = kept.app
    kept.get("/orgs")
    shelf = cache.shelves[True]
    shelf.limit = 3 * len(kept.get("/orgs?page=1").body)
    for number in range(1, 30):
        kept.get(f"/services?page={number}")
    assert sum(len(page.body) for page in shelf.pages.values()) == shelf.size <= shelf.limit
    made = len(kept.made)
    kept.get("/orgs")
    assert len(kept.made) == made


def test_a_port_makes_no_other_page(kept: TestApp) -> None:
    for host in ("localhost", "LOCALHOST:6543", "localhost:80"):
        kept.get("/orgs", headers={"Host": host})
    assert kept.made == ["/orgs"]


def bulk_insert(work: Writing) -> None:
    work.session.execute(insert(Person), [{"slug": "a", "name": "甲", "phone": ""}])


def bulk_update(work: Writing) -> None:
    work.session.execute(update(Person).values(name="乙"))


def below_the_mapper(work: Writing) -> None:
    work.session.execute(insert(Base.metadata.tables["people"]), [{"slug": "b", "name": "甲", "phone": ""}])


def one_object(work: Writing) -> None:
    work.session.add(Person(slug="c", name="丙", phone=""))


@pytest.mark.parametrize("verb", [bulk_insert, bulk_update, below_the_mapper, one_object])
def test_every_kind_of_statement_raises_the_number(store: Store, verb: Any) -> None:
    revisions = Revisions(store.engine)
    before = revisions.read()
    assert before is not None
    store.write(verb)
    assert revisions.read() == before + 1


def test_what_nobody_sees_does_not_raise_the_number(store: Store) -> None:
    def private(work: Writing) -> None:
        onetime.once(work, "k", lambda: "/done")
        work.record("do", "thing", 1)
        work.announce("thing", 1)

    revisions = Revisions(store.engine)
    before = revisions.read()
    store.write(private)
    assert revisions.read() == before


def test_without_a_database_nothing_is_kept_and_nothing_breaks(kept: TestApp) -> None:
    kept.get("/")
    kept.app.revisions.read = lambda: None
    kept.made.clear()
    kept.get("/")
    kept.get("/")
    assert kept.made == ["/", "/"]
