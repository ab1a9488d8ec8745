"""The page of results, and suggestions."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from webtest import Form, TestApp, TestResponse

from portal.search.facets import KINDS
from portal.search.sources import SOURCES
from portal.views.public.search import RELAXED, groups
from search_index import engine
from search_index.engine import Hit, Results, Step
from tests.support.demo import IDENTITY_CARD
from tests.support.reading import text, texts, weight

GUIDE = f"/services/{IDENTITY_CARD}"


def query_of(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}


def asking(page: TestResponse) -> Form:
    """The form of the page, not one of its header."""
    return next(form for form in page.forms.values() if "after" in form.fields)


def titles(page: TestResponse) -> list[str]:
    return texts(page, ".card__title")


def test_results_are_marked_and_can_be_narrowed(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证")
    assert page.html.select_one(".card__title").text == "居民身份证办理（包括临时）"
    assert page.html.select_one(".card__title mark").text == "居民身份证"
    narrowed = page.click("部门和网点 ")
    assert {a["href"].split("/")[1] for a in narrowed.html.select(".card__title a")} == {"orgs"}


def test_a_filter_stays_for_the_next_question_and_can_be_taken_away(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证&kind=guide&org=public-security&page=2")
    form = asking(page)
    form["q"] = "户口"
    following = form.submit()
    assert query_of(following.request.url) == {
        "q": "户口",
        "kind": "guide",
        "org": "public-security",
        "after": "身份证",
    }
    assert texts(following, ".chip--chosen") == ["办事指南 × 去掉这个条件", "晴溪县公安局 × 去掉这个条件"]
    wider = following.click("晴溪县公安局 .*去掉这个条件", index=0)
    assert query_of(wider.request.url) == {"q": "户口", "kind": "guide"}
    assert wider.html.select_one('link[rel="canonical"]')["href"].endswith(wider.request.path_qs)


def test_a_filter_leaves_as_many_as_it_says(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证")
    for link in page.html.select(".filters__links a"):
        count = link.get_text().rpartition("(")[2].strip(" )\n")
        assert f"找到 {count} 条" in text(searcher.get(link["href"]), ".count")


def test_a_filter_that_nobody_knows_is_left_out_and_said_so(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证&kind=x&org=none&category=y")
    assert len(page.html.select("p.notice[role=status]")) == 3
    assert titles(page) == titles(searcher.get("/search?q=身份证"))
    assert not page.html.select(".chip--chosen")


def test_every_result_is_on_one_of_the_pages(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证&after=x")
    total = int(text(page, ".count").split()[1])
    found = titles(page)
    while following := page.html.select_one('a[rel="next"]'):
        assert "after" not in following["href"]
        page = searcher.get(following["href"])
        found += titles(page)
    assert len(found) == len(set(found)) == total
    assert "这一页没有结果" in text(searcher.get("/search?q=身份证&page=999999"))


def test_a_search_for_nothing_and_one_that_finds_nothing(searcher: TestApp) -> None:
    assert "用自己的话写下想办的事" in text(searcher.get("/search"))
    page = searcher.get("/search?q=zzqqxx")
    assert "没有找到相关内容" in text(page)
    for way in ('a[href^="tel:"]', 'a[href^="/services?life_event="]', 'a[href="/mailbox"]'):
        assert page.html.select(f"main {way}")


def test_where_the_filters_leave_nothing_the_way_out_is_counted(searcher: TestApp) -> None:
    page = searcher.get("/search?q=居民身份证办理&kind=guide&org=civil-affairs&category=party")
    assert "没有同时符合这些条件的事项" in text(page)
    wider = page.click("不筛选的话有")
    assert query_of(wider.request.url) == {"q": "居民身份证办理"}
    assert text(wider, ".count").split()[1] in text(page, "[role=status] a")


def test_a_long_question_is_searched_by_its_beginning(searcher: TestApp) -> None:
    page = searcher.get("/search?" + urlencode({"q": "身份证" + "啊" * 300}))
    assert "问题太长，只搜索了前面一部分" in text(page)
    assert len(asking(page)["after"].value) == 200


def test_every_kind_has_a_name_and_every_relaxed_step_a_sentence() -> None:
    assert set(KINDS) == set(SOURCES)
    assert set(RELAXED) == engine.RELAXED


def hit(kind: str) -> Hit:
    return Hit(f"{kind}:1", (), (), "", kind, "", "", 1.0)


def test_guides_come_first_unless_something_else_was_named() -> None:
    hits = [hit("notice"), hit("org"), hit("guide")]
    assert [kind for kind, _name, _hits in groups(Results(hits=hits, step=Step.TEXT))] == [
        "guide",
        "org",
        "notice",
    ]
    assert [kind for kind, _name, _hits in groups(Results(hits=hits, step=Step.EXACT))] == [
        "notice",
        "guide",
        "org",
    ]
    assert groups(Results()) == []


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "%00", "<script>alert(1)</script>", "' or 1=1 --", '身*?~"(', "\u202e"]
)
def test_a_strange_question_is_answered(searcher: TestApp, query: str) -> None:
    page = searcher.get("/search?" + urlencode({"q": query}))
    assert "<script>alert" not in page.text


def test_suggestions(searcher: TestApp) -> None:
    offered = searcher.get("/search/suggest?q=sfz").json
    assert offered[0] == {
        "text": "居民身份证办理（包括临时）",
        "address": GUIDE,
        "kind": "guide",
        "label": "办事指南",
    }
    assert len(searcher.get("/search/suggest?q=s").json) <= 8
    kinds = [each["kind"] for each in searcher.get("/search/suggest?q=公安局").json]
    assert kinds == sorted(kinds, key="board".__eq__)
    assert set(kinds) == {"org", "board"}
    assert searcher.get("/search/suggest").json == []


def test_a_page_of_results_weighs_little(searcher: TestApp) -> None:
    assert weight(searcher, "/search?q=身份证") <= 14_000


def test_a_question_of_a_visit_is_answered_on_top(searcher: TestApp) -> None:
    page = searcher.get("/search?q=县公安局几点上班")
    assert text(page, ".answer__title") == "晴溪县公安局什么时候上班"
    assert text(page, ".answer__first") == "工作日 9:00–12:00，13:30–17:30；周六 9:00–12:00"
    assert page.html.select_one('.answer a[href="/orgs/public-security"]')
    assert page.html.select_one('.answer a[href="tel:09805550121"]')
    assert not page.html.select(".card, .chips, .count")
    assert not searcher.get("/search?q=县公安局几点上班&page=2").html.select(".answer")


@pytest.mark.parametrize(
    ("query", "title", "told"),
    [
        ("陆建平", "陆建平", ("户政受理岗 在岗", "0980-5550122")),
        ("晴溪县公安局", "晴溪县公安局", ("现在关门", "晴溪县城关长安街6号", "0980-5550121")),
        ("柳湾赶场", "柳湾镇赶场日", ("3月2日 星期一", "就是今天", "3月5日")),
        ("公安局收费", "公安局收费公开栏", ("按什么标准",)),
        ("医保断缴一年怎么补", "医保断缴一年怎么补", ("咨询 · 晴溪县便民服务中心 · 2026-02-11 答复",)),
        ("写信", "信箱：提问、建议、求助、投诉", ("给便民中心和部门写信",)),
        ("一次性告知办法", "晴溪县一次性告知办法", ("2026-01-26 · 政策文件 · 晴溪县人民政府",)),
    ],
)
def test_each_kind_is_shown_as_what_it_is(
    searcher: TestApp, query: str, title: str, told: tuple[str, ...]
) -> None:
    first = texts(searcher.get("/search?" + urlencode({"q": query})), ".card")[0]
    assert first.replace(" ", "").startswith(title)
    assert all(words in first for words in told), first


def test_a_table_in_a_notice_is_told_without_its_lines(searcher: TestApp) -> None:
    first = texts(searcher.get("/search?q=本月新增低保家庭公示"), ".card")[0]
    assert "乡镇 户数" in first
    assert "---" not in first
    assert "|" not in first


def test_who_is_away_is_found_with_who_stands_in(searcher: TestApp) -> None:
    first = texts(searcher.get("/search?q=陶静仪"), ".card")[0]
    assert "婚姻登记员 不在岗" in first
    assert "现由杜文博代理" in first


def test_a_search_without_index_finds_names_and_says_so(visitor: TestApp) -> None:
    page = visitor.get("/search?q=身份证丢了怎么办")
    assert "只能按事项名称查找" in text(page, ".notice--warning")
    assert page.html.select_one('main .notice a[href="/services"]')
    assert titles(page)
    assert all("身份证" in title for title in titles(page))
    assert "身份证" in page.html.select_one(".card__title mark").text
    assert "只能按事项名称查找" in text(visitor.get("/search?q=不存在的事项名"), ".notice--warning")
    assert visitor.get("/search/suggest?q=s").json == []
    assert visitor.get("/api/v1/search?q=身份证&limit=1").json[0]["kind"] == "guide"
    kiosk = visitor.get("/kiosk/county-hall/search?q=身份证")
    assert "只能按事项名称查找" in kiosk.text
    assert kiosk.html.select("#found .kiosk-row")
