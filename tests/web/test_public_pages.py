"""What all public pages share, the units, what robots read, and the pages about errors."""

import re
from decimal import Decimal

import pytest
from sqlalchemy.exc import OperationalError
from webtest import TestApp

from portal.demo.content import read_centre
from portal.web.render import phones
from tests.support.demo import IDENTITY_CARD, WITHDRAWN
from tests.support.reading import meta, text, texts, weight

GUIDE = f"/services/{IDENTITY_CARD}"
CENTRE = read_centre()
NOTICE = f"{GUIDE}/notice"


def test_home_shows_occasions_units_and_how_to_reach_us(visitor: TestApp) -> None:
    page = visitor.get("/")
    assert "生孩子、上户口 9 项" in texts(page, ".tile")
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


def test_the_tree_holds_every_unit(visitor: TestApp) -> None:
    page = visitor.get("/orgs")
    assert len(page.html.select(".tree li")) == len(CENTRE.orgs)
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
    assert len(hall.html.select(".window")) == len([w for w in CENTRE.windows if w.org == "county-hall"])
    assert "这个单位还没有发布办事指南" in text(hall)


@pytest.mark.parametrize("slug", ["none", "%00", "a" * 300, "%E5%8D%95"])
def test_a_unit_that_is_none(visitor: TestApp, slug: str) -> None:
    assert visitor.get(f"/orgs/{slug}", status="4*").status_int in (400, 404)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()),
        ("0980-5550110", (("0980-5550110", "09805550110"),)),
        ("(0980) 555 0110转8", (("(0980) 555 0110转8", "09805550110"),)),
        ("12345、0980-5550111", (("12345", "12345"), ("0980-5550111", "09805550111"))),
    ],
)
def test_phones_are_read(written: str, read: tuple[tuple[str, str], ...]) -> None:
    assert phones(written) == read


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

    visitor.get("/")
    anew = TestApp(visitor.app.app)  # without the pages that are kept
    known = anew.app.registry["centre"]
    monkeypatch.setattr("portal.core.work.Connection.execute", broken)
    anew.app.registry.pop("centre", None)
    assert not anew.get("/services", status=503).html.select(".site-header__phone")
    anew.app.registry["centre"] = known
    page = anew.get("/services", status=503)
    assert "0980-5550110" in text(page, "footer")
    assert "网站正忙" in text(page)
    assert page.headers["Retry-After"]
    assert "没有这个页面" in text(anew.get("/none", status=404))


def test_a_failure_has_a_number_to_name(visitor: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.public.orgs.tree", lambda _orgs: Decimal("x"))
    page = TestApp(visitor.app.app).get("/orgs", status=500)
    assert re.search(r"请报这个编号：[0-9a-f]{8}", text(page))
    assert "Decimal" not in page.text


def test_only_named_methods_are_answered(visitor: TestApp) -> None:
    for address in ("/", "/services", GUIDE, NOTICE, "/orgs", "/search", "/sitemap.xml", "/robots.txt"):
        assert visitor.head(address, status="*").status_int == 200
        assert visitor.post(address, {"a": "b"}, status="*").status_int == 405
        assert visitor.options(address, status="*").status_int == 405
