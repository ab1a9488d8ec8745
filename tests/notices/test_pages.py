"""What the public sees of notices, at every moment of their window of time."""

from datetime import timedelta

import pytest
from webtest import TestApp

from portal.core.work import Actor, Store
from portal.publishing import verbs
from tests.support.notices import TITLE, Announce, drafted, notice
from tests.support.portal import Centre, MovableClock
from tests.support.reading import meta, text, texts

pytestmark = pytest.mark.data

LISTS = ("/notices", "/columns/notices", "/notices.atom", "/", "/orgs/hall", "/sitemap.xml")


def listed(app: TestApp, number: int) -> list[bool]:
    """Whether each of the lists names the notice."""
    return [f"/notices/{number}" in app.get(address).text for address in LISTS]


def test_a_notice_begins_and_ends_by_the_clock(app: TestApp, announce: Announce, clock: MovableClock) -> None:
    begin, end = clock.now + timedelta(hours=1), clock.now + timedelta(days=2)
    number = announce(window=(begin, end))
    assert not any(listed(app, number))
    app.get(f"/notices/{number}", status=404)
    clock.now = begin
    assert all(listed(app, number))
    assert "已经过期" not in text(app.get(f"/notices/{number}"))
    clock.now = end
    assert not any(listed(app, number))
    assert "已经过期" in text(app.get(f"/notices/{number}"))
    assert meta(app.get(f"/notices/{number}"), "robots") == "noindex"


def test_after_its_last_day_a_notice_stays_listed_and_says_so(
    app: TestApp, announce: Announce, clock: MovableClock
) -> None:
    number = announce(valid_until="2026-03-03")
    assert "有效期到2026年3月3日（星期二）" in text(app.get(f"/notices/{number}"))
    clock.now += timedelta(days=1, hours=11, minutes=59)
    assert "已过期" not in text(app.get("/notices"))
    clock.pass_time(minutes=1)
    assert "已过期" in text(app.get("/notices"))
    assert "已经过期" in text(app.get(f"/notices/{number}"))


def test_a_withdrawn_notice_says_why(app: TestApp, announce: Announce, store: Store, author: Actor) -> None:
    number = announce()
    store.write_as(author, verbs.withdraw, number, "日期写错了 <b>")
    page = app.get(f"/notices/{number}", status=410)
    assert "这条公告已撤回：日期写错了 <b>" in text(page)
    assert not any(listed(app, number))


def test_one_that_was_withdrawn_before_it_began_was_never_there(
    app: TestApp, announce: Announce, store: Store, author: Actor, clock: MovableClock
) -> None:
    number = announce(window=(clock.now + timedelta(days=1), None))
    store.write_as(author, verbs.withdraw, number, "不发了")
    app.get(f"/notices/{number}", status=404)
    clock.pass_time(days=2)
    app.get(f"/notices/{number}", status=404)


def test_a_correction_keeps_the_day_of_publication(
    app: TestApp, announce: Announce, clock: MovableClock
) -> None:
    number = announce()
    announce("n2", title="后来的公告")
    clock.pass_time(days=3)
    assert announce(text="改过了") == number
    page = app.get(f"/notices/{number}")
    assert meta(page, "PubDate") == "2026-03-02 12:00"
    assert "修改时间：2026-03-05 12:00" in text(page)
    assert "改过了" in text(page)
    assert texts(app.get("/notices"), ".card__title") == ["后来的公告", TITLE]
    assert "<updated>2026-03-05T04:00:00+00:00</updated>" in app.get("/notices.atom")


def test_nobody_sees_a_draft(app: TestApp, store: Store, author: Actor, centre: Centre) -> None:
    number = drafted(store, author, notice(centre.hall))
    assert not any(listed(app, number))
    app.get(f"/notices/{number}", status=404)


def test_lists_are_narrowed_and_paged(app: TestApp, announce: Announce, centre: Centre) -> None:
    for turn in range(22):
        announce(f"n{turn}", title=f"第{turn}号公告", org_id=centre.town if turn % 2 else centre.hall)
    announce("p", column="policy", title="医保政策", org_id=centre.civil)
    assert "23 条" in text(app.get("/notices"))
    assert len(texts(app.get("/notices?page=2"), ".card__title")) == 3
    assert texts(app.get("/columns/policy"), ".card__title") == ["医保政策"]
    assert texts(app.get("/notices?column=policy"), ".card__title") == ["医保政策"]
    assert "11 条" in text(app.get("/notices?org=town"))
    assert "23 条" in text(app.get("/notices?org=county"))
    assert "石桥镇便民服务中心在这里还没有发布内容" in text(app.get("/columns/policy?org=town"))
    assert "23 条" in text(app.get("/notices?column=x&org=none&page=-1"))
    assert len(texts(app.get("/"), ".dated-list a")) == 5
    assert len(texts(app.get("/orgs/town"), ".dated-list a")) == 3


def test_pages_carry_the_tags_of_a_government_site(app: TestApp, announce: Announce) -> None:
    number = announce(keywords="国庆,放假", summary="窗口停办八天", source="县政府办公室")
    page = app.get(f"/notices/{number}")
    said = {
        "ColumnName": "通知公告",
        "ColumnType": "动态",
        "ArticleTitle": TITLE,
        "PubDate": "2026-03-02 12:00",
        "ContentSource": "县政府办公室",
        "Keywords": "国庆,放假",
        "Author": "云溪县便民服务中心",
        "Description": "窗口停办八天",
        "Url": f"http://localhost:6543/notices/{number}",
    }
    assert {name: meta(page, name) for name in said} == said
    column = app.get("/columns/publicity")
    assert meta(column, "ColumnName") == "公示"
    assert meta(column, "ColumnDescription")
    assert meta(column, "ColumnKeywords")


@pytest.mark.parametrize("address", ["/notices/0", "/notices/x", "/notices/99999999999", "/columns/none"])
def test_what_is_not_there(app: TestApp, address: str) -> None:
    assert "<h1" in app.get(address, status=404)


def test_an_empty_portal_says_so(app: TestApp) -> None:
    assert "还没有发布内容" in text(app.get("/notices"))
    assert "还没有发布内容" in text(app.get("/columns/market"))
    assert not app.get("/").html.select("#notices")
