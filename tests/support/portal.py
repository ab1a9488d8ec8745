"""A portal for tests: a clock that moves, a migrated store, accounts, a small directory, the WSGI app."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from portal.accounts.models import User
from portal.app import make_router, make_store
from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.core.db import make_engine
from portal.core.settings import Settings
from portal.core.work import Actor, Store, Writing
from portal.directory import edit
from portal.directory.models import OrgKind, OrgLevel
from portal.migrations.upgrade import upgrade
from portal.publishing import verbs
from portal.search import open_index
from portal.web.misses import Tally
from portal.web.search import Rate
from tests.support.databases import Databases, Template

SECRET = "a secret of tests, long enough to be taken"
SITE_ID_CODE = "9901000001"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday, 12:00 in China


@dataclass
class MovableClock:
    """Stands still until it is told to go on."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        """Go on by ``timedelta(**span)``."""
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Centre:
    """Ids of a county hall with a window, the county's police and civil affairs, and one town."""

    county: int
    hall: int
    window: int
    police: int
    civil: int
    town: int


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def settings(tmp_path: Path, migrated_url: str) -> Settings:
    return Settings(
        var_dir=tmp_path / "var", database_url=migrated_url, secret=SECRET, site_id_code=SITE_ID_CODE
    )


@pytest.fixture
def migrated_url(database_kind: str, databases: Databases) -> Iterator[str]:
    """The URL of a migrated database without content."""
    with databases.copy(database_kind, SCHEMA) as url:
        yield url


@pytest.fixture
def store(settings: Settings, clock: MovableClock) -> Iterator[Store]:
    store = make_store(settings, clock)
    yield store
    store.engine.dispose()


@pytest.fixture
def author(store: Store) -> Actor:
    return store.write(add_user, "author")


@pytest.fixture
def approver(store: Store) -> Actor:
    return store.write(add_user, "approver")


@pytest.fixture
def centre(store: Store) -> Centre:
    return store.write(build_centre)


@pytest.fixture
def publish(store: Store, author: Actor, approver: Actor) -> Callable[..., int]:
    """``publish(guide, live_from=None)``: the way that every edition takes; the document's id."""

    def through(guide: Guide, live_from: datetime | None = None) -> int:
        def put(work: Writing) -> int:
            document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
            verbs.draft(work, document, guide)
            verbs.submit(work, document.id)
            return document.id

        document_id = store.write_as(author, put)
        store.write_as(approver, verbs.approve, document_id, live_from)
        return document_id

    return through


@pytest.fixture(scope="session")
def router(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application, put together once in a test process; ``app`` gives it what is a test's own."""
    settings = Settings(var_dir=tmp_path_factory.mktemp("router"), secret=SECRET, site_id_code=SITE_ID_CODE)
    return make_router(settings, make_store(settings))


@pytest.fixture
def app(router: Any, settings: Settings, store: Store) -> TestApp:
    """The application, as a browser at the setting's address sees it."""
    index = open_index(store)
    rate = Rate(settings.search_rate)
    router.registry.update(settings=settings, store=store, index=index, search_rate=rate, tally=Tally(store))
    return TestApp(router, extra_environ={"HTTP_HOST": "localhost:6543"})


def add_user(work: Writing, login: str, name: str = "") -> Actor:
    """An account that cannot log in."""
    user = User(login=login, name=name or login, password_hash="!", created_at=work.now)
    work.session.add(user)
    work.session.flush()
    return Actor(user.id, user.name)


def build_centre(work: Writing) -> Centre:
    """The directory of ``Centre``, with what a guide page needs of it."""
    since = date(2020, 1, 1)

    def org(slug: str, name: str, kind: OrgKind, parent: int | None, level: OrgLevel, **facts: Any) -> int:
        number = edit.put_org(work, slug, kind=kind, level=level, parent_id=parent)
        edit.state_org(work, number, since, name=name, **facts)
        return number

    county = org("county", "云溪县", OrgKind.GOVERNMENT, None, OrgLevel.COUNTY)
    phones: dict[str, Any] = {"phone": "0990-5551000", "supervision_phone": "0990-5551001"}
    place: dict[str, Any] = {"address": "云溪县中心路1号", "hours": "工作日 9:00–17:00"}
    hall = org("hall", "云溪县便民服务中心", OrgKind.HALL, county, OrgLevel.COUNTY, **phones, **place)
    window = edit.put_window(work, "hall-3", hall)
    edit.state_window(work, window, since, name="户籍窗口", counter="3号", floor="一楼")
    department = (OrgKind.DEPARTMENT, county, OrgLevel.COUNTY)
    police = org("police", "云溪县公安局", *department, **phones, window_id=window)
    civil = org("civil", "云溪县民政局", *department, **phones)
    town = org("town", "石桥镇便民服务中心", OrgKind.HALL, county, OrgLevel.TOWN, phone="0990-5552000")
    return Centre(county, hall, window, police, civil, town)


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


SCHEMA = Template(_migrate)
