"""The kiosk without a browser: every page, every error, and that no way leads out."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import Tag
from webtest import TestApp, TestResponse

from portal.app import make_app, make_store
from portal.core.work import Store
from portal.demo.content import PASSWORD
from portal.views.kiosk.search import press
from portal.web.kiosk import Text
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN
from tests.support.portal import MovableClock
from tests.support.reading import text, texts
from tests.support.staff import log_in

HOME = "/kiosk/county-hall"
GUIDE = f"{HOME}/services/{IDENTITY_CARD}"
PAGES = 400
OUTSIDE = ("http:", "https:", "tel:", "mailto:", "sms:", "javascript:", "//")


@pytest.fixture
def kiosk(searcher: TestApp) -> TestApp:
    """A screen of its own, without the cookies of another test."""
    return TestApp(searcher.app, extra_environ=searcher.extra_environ)


def ways(page: TestResponse) -> Iterator[str]:
    """Every address to which a page leads by a link or by a form as it stands."""
    for link in page.html.select("[href], [src], [action], [formaction]"):
        for name in ("href", "src", "action", "formaction"):
            if link.get(name) is not None:
                yield str(link[name])
    for form in page.html.select("form"):
        for button in form.select("button") or [None]:
            yield f"{form['action']}?{urlencode(list(_fields(form, button)))}"


def _fields(form: Tag, button: Tag | None) -> Iterator[tuple[str, str]]:
    for field in (*form.select("input[name]"), *([button] if button and button.get("name") else [])):
        yield str(field["name"]), str(field.get("value", ""))


@pytest.mark.parametrize("place", ["county-hall", "liuwan-hall", "dongtang", "public-security"])
def test_no_way_leads_out(kiosk: TestApp, place: str) -> None:
    home = f"/kiosk/{place}"
    begin = [home, f"{home}/search?q=shenfenzheng", f"{home}/none", f"{home}/boards/none"]
    seen, waiting = set(begin), deque(begin)
    while waiting and len(seen) < PAGES:
        here = waiting.popleft()
        answer = kiosk.get(here, status="*")
        assert answer.status_int in ({404} if here.endswith("/none") else {200}), here
        for way in ways(answer):
            assert not way.startswith(OUTSIDE), (here, way)
            target = urlsplit(urljoin(here, way))
            if target.path.startswith(("/static/", "/media/")):  # what a page is drawn with
                continue
            assert target.path == home or target.path.startswith(f"{home}/"), (here, way)
            found = target.path + (f"?{target.query}" if target.query else "")
            if found not in seen and len(target.query) < 60:
                seen.add(found)
                waiting.append(found)
    assert len(seen) > 50
    assert answer.html.select("[target], [download], iframe, object, embed") == []


def test_phones_and_addresses_of_guides_stay_text(kiosk: TestApp) -> None:
    page = kiosk.get(f"{GUIDE}?case=lost.adult")
    assert "0980-5550122" in text(page)
    assert page.html.select('a[href^="tel:"], main a[href*="//"]') == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/kiosk", 404),
        ("/kiosk/", 404),
        ("/kiosk/nowhere", 404),
        ("/kiosk/nowhere/services", 404),
        ("/kiosk/%22%3E%3Cscript%3E", 404),
        ("/kiosk/county-hall%2f..%2f..%2fadmin", 404),
        ("/kiosk/county-hall/admin", 404),
        (f"{HOME}/services/NONE", 404),
        (f"{HOME}/services/{WITHDRAWN}", 410),
        (f"{HOME}/%ff", 400),
        (f"{HOME}/search?q=%ff", 400),
        (f"{HOME}?{'q=x&' * 2000}", 400),
        (f"{HOME}?q={'x' * 200_000}", 414),
    ],
)
def test_errors_wear_the_frame_of_the_kiosk(kiosk: TestApp, address: str, status: int) -> None:
    page = kiosk.get(address, status=status)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.html.select_one("html.kiosk")
    expected = {HOME, f"{HOME}/help", f"{HOME}?text=normal"} if "county-hall" in address else set()
    assert {link["href"] for link in page.html.select("a")} == expected


def test_another_method_is_refused_inside(kiosk: TestApp) -> None:
    page = kiosk.post(HOME, {"q": "x"}, status=405)
    assert page.html.select_one("html.kiosk")


def test_a_fault_keeps_the_frame_and_the_way_home(own_visitor: TestApp, site: Store) -> None:
    site.engine.dispose()
    own_visitor.app.app.registry["store"] = None
    page = own_visitor.get(HOME, status=500)
    assert page.html.select_one("html.kiosk")
    assert [link["href"] for link in page.html.select("main a")] == [HOME]


def test_nothing_of_staff_shows(own_visitor: TestApp) -> None:
    log_in(own_visitor, "admin", PASSWORD)
    assert own_visitor.get("/admin").status_int == 200
    page = own_visitor.get(HOME)
    assert page.request.environ.get("HTTP_COOKIE", "") == ""
    assert own_visitor.get("/admin").status_int == 200


@pytest.mark.parametrize("size", Text)
def test_the_size_of_the_text_stays_until_the_screen_is_cleared(own_visitor: TestApp, size: Text) -> None:
    own_visitor.get(f"{GUIDE}?case=renew&text={size}")
    page = own_visitor.get(HOME)
    assert page.html.html["data-text"] == size
    assert texts(page, ".kiosk-text [aria-current]") == [
        {"normal": "标准", "large": "大字", "elder": "长辈模式"}[size]
    ]
    own_visitor.get(str(page.html.select_one("[data-finish]")["href"]))
    assert own_visitor.get(HOME).html.html["data-text"] == "normal"


@pytest.mark.parametrize("size", ["", "huge", '"><script>', "elder, large"])
def test_an_unknown_size_is_none(own_visitor: TestApp, size: str) -> None:
    page = own_visitor.get(HOME, {"text": size})
    assert page.html.html["data-text"] == "normal"
    assert "Set-Cookie" not in page.headers


def test_the_first_screen_shows_what_the_centre_chose(site: Store, clock: MovableClock) -> None:
    chosen = (IDENTITY_CARD, "NONE", NAME_ONLY)
    store = make_store(site.settings.model_copy(update={"kiosk_services": chosen}), clock)
    page = TestApp(make_app(store.settings, store), extra_environ={"HTTP_HOST": "localhost"}).get(HOME)
    assert texts(page, '[aria-labelledby="first"] a') == ["居民身份证办理（包括临时）", "养犬登记"]
    store.engine.dispose()


@pytest.mark.parametrize("typed", ["sfz", "shenfenzheng", "shenf", "身份证", "ＳＦＺ"])
def test_letters_find_the_chinese_name(kiosk: TestApp, typed: str) -> None:
    page = kiosk.get(f"{HOME}/search", {"q": typed})
    assert page.html.select_one(f'#found a[href="{GUIDE}"]').strong.text == "居民身份证办理（包括临时）"


def test_keys_work_without_scripts(kiosk: TestApp) -> None:
    page = kiosk.get(f"{HOME}/search")
    for key in "sfx":
        page = page.forms[0].submit("key", value=key)
    assert page.forms[0]["q"].value == "sfx"
    page = page.forms[0].submit("key", value="delete").forms[0].submit("key", value="z")
    assert page.forms[0]["q"].value == "sfz"
    assert GUIDE in {link["href"] for link in page.html.select("#found a")}
    assert page.forms[0].submit("key", value="clear").forms[0]["q"].value == ""


@pytest.mark.parametrize(
    ("typed", "name", "told", "address"),
    [
        ("lujianping", "陆建平", "户政受理岗 在岗 0980-5550122", "/boards/staff"),
        ("公安局", "晴溪县公安局", "0980-5550121 · 晴溪县城关长安街6号", "/services?org=public-security"),
        ("柳湾赶场", "柳湾镇赶场日", "3月2日 星期一 就是今天", "/market-days"),
        ("值班", "赶场和值班", "本站栏目", "/duty"),
    ],
)
def test_whatever_is_found_says_what_it_is_and_stays_inside(
    kiosk: TestApp, typed: str, name: str, told: str, address: str
) -> None:
    first = kiosk.get(f"{HOME}/search", {"q": typed}).html.select_one("#found .kiosk-row")
    assert " ".join(first.get_text(" ").split()) == f"{name} {told}"
    assert first["href"] == HOME + address


def test_a_question_of_a_visit_is_answered_for_this_place(kiosk: TestApp) -> None:
    page = kiosk.get("/kiosk/liuwan-hall/search", {"q": "几点上班"})
    assert text(page, ".answer__title") == "柳湾镇便民服务中心什么时候上班"
    assert text(page, ".answer__first") == "工作日 9:00–12:00，14:00–17:30；赶集日 8:00–14:00"
    assert not page.html.select("#found .chips, #found .kiosk-row")


@pytest.mark.parametrize("key", ["", "ab", "é", "<", "\n", "clear!"])
def test_an_unknown_key_types_nothing(key: str) -> None:
    assert press("sf", key) == "sf"


def test_a_unit_found_leads_to_its_guides(kiosk: TestApp) -> None:
    page = kiosk.get(f"{HOME}/search", {"q": "民政局"})
    found = page.click("晴溪县民政局", index=0)
    assert found.request.path_qs == f"{HOME}/services?org=civil-affairs"
    assert "民政救助窗口" in text(found)


def test_nothing_found_says_so(kiosk: TestApp) -> None:
    assert "没有找到" in text(kiosk.get(f"{HOME}/search", {"q": "zzqqxx"}), "#found")


def test_help_is_on_every_page_and_belongs_to_the_place(kiosk: TestApp) -> None:
    for address in (HOME, GUIDE, f"{HOME}/search", f"{HOME}/services?by=org", f"{HOME}/none"):
        tile = text(kiosk.get(address, status="*"), ".kiosk-help")
        assert "方小满" in tile
        assert "一楼 大门右侧 问询台" in tile
    assert "柳湾镇便民服务中心" in text(kiosk.get("/kiosk/liuwan-hall/help"))


def test_the_slip_names_the_guide_to_take_along(kiosk: TestApp) -> None:
    page = kiosk.get(f"{GUIDE}?case=renew.adult")
    assert page.html.select_one(".kiosk-qr svg path")
    assert texts(page, ".kiosk-print h2")[0] == "要带什么"


def test_a_code_in_small_letters_stays_inside(kiosk: TestApp) -> None:
    page = kiosk.get(f"{HOME}/services/{IDENTITY_CARD.lower()}?case=renew", status=301)
    assert page.location == f"http://localhost:6543{GUIDE}?case=renew"


def test_a_guide_that_has_only_a_name_says_whom_to_ask(kiosk: TestApp) -> None:
    page = kiosk.get(f"{HOME}/services/{NAME_ONLY}")
    assert "材料尚未列出" in text(page)
    assert "0980-5550122" in text(page)
    assert page.html.select(".checklist") == []
