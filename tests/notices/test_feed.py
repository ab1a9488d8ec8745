"""The feed by the rules of RFC 4287."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from webtest import TestApp

from tests.support.notices import Announce
from tests.support.portal import MovableClock

ATOM = "{http://www.w3.org/2005/Atom}"


def one(element: ElementTree.Element, name: str) -> str:
    """The text of a child that stands there exactly once, and says something."""
    (found,) = element.findall(ATOM + name)
    assert found.text
    return found.text


def check(feed: ElementTree.Element) -> list[ElementTree.Element]:
    """The entries of a feed that keeps the rules of sections 3.3, 4.1.1, 4.1.2 and 4.2.7."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert one(element, "id").startswith("http://localhost:6543/")
        assert one(element, "title")
        assert datetime.fromisoformat(one(element, "updated")).tzinfo is not None
        assert element.findall(f"{ATOM}author/{ATOM}name")
        alternate = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternate) == 1
        assert str(alternate[0].get("href")).startswith("http://localhost:6543/notices")
    (itself,) = (link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert itself.get("href") == one(feed, "id")
    ids = [one(entry, "id") for entry in entries]
    assert len(ids) == len(set(ids))
    return entries


@pytest.mark.data
def test_the_feed_keeps_the_rules(app: TestApp, announce: Announce, clock: MovableClock) -> None:
    announce(title="A & B <script> ]]>", summary='"引号"')
    clock.pass_time(days=1)
    announce("n2", title="后来的公告", column="alerts")
    answer = app.get("/notices.atom")
    assert answer.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(answer.body)
    entries = check(feed)
    assert [one(entry, "title") for entry in entries] == ["后来的公告", "A & B <script> ]]>"]
    assert one(feed, "updated") == one(entries[0], "updated")
    assert one(entries[1], "summary") == '"引号"'
    categories = [category.get("term") for entry in entries for category in entry.findall(f"{ATOM}category")]
    assert categories == ["alerts", "notices"]


def test_an_empty_feed_is_a_feed(app: TestApp) -> None:
    assert check(ElementTree.fromstring(app.get("/notices.atom").body)) == []


def test_pages_name_the_feed_and_the_newest_come_first(
    app: TestApp, announce: Announce, clock: MovableClock
) -> None:
    for turn in range(52):
        announce(f"n{turn}", title=f"第{turn}号公告")
        clock.now += timedelta(minutes=1)
    link = app.get("/").html.select_one('link[rel=alternate][type="application/atom+xml"]')
    entries = check(ElementTree.fromstring(app.get(link["href"]).body))
    assert (len(entries), one(entries[0], "title")) == (50, "第51号公告")
