"""Two nodes of two processes each, nginx, and PostgreSQL: what one does, the other one shows; one may die."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.app import make_store
from portal.cases.models import Case
from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.core.settings import Settings
from portal.core.work import Actor, Store, Writing
from portal.directory.queries import org_by_slug
from portal.publishing import verbs
from tests.support.databases import Databases
from tests.support.guides import complete_guide
from tests.support.load import WRITE, Load, Site, letter
from tests.support.nodes import Node, free_port, wait_until
from tests.support.portal import SECRET
from tests.support.proxy import Proxy, proxying

pytestmark = pytest.mark.proxy

PATHS = ("/services", "/", f"/search?q={quote('身份证')}", "/orgs", "/services/990121-GA-01")
GUIDE = "990121-TEST-7"


@dataclass(frozen=True)
class County:
    """``one`` and ``other``: the nodes; ``front``: what residents reach; ``store``: the database of all."""

    one: Node
    other: Node
    front: Site
    proxy: Proxy
    store: Store


@pytest.fixture(scope="module")
def county(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    folder, port = tmp_path_factory.mktemp("county"), free_port()
    with ExitStack() as stack:
        url = stack.enter_context(databases.empty("postgresql"))
        given = {
            "database_url": url,
            "secret": SECRET,
            "media_dir": str(folder / "files"),
            "processes": "2",
            "public_url": f"https://localhost:{port}",
            "trusted_proxy": "127.0.0.1",
            "letter_rate": "100000",
            "search_rate": "100000",
            "demo": "true",
        }
        one, other = (Node(folder / name, **given) for name in ("one", "other"))
        for node in (one, other):
            node.start()
            stack.callback(node.stop)
        proxy = stack.enter_context(proxying(folder / "proxy", port, [one.port, other.port]))
        store = make_store(Settings(var_dir=folder / "desk", database_url=url, secret=SECRET))
        stack.callback(store.engine.dispose)
        yield County(one, other, Site(port, proxy.trust), proxy, store)


@pytest.fixture
def publish(county: County) -> Callable[[str], None]:
    """``publish(name)``: a new edition of one guide, by its author and a second person."""
    with county.store.reading() as work:
        ids = dict(work.session.execute(select(User.login, User.id)).all())
        unit = org_by_slug(work, "public-security")
    assert unit
    author, second = Actor(ids["editor"], ""), Actor(ids["publisher"], "")

    def through(name: str) -> None:
        guide = complete_guide(unit_id=unit.id, code=GUIDE, name=name)
        county.store.write_as(second, verbs.approve, county.store.write_as(author, _submitted, guide))

    return through


def _submitted(work: Writing, guide: Guide) -> int:
    document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
    verbs.draft(work, document, guide)
    verbs.submit(work, document.id)
    return document.id


def stored(store: Store) -> Counter[str]:
    """How often each title is in the mailbox."""
    with store.reading() as work:
        return Counter(work.session.scalars(select(Case.title)))


def test_what_is_published_is_served_by_both_at_the_next_request_and_found_at_both(
    county: County, publish: Callable[[str], None]
) -> None:
    for name in ("小饭馆开办许可甲", "小饭馆开办许可乙", "小饭馆开办许可丙"):
        publish(name)
        for node in (county.one, county.other, county.one, county.other):
            status, page = node.get(f"/services/{GUIDE}")
            assert status == 200
            assert name in page
    question = f"/search?q={quote('小饭馆开办许可丙')}"
    wait_until(
        lambda: all(f"/services/{GUIDE}" in node.get(question)[1] for node in (county.one, county.other))
    )


def test_a_form_sent_to_both_at_once_is_stored_once(county: County) -> None:
    fields = letter(county.front, "给两个节点的同一封信")
    answers: list[tuple[int, str, str]] = []

    def send(node: Node) -> None:
        answers.append(Site(node.port).ask(WRITE, fields))

    senders = [threading.Thread(target=send, args=(node,)) for node in (county.one, county.other)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [status for status, _page, _way in answers] == [303, 303]
    assert stored(county.store)["给两个节点的同一封信"] == 1


def test_the_front_is_safe(county: County) -> None:
    status, _page, way = Site(county.proxy.plain).ask("/services?kind=permit")
    assert (status, way) == (301, f"https://localhost:{county.front.port}/services?kind=permit")
    assert county.front.ask("/readyz")[1] == "ready\n"
    assert county.front.ask("/static/x/site.css")[0] == 404
    log = (county.proxy.folder / "portal.log").read_text(encoding="utf-8")
    assert "/services" in log
    assert "permit" not in log


def test_a_node_that_dies_under_load_costs_no_read_and_no_letter(county: County) -> None:
    load = Load(county.front, PATHS, readers=4, writers=2)

    def meanwhile() -> None:
        wait_until(lambda: load.read >= 40 and len(load.acknowledged) >= 2)
        county.one.kill()
        so_far, letters = load.read, len(load.acknowledged)
        wait_until(lambda: load.read >= so_far + 40 and len(load.acknowledged) >= letters + 2)

    load.run(meanwhile)
    county.one.start()
    assert sum(load.failed.values()) <= load.readers, load.failed
    kept = stored(county.store)
    assert {title: kept[title] for title in load.acknowledged} == dict.fromkeys(load.acknowledged, 1)
    assert max(kept.values()) == 1 or kept.most_common(1)[0][0] not in load.acknowledged


def test_pages_come_back_with_the_database(county: County, databases: Databases) -> None:
    for node in (county.one, county.other):
        assert node.get("/services")[0] == 200
    with databases.postgres.down():
        assert {node.get("/services")[0] for node in (county.one, county.other)} == {503}
        assert "database" in county.one.get("/readyz")[1]
    for node in (county.one, county.other):
        wait_until(node.is_ready, 20)
        assert [node.get("/services")[0] for _each in range(8)] == [200] * 8
