"""Every public address, with good and bad input."""

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from sqlalchemy.exc import OperationalError
from webob import Request
from webtest import TestApp, TestResponse

from portal.catalogue.codes import Kind
from portal.core.work import Store
from portal.directory.edit import state_org
from portal.directory.queries import org_by_slug
from portal.web.render import phones
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN
from tests.support.portal import MovableClock

GUIDE = f"/services/{IDENTITY_CARD}"
NOTICE = f"{GUIDE}/notice"


def text(page: TestResponse, selector: str = "main") -> str:
    return " ".join(page.html.select_one(selector).get_text(" ").split())


def texts(page: TestResponse, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.html.select(selector)]


def meta(page: TestResponse, name: str) -> str:
    return str(page.html.select_one(f'meta[name="{name}"]')["content"])


def materials(page: TestResponse) -> list[str]:
    return texts(page, ".checklist .material__name")


def weight(app: TestApp, address: str) -> int:
    """Bytes over the wire; WebTest itself would unpack them."""
    environ = {"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip"}
    return len(Request.blank(address, environ=environ).get_response(app.app).body)


# Home and frame


def test_home_shows_occasions_units_and_how_to_reach_us(visitor: TestApp) -> None:
    page = visitor.get("/")
    assert "生孩子、上户口 3 项" in texts(page, ".tile")
    assert any(unit.startswith("晴溪县公安局") for unit in texts(page, "#units + ul .chip"))
    assert "0980-5550110" in text(page, "footer")
    assert page.html.select_one(".site-header__phone")["href"] == "tel:09805550110"
    assert page.html.select_one("form[role=search] input[name=q]")


def test_an_empty_portal_says_so(app: TestApp) -> None:
    assert "还没有发布办事指南" in text(app.get("/"))
    assert "0 项" in text(app.get("/services"))
    assert "还没有登记部门" in text(app.get("/orgs"))
    assert "lastmod" not in app.get("/sitemap.xml").text


def test_every_page_carries_the_tags_of_a_government_site(visitor: TestApp) -> None:
    for address in ("/", "/services", GUIDE, "/orgs", "/orgs/county-hall"):
        page = visitor.get(address)
        assert meta(page, "SiteName") == "阳光便民门户"
        assert meta(page, "SiteDomain") == "localhost"
        assert page.html.select_one('meta[name="SiteIDCode"]')
        assert page.html.html["lang"] == "zh-Hans"
        assert page.html.select_one('link[rel="canonical"]')["href"] == f"http://localhost:6543{address}"


def test_a_page_weighs_little_and_keeps_to_itself(visitor: TestApp) -> None:
    page = visitor.get(GUIDE)
    files = [page.html.select_one("link[rel=stylesheet]")["href"], page.html.select_one("script")["src"]]
    sizes = [weight(visitor, address) for address in (GUIDE, *files)]
    assert all(size <= most for size, most in zip(sizes, (14_000, 14_000, 10_000), strict=True)), sizes
    assert not re.search(r"https?://(?!localhost:6543)", page.text)
    assert not page.html.select("[style], style, [onclick], script:not([src])")


def test_static_files_are_kept_for_ever_under_an_address_of_their_content(visitor: TestApp) -> None:
    style = visitor.get("/").html.select_one("link[rel=stylesheet]")["href"]
    answer = visitor.get(style)
    assert answer.content_type == "text/css"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "--ink:" in answer.text
    assert "@media print" in answer.text


# Catalogue


def test_filters_narrow_and_count(visitor: TestApp) -> None:
    page = visitor.get("/services?life_event=birth&served=person")
    assert "3 项" in text(page, ".count")
    assert "出生登记（新生儿落户）" in texts(page, ".card__title")
    assert texts(page, ".chip--chosen") == ["生孩子、上户口 × 去掉这个条件", "个人 × 去掉这个条件"]
    without = visitor.get(page.html.select_one(".chip--chosen")["href"])
    assert texts(without, ".chip--chosen") == ["个人 × 去掉这个条件"]


def test_a_filter_counts_what_it_would_leave(visitor: TestApp) -> None:
    page = visitor.get("/services")
    option = next(o for o in page.html.select("#filter-kind option") if o["value"] == Kind.PERMIT.value)
    count = re.search(r"\((\d+)\)", option.text)
    assert count
    assert f"{count[1]} 项" in text(visitor.get("/services?kind=permit"), ".count")


def test_a_unit_takes_in_what_is_below_it(visitor: TestApp) -> None:
    everything = text(visitor.get("/services"), ".count").split(" · ")[0]
    county = visitor.get("/services?org=qingxi")
    assert text(county, ".count").startswith(everything)
    assert "晴溪县人民政府" in texts(county, "#filter-org option[selected]")[0]


def test_the_form_works_without_script_and_keeps_what_was_chosen(visitor: TestApp) -> None:
    form = visitor.get("/services?way=online").forms[1]
    assert form["way"].value == "online"
    form["life_event"] = "birth"
    page = form.submit()
    assert len(texts(page, ".chip--chosen")) == 2


@pytest.mark.parametrize("name", ["org", "kind", "life_event", "served", "way", "level"])
def test_an_unknown_value_is_named_and_ignored(visitor: TestApp, name: str) -> None:
    everything = text(visitor.get("/services"), ".count")
    page = visitor.get("/services?" + urlencode({name: "' or 1=1"}))
    assert "认不出来，已经去掉" in text(page, ".notice")
    assert text(page, ".count") == everything


