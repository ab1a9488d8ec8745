"""Two nodes of two processes each, nginx, and PostgreSQL: what one does, the other one shows; one may die."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.county import GUIDE, PATHS, County, county, finds, publisher, stored
from tests.support.databases import Databases
from tests.support.load import WRITE, Load, Site, letter
from tests.support.nodes import Node, free_port, wait_until
from tests.support.proxy import proxying

pytestmark = pytest.mark.proxy


@pytest.fixture(scope="module")
def here(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with databases.empty("postgresql") as url, county(url, tmp_path_factory.mktemp("county")) as running:
        yield running


def test_what_is_published_is_served_by_both_at_the_next_request_and_found_at_both(here: County) -> None:
    publish = publisher(here.store)
    for name in ("小饭馆开办许可甲", "小饭馆开办许可乙", "小饭馆开办许可丙"):
        publish(name)
        for node in (*here.nodes, *here.nodes):
            status, page = node.get(f"/services/{GUIDE}")
            assert status == 200
            assert name in page
    wait_until(lambda: all(finds(node, "小饭馆开办许可丙") for node in here.nodes))


def test_a_form_sent_to_both_at_once_is_stored_once(here: County) -> None:
    fields = letter(here.front, "给两个节点的同一封信")
    answers: list[tuple[int, str, str]] = []

    def send(node: Node) -> None:
        answers.append(Site(node.port).ask(WRITE, fields))

    senders = [threading.Thread(target=send, args=(node,)) for node in here.nodes]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [status for status, _page, _way in answers] == [303, 303]
    assert stored(here.store)["给两个节点的同一封信"] == 1


def test_the_front_leads_to_tls_and_keeps_no_query(here: County) -> None:
    status, _page, way = Site(here.proxy.plain).ask("/services?kind=permit")
    assert (status, way) == (301, f"https://localhost:{here.front.port}/services?kind=permit")
    assert here.front.ask("/readyz")[1] == "ready\n"
    assert here.front.ask("/static/x/site.css")[0] == 404
    log = (here.proxy.folder / "portal.log").read_text(encoding="utf-8")
    assert '"/services"' in log
    assert "permit" not in log


def test_a_node_that_dies_under_load_costs_no_letter_and_no_read_but_those_it_had(here: County) -> None:
    load = Load(here.front, PATHS, readers=4, writers=2)

    def meanwhile() -> None:
        wait_until(lambda: load.read >= 40 and len(load.acknowledged) >= 2)
        here.one.kill()
        read, letters = load.read, len(load.acknowledged)
        wait_until(lambda: load.read >= read + 40 and len(load.acknowledged) >= letters + 2)

    load.run(meanwhile)
    here.one.start()
    assert sum(load.failed.values()) <= load.readers, load.failed
    kept = stored(here.store)
    assert {title: kept[title] for title in load.acknowledged} == dict.fromkeys(load.acknowledged, 1)
    assert max(kept[title] for title in load.written) == 1


def test_pages_come_back_with_the_database(here: County, databases: Databases) -> None:
    assert [node.get("/services")[0] for node in here.nodes] == [200, 200]
    with databases.postgres.down():
        assert [node.get("/services")[0] for node in here.nodes] == [503, 503]
        assert "database" in here.one.get("/readyz")[1]
    for node in here.nodes:
        wait_until(node.is_ready)
        assert [node.get("/services")[0] for _each in range(8)] == [200] * 8


def test_where_no_node_answers_the_front_says_so(tmp_path: Path) -> None:
    with proxying(tmp_path / "proxy", free_port(), [free_port(), free_port()]) as proxy:
        for _each in range(4):
            status, page, _way = Site(proxy.port, proxy.trust).ask("/services")
            assert status == 503
            assert "网站暂时打不开" in page
