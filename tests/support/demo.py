"""The demo centre for tests: loaded once for each kind of database, and served to browsers.

Beside the demo's own guides there is one that has only a name, one that was withdrawn, and one with a past
edition.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import pytest
from waitress.server import TcpWSGIServer, create_server
from waitress.wasyncore import close_all, loop
from webtest import TestApp

from portal.app import make_app, make_store
from portal.catalogue.body import Guide
from portal.catalogue.codes import Kind
from portal.catalogue.projection import KIND
from portal.catalogue.queries import guide_page
from portal.core.settings import Settings
from portal.core.work import Store, Writing
from portal.demo.load import load
from portal.directory.queries import org_by_slug
from portal.migrations.upgrade import upgrade
from portal.publishing import verbs
from portal.search import open_index
from portal.search.follow import mend
from tests.support.databases import Databases, Template
from tests.support.portal import NOON, SECRET, MovableClock

IDENTITY_CARD = "990121-GA-01"
FILES = TemporaryDirectory(prefix="portal-files-")
"""Portraits and attachments of the loaded centre: a copied database names them too."""
NAME_ONLY = "990121-TEST-1"
WITHDRAWN = "990121-TEST-2"


@pytest.fixture
def demo(database_kind: str, databases: Databases, clock: MovableClock, tmp_path: Path) -> Iterator[Store]:
    """A store of the loaded demo centre."""
    with _opened(DEMO, database_kind, databases, clock, tmp_path) as store:
        yield store


@pytest.fixture
def site(database_kind: str, databases: Databases, clock: MovableClock, tmp_path: Path) -> Iterator[Store]:
    """A store of the demo centre with guides in every state that the public meets."""
    with opened_site(database_kind, databases, clock, tmp_path) as store:
        yield store


@pytest.fixture
def own_visitor(site: Store) -> TestApp:
    """The application of ``site``, for a test that changes something."""
    return _application(site)


@pytest.fixture(scope="session")
def visitor(
    database_kind: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestApp]:
    """The application of such a site for all tests that only look, without a search index."""
    folder = tmp_path_factory.mktemp("visitor")
    with opened_site(database_kind, databases, MovableClock(), folder) as store:
        yield _application(store)


@pytest.fixture(scope="session")
def searcher(
    database_kind: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestApp]:
    """The same with its search index built."""
    folder = tmp_path_factory.mktemp("searcher")
    with opened_site(database_kind, databases, MovableClock(), folder) as store:
        mend(store, open_index(store))
        yield _application(store)


@pytest.fixture(scope="session")
def address(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which browsers find ``site``."""
    folder = tmp_path_factory.mktemp("site")
    with opened_site("sqlite", databases, MovableClock(), folder) as store:
        mend(store, open_index(store))
        with served(make_app(store.settings, store)) as place:
            yield place


def _application(store: Store) -> TestApp:
    return TestApp(make_app(store.settings, store), extra_environ={"HTTP_HOST": "localhost:6543"})


@contextmanager
def opened_site(kind: str, databases: Databases, clock: MovableClock, folder: Path) -> Iterator[Store]:
    """A store like ``site``, for as long as it is wanted; its files are kept under ``folder``."""
    with _opened(SITE, kind, databases, clock, folder) as store:
        yield store


@contextmanager
def _opened(
    template: Template, kind: str, databases: Databases, clock: MovableClock, folder: Path
) -> Iterator[Store]:
    with databases.copy(kind, template) as url:
        store = make_store(Settings(var_dir=folder / "var", database_url=url, secret=SECRET), clock)
        _copy(Path(FILES.name), store.settings.media_dir)
        yield store
        store.engine.dispose()


def _load(url: str) -> None:
    with TemporaryDirectory() as folder:
        store = _store(url, Path(folder), days_ago=10)
        upgrade(store.engine)
        load(store)
        store.engine.dispose()
        _copy(store.settings.media_dir, Path(FILES.name))


def _furnish(url: str) -> None:
    with TemporaryDirectory() as folder:
        store = _store(url, Path(folder), days_ago=5)
        store.write(_put_more)
        store.engine.dispose()


def _store(url: str, folder: Path, days_ago: int) -> Store:
    settings = Settings(var_dir=folder, database_url=url, secret=SECRET)
    return make_store(settings, MovableClock(NOON - timedelta(days=days_ago)))


DEMO = Template(_load)
SITE = Template(_furnish, DEMO)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True)


def _put_more(work: Writing) -> None:
    unit = org_by_slug(work, "public-security")
    card = guide_page(work, IDENTITY_CARD)
    assert unit
    assert card
    _publish(work, Guide(name="养犬登记", code=NAME_ONLY, kind=Kind.PERMIT, unit_id=unit.id))
    gone = _publish(work, Guide(name="暂住证办理", code=WITHDRAWN, kind=Kind.OTHER, unit_id=unit.id))
    verbs.withdraw(work, gone, "已由居住证代替")
    _publish(work, card.guide.model_copy(update={"source": "晴溪县公安局"}))


def _publish(work: Writing, guide: Guide) -> int:
    document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
    verbs.approve_by_policy(work, document, verbs.draft(work, document, guide), "import")
    return document.id


@contextmanager
def served(application: Any) -> Iterator[str]:
    """The address at which browsers find an application."""
    sockets: dict[int, Any] = {}
    server = create_server(application, map=sockets, host="127.0.0.1", port=0, threads=4)
    assert isinstance(server, TcpWSGIServer)
    assert server.socket
    over = Event()

    def answer() -> None:
        while not over.is_set():
            loop(timeout=1, use_poll=True, map=sockets, count=1)
        server.task_dispatcher.shutdown()
        close_all(sockets, ignore_all=True)  # in the thread that waits for them

    thread = Thread(target=answer, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    over.set()
    server.pull_trigger()
    thread.join()