def test_nothing_fits_is_a_helpful_page(visitor: TestApp) -> None:
    page = visitor.get("/services?life_event=birth&kind=permit")
    assert "没有同时符合这些条件的事项" in text(page)
    assert page.html.select_one('.notice a[href="/services"]')


@pytest.mark.parametrize("number", ["-1", "0", "x", "9" * 30, "1.5", "", "²", "１"])
def test_a_page_that_is_no_page_is_the_first(visitor: TestApp, number: str) -> None:
    assert texts(visitor.get(f"/services?page={number}"), ".card__title") == texts(
        visitor.get("/services"), ".card__title"
    )


def test_a_page_beyond_the_last_is_the_last(visitor: TestApp) -> None:
    assert texts(visitor.get("/services?page=999"), ".card__title")


def test_name_only_guides_come_last(visitor: TestApp) -> None:
    assert texts(visitor.get("/services?org=public-security"), ".card__title")[-1] == "养犬登记"


# Guide


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
    site.write(state_org, unit.id, clock.now.date(), name="晴溪县公安分局")
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


# One-time notice


def test_the_notice_lists_what_is_missing(visitor: TestApp) -> None:
    form = visitor.get(f"{GUIDE}?case=lost.minor").forms[1]
    form.get("missing", index=1).checked = True
    page = form.submit()
    assert texts(page, ".slip__missing strong") == ["居民户口簿"]
    slip = text(page, ".slip")
    for words in ("一次性告知单", "未满16周岁丢失补领", "2026-03-02 12:00", "公安户政窗口", "0980-5550122"):
        assert words in slip
    assert "行政许可法" not in slip


def test_the_notice_of_a_permit_names_the_law(visitor: TestApp) -> None:
    permit = visitor.get("/services?kind=permit").click(href="^/services/", index=1)
    form = permit.forms[1]
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


# Units


def test_the_tree_holds_every_unit(visitor: TestApp) -> None:
    page = visitor.get("/orgs")
    assert len(page.html.select(".tree li")) == 22
    assert "松岭乡便民服务中心" in [a.text for a in page.html.select(".tree ul ul a")]


def test_a_unit_shows_windows_people_and_services(visitor: TestApp) -> None:
    page = visitor.get("/orgs/public-security")
    for words in (
        "晴溪县城关长安街6号",
        "公安户政窗口",
        "陆建平",
        "宋玥",
        "材料齐全当场受理",
        "居民身份证办理",
    ):
        assert words in text(page)
    assert page.html.select_one('a[href="/services?org=public-security"]')
    hall = visitor.get("/orgs/county-hall")
    assert len(hall.html.select(".window")) == 14
    assert "这个单位还没有发布办事指南" in text(hall)


@pytest.mark.parametrize("slug", ["none", "%00", "a" * 300, "%E5%8D%95"])
def test_a_unit_that_is_none(visitor: TestApp, slug: str) -> None:
    assert visitor.get(f"/orgs/{slug}", status="4*").status_int in (400, 404)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("0980-5550110", [("0980-5550110", "09805550110")]),
        ("(0980) 555 0110转8", [("(0980) 555 0110转8", "09805550110")]),
        ("12345、0980-5550111", [("12345", "12345"), ("0980-5550111", "09805550111")]),
    ],
)
def test_phones_are_read(written: str, read: list[tuple[str, str]]) -> None:
    assert phones(written) == read


# Search


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


# Robots and errors


def test_the_site_map_lists_what_is_published(visitor: TestApp) -> None:
    page = visitor.get("/sitemap.xml")
    assert page.content_type == "application/xml"
    found = [loc.text for loc in page.xml.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://localhost:6543{GUIDE}" in found
    assert "http://localhost:6543/orgs/county-hall" in found
    assert not any(WITHDRAWN in address for address in found)


def test_robots_are_told_where_not_to_go(visitor: TestApp) -> None:
    page = visitor.get("/robots.txt")
    assert "Disallow: /admin" in page.text
    assert "Sitemap: http://localhost:6543/sitemap.xml" in page.text


def test_pages_about_errors_need_no_database(visitor: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("disk I/O error"))

    monkeypatch.setattr("portal.core.work.Session.execute", broken)
    monkeypatch.setattr("portal.core.work.Session.scalar", broken)
    page = visitor.get("/services", status=503)
    assert "网站正忙" in text(page)
    assert page.headers["Retry-After"]
    assert "没有这个页面" in text(visitor.get("/none", status=404))


def test_a_failure_has_a_number_to_name(visitor: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.public.orgs.tree", lambda _orgs: Decimal("x"))
    page = visitor.get("/orgs", status=500)
    assert re.search(r"请报这个编号：[0-9a-f]{8}", text(page))
    assert "Decimal" not in page.text


def test_only_named_methods_are_answered(visitor: TestApp) -> None:
    for address in ("/", "/services", GUIDE, NOTICE, "/orgs", "/search", "/sitemap.xml", "/robots.txt"):
        assert visitor.head(address, status="*").status_int == 200
        assert visitor.post(address, {"a": "b"}, status="*").status_int == 405
        assert visitor.options(address, status="*").status_int == 405
