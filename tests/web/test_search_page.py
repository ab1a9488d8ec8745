"""The page of results, and suggestions."""

from urllib.parse import urlencode

import pytest
from webtest import TestApp

from tests.support.demo import IDENTITY_CARD
from tests.support.reading import text

GUIDE = f"/services/{IDENTITY_CARD}"


def test_results_are_marked_and_can_be_narrowed(searcher: TestApp) -> None:
    page = searcher.get("/search?q=身份证")
    assert page.html.select_one(".card__title").text == "居民身份证办理（包括临时）"
    assert page.html.select_one(".card__title mark").text == "居民身份证"
    narrowed = page.click("部门和网点 ")
    assert {a["href"].split("/")[1] for a in narrowed.html.select(".card__title a")} == {"orgs"}


def test_a_search_for_nothing_and_one_that_finds_nothing(searcher: TestApp) -> None:
    assert "用自己的话写下想办的事" in text(searcher.get("/search"))
    page = searcher.get("/search?q=zzqqxx")
    assert "没有找到相关内容" in text(page)
    assert page.html.select('a[href^="tel:"]')
    assert "这一页没有结果" in text(searcher.get("/search?q=身份证&page=99"))


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "%00", "<script>alert(1)</script>", "' or 1=1 --", '身*?~"(', "\u202e"]
)
def test_a_strange_question_is_answered(searcher: TestApp, query: str) -> None:
    page = searcher.get("/search?" + urlencode({"q": query}))
    assert "<script>alert" not in page.text


def test_suggestions(searcher: TestApp) -> None:
    assert {"text": "居民身份证办理（包括临时）", "address": GUIDE} in searcher.get(
        "/search/suggest?q=sfz"
    ).json
    assert searcher.get("/search/suggest").json == []


def test_a_search_without_index_leads_to_the_list(visitor: TestApp) -> None:
    page = visitor.get("/search?q=身份证", status=503)
    assert page.html.select_one('main a[href="/services"]')
    assert visitor.get("/search/suggest?q=s").json == []
