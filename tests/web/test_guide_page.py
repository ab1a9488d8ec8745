"""The page of a guide, and the one-time notice."""

from urllib.parse import urlencode

import pytest
from webtest import TestApp, TestResponse

from portal.core.work import Store
from portal.directory.edit import state_org
from portal.directory.queries import org_by_slug
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN
from tests.support.portal import MovableClock
from tests.support.reading import meta, text, texts

GUIDE = f"/services/{IDENTITY_CARD}"
NOTICE = f"{GUIDE}/notice"


def materials(page: TestResponse) -> list[str]:
    return texts(page, ".checklist .material__name")


def test_a_guide_answers_the_five_questions_first(visitor: TestApp) -> None:
    facts = text(visitor.get(GUIDE), ".facts")
    for words in ("30天", "60天", "免费 – 40元", "跑 2 次", "公安户政窗口", "0980-5550122"):
        assert words in facts


def test_a_case_brings_its_own_list_and_fee_by_links(visitor: TestApp) -> None:
    page = visitor.get(GUIDE)
    everything = materials(page)
    page = page.click("到期了，或者改了名字，要换").click("本县户口，满16岁")
    assert page.request.query_string == "case=renew.adult"
    assert "20元" in text(page, ".facts")
    assert materials(page) == ["居民身份证申领登记表", "居民户口簿", "旧居民身份证"]
    assert set(materials(page)) < set(everything)
    page = page.click("重选", index=0)
    assert page.request.query_string == "case=adult"


def test_the_fees_of_the_identity_card(visitor: TestApp) -> None:
    for case, fee in (("first.adult", "免费"), ("renew.adult", "20元"), ("lost.adult", "40元")):
        assert fee in text(visitor.get(f"{GUIDE}?case={case}"), ".facts")


@pytest.mark.parametrize("case", ["nobody", "first.renew", "a" * 5000, ".", "first.adult.adult"])
def test_a_case_that_is_none_is_no_error(visitor: TestApp, case: str) -> None:
    assert materials(visitor.get(f"{GUIDE}?{urlencode({'case': case})}"))


def test_it_says_when_it_is_ready(own_visitor: TestApp, clock: MovableClock) -> None:
    ready = text(own_visitor.get(GUIDE), ".ready")
    assert ready == "2026年3月2日（星期一）交齐材料，最晚2026年4月1日（星期三）办好。"
    clock.pass_time(days=300)
    late = text(own_visitor.get(GUIDE), ".ready")
    assert "2027年" in late
    assert "暂定" in late


def test_a_guide_names_source_date_and_edition(visitor: TestApp) -> None:
    page = visitor.get(GUIDE)
    assert meta(page, "ArticleTitle") == "居民身份证办理（包括临时）"
    assert meta(page, "PubDate") == "2026-02-25 12:00"
    assert meta(page, "ContentSource") == "晴溪县公安局"
    assert meta(page, "ColumnName") == meta(page, "ColumnType") == "办事指南"
    assert "身份证丢了" in meta(page, "Keywords")
    assert "第 2 版，2026-02-25 12:00 发布" in text(page, "footer")


def test_a_past_edition_says_so_and_stays_out_of_search_machines(visitor: TestApp) -> None:
    page = visitor.get(f"{GUIDE}?edition=1")
    assert "这是旧版本，已于 2026-02-25 失效" in text(page)
    assert meta(page, "robots") == "noindex"
    assert page.html.select_one('link[rel="canonical"]')["href"].endswith(GUIDE)
    assert not page.html.select(".ready")
    assert "edition=1" in page.click("第一次办").request.query_string
    assert not visitor.get(f"{GUIDE}?edition=2").html.select('meta[name="robots"]')


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "9" * 30, ""])
def test_an_edition_that_is_none(visitor: TestApp, number: str) -> None:
    assert "没有这个版本" in text(visitor.get(f"{GUIDE}?edition={number}", status=404))


def test_a_past_edition_names_its_unit_as_it_was(
    site: Store, own_visitor: TestApp, clock: MovableClock
) -> None:
    with site.reading() as work:
        unit = org_by_slug(work, "public-security")
        assert unit
    today = clock.now.date()
    site.write(lambda work: state_org(work, unit.id, today, name="晴溪县公安分局"))
    assert "晴溪县公安分局" in text(own_visitor.get(GUIDE), ".guide__unit")
    assert "晴溪县公安局" in text(own_visitor.get(f"{GUIDE}?edition=1"), ".guide__unit")


def test_a_name_only_guide_says_whom_to_ask(visitor: TestApp) -> None:
    page = visitor.get(f"/services/{NAME_ONLY}")
    assert "材料尚未列出，来之前请咨询晴溪县公安局" in text(page)
    assert page.html.select_one(".big-phone a")["href"] == "tel:09805550122"
    assert not materials(page)


def test_a_code_in_other_letters_leads_to_the_guide(visitor: TestApp) -> None:
    answer = visitor.get(f"/services/{IDENTITY_CARD.lower()}?case=first.adult", status=301)
    assert answer.location == f"http://localhost:6543{GUIDE}?case=first.adult"
    answer = visitor.get(f"/services/{IDENTITY_CARD.lower()}/notice", status=301)
    assert answer.location == f"http://localhost:6543{NOTICE}"


@pytest.mark.parametrize(
    "code", ["none", "%E6%97%A0", "a" * 300, "..", "%3Cscript%3E", f"{IDENTITY_CARD}%20"]
)
def test_a_code_that_nobody_has(visitor: TestApp, code: str) -> None:
    page = visitor.get(f"/services/{code}", status=404)
    assert "<script>" not in page.text.replace("<script ", "")


def test_a_withdrawn_guide_says_why(visitor: TestApp) -> None:
    assert "已由居住证代替" in text(visitor.get(f"/services/{WITHDRAWN}", status=410))
    assert "暂住证" not in visitor.get("/services").text


def test_the_notice_lists_what_is_missing(visitor: TestApp) -> None:
    form = visitor.get(f"{GUIDE}?case=lost.minor").forms[2]
    form.get("missing", index=1).checked = True
    page = form.submit()
    assert texts(page, ".slip__missing strong") == ["居民户口簿"]
    slip = text(page, ".slip")
    for words in ("一次性告知单", "未满16周岁丢失补领", "2026-03-02 12:00", "公安户政窗口", "0980-5550122"):
        assert words in slip
    assert "行政许可法" not in slip


def test_the_notice_of_a_permit_names_the_law(visitor: TestApp) -> None:
    permit = visitor.get("/services?kind=permit").click(href="^/services/", index=1)
    form = permit.forms[2]
    form.get("missing", index=0).checked = True
    assert "行政许可法》第三十二条" in text(form.submit(), ".slip")


@pytest.mark.parametrize("query", ["", "missing=", "missing=none", "missing=temporary-form&case=renew.adult"])
def test_nothing_missing_makes_no_notice(visitor: TestApp, query: str) -> None:
    page = visitor.get(f"{NOTICE}?{query}")
    assert "没有勾选缺少的材料" in text(page)
    assert not page.html.select(".slip")


def test_a_notice_of_what_is_no_guide(visitor: TestApp) -> None:
    visitor.get("/services/none/notice?missing=a", status=404)
    visitor.get(f"/services/{WITHDRAWN}/notice?missing=a", status=410)
