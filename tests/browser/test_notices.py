"""A notice from its first word to its withdrawal, in a browser: accessible and valid at every step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.accounts import users
from portal.app import make_app
from portal.core.work import Store
from portal.demo.content import PASSWORD
from portal.directory.queries import org_by_slug
from portal.media import files, intake
from portal.media import verbs as media
from portal.publishing import verbs
from tests.support.browser import SIZES, OpenPage
from tests.support.databases import Databases
from tests.support.demo import opened_site, served
from tests.support.notices import drafted, notice
from tests.support.parts import PDF, picture
from tests.support.portal import MovableClock

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]
Look = Callable[[Page], list[str]]
TEXT = """## 时间

10月1日至8日**停办**，9日恢复。详见[居民身份证办理](/services/990121-GA-01)或 https://www.gov.cn/ 。

| 窗口 | 值班 | 电话 |
|------|------|------|
| 户籍 | 上午 | 0980-5550110 |
| 医保 | 不值班 | |

#### 要带什么

1. 身份证
2. 户口簿
    - 原件

> 急事打热线。

***
以上。"""
PUBLIC = {
    "home": "/",
    "list": "/notices",
    "column": "/columns/alerts",
    "nothing of the unit": "/notices?org=songling-hall",
    "empty column": "/columns/market",
    "notice": "/notices/{live}",
    "over": "/notices/{over}",
    "withdrawn": "/notices/{withdrawn}",
}
DESK = {
    "what waits": "/admin",
    "list": "/admin/notices",
    "empty list": "/admin/notices?q=nothing-is-called-this",
    "new": "/admin/notices/new",
    "draft": "/admin/notices/{draft}",
    "form with files": "/admin/notices/{draft}/edit",
    "preview": "/admin/notices/{draft}/preview",
    "published": "/admin/notices/{live}",
}


@pytest.fixture
def place(site: Store) -> Iterator[str]:
    """The address of a site of the test's own."""
    with served(make_app(site.settings, site)) as address:
        yield address


@pytest.fixture(scope="module")
def shown(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """For tests that only look: where a site with notices in every state is, and their ids by the state."""
    folder = tmp_path_factory.mktemp("notices")
    with opened_site("sqlite", databases, MovableClock(), folder) as site:
        numbers = put_notices(site)
        with served(make_app(site.settings, site)) as address:
            yield {"place": address} | {state: str(number) for state, number in numbers.items()}


@pytest.fixture(scope="module")
def desk(browser: Browser, shown: dict[str, str]) -> Iterator[Page]:
    """A page of somebody who has logged in there."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    log_in(page, shown["place"], "admin")
    yield page
    context.close()


def put_notices(site: Store) -> dict[str, int]:
    """Ids of notices in every state, by the state."""
    with site.reading() as work:
        org = org_by_slug(work, "county-hall")
        people = [users.staff(work, login) for login in ("admin", "publisher")]
    assert org
    prepared = [intake.inspect(BytesIO(each), name) for each, name in ((picture(), "a.jpg"), (PDF, "b.pdf"))]
    for each in prepared:
        files.keep(site, each)
    kept = [site.write(media.add, each) for each in prepared]
    rows = [{"media_id": each, "caption": f"附件{each}"} for each in kept]
    links = [{"label": "办事指南", "address": "/services"}]
    full = {
        "text": TEXT,
        "attachments": rows,
        "links": links,
        "column": "alerts",
        "summary": "哪些窗口不办理。",
    }
    last = {"valid_until": "2026-03-01"}
    found = {
        state: drafted(site, people[0], notice(org.id, **full, **(last if state == "over" else {})), state)
        for state in ("draft", "live", "over", "withdrawn")
    }
    for state in ("live", "over", "withdrawn"):
        site.write_as(people[0], verbs.submit, found[state])
        site.write_as(people[1], verbs.approve, found[state])
    site.write_as(people[1], verbs.withdraw, found["withdrawn"], "值班安排有变")
    return found


@pytest.fixture
def faults(axe: Check, vnu: Check) -> Look:
    """``faults(page)``: what both checkers find at all sizes, and what is too wide."""

    def look(page: Page) -> list[str]:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        # The script makes a combobox of the public search box, which the validator does not know.
        refused = page.locator("[role=alert]").count()
        found = vnu(page.content() if refused else page.request.get(page.url).text())
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            found += [f"{size}: {fault}" for fault in axe(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{size}: {wide} pixels wide"] if wide != width else []
        return found

    return look


@contextmanager
def logged_in(open_page: OpenPage, place: str, login: str) -> Iterator[Page]:
    page = open_page()
    log_in(page, place, login)
    yield page
    page.context.close()


def log_in(page: Page, place: str, login: str) -> None:
    page.goto(f"{place}/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")


def write(page: Page, place: str, folder: Path) -> None:
    """The editor's part, up to handing it to a second person."""
    (folder / "大厅.png").write_bytes(picture(form="PNG"))
    (folder / "值班表.pdf").write_bytes(PDF)
    page.goto(f"{place}/admin/notices")
    page.get_by_role("link", name="写公告").click()
    page.locator("[name=files]").set_input_files([folder / "大厅.png", folder / "值班表.pdf"])
    page.get_by_role("button", name="保存").last.click()
    expect(page.locator("[role=alert]")).to_contain_text("标题")
    page.get_by_label("标题").fill("国庆节窗口安排")
    page.locator("[name=column]").select_option("alerts")
    page.locator("[name=org_id]").select_option(label="晴溪县便民服务中心")
    page.locator("[name=summary]").fill("放假期间哪些窗口不办理。")
    page.locator("[name=text]").fill(TEXT)
    page.get_by_role("button", name="保存").last.click()
    expect(page.locator("[role=status]").first).to_contain_text("已保存")
    page.get_by_role("link", name="继续写").click()
    page.locator("[name=caption]").first.fill("大厅门口的告示")
    page.get_by_role("button", name="保存").last.click()
    page.get_by_role("link", name="预览页面").click()
    expect(page.get_by_role("img", name="大厅门口的告示")).to_be_visible()
    page.get_by_role("link", name="回到办理页").click()
    page.locator("button[value=submit]").click()
    expect(page.locator("[role=status]").first).to_be_visible()


def test_the_walk_of_a_notice(place: str, open_page: OpenPage, tmp_path: Path) -> None:
    with logged_in(open_page, place, "editor") as page:
        write(page, place, tmp_path)
    with logged_in(open_page, place, "publisher") as page:
        page.get_by_role("link", name="国庆节窗口安排").click()
        page.get_by_text("定时发布").click()
        page.fill("#live_until-approve", "昨天")
        page.locator("button[value=approve]").click()
        expect(page.locator("[role=alert] a")).to_contain_text("昨天")
        page.fill("#live_until-approve", "")
        page.locator("button[value=approve]").click()
        expect(page.locator("[role=status]").first).to_be_visible()
        reader = open_page("phone")
        reader.goto(place)
        reader.get_by_role("link", name="国庆节窗口安排").click()
        expect(reader.get_by_role("img", name="大厅门口的告示")).to_be_visible()
        assert reader.evaluate("[...document.images].every(each => each.naturalWidth)")
        with reader.expect_download() as download:
            reader.get_by_role("link", name="值班表").click()
        assert download.value.path().read_bytes() == PDF
        notice = reader.url
        page.fill("#reason-withdraw", "值班安排有变")
        page.locator("button[value=withdraw]").click()
        expect(page.locator("[role=status]").first).to_be_visible()
        reader.goto(notice)
        expect(reader.get_by_role("main")).to_contain_text("值班安排有变")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_suit_everybody(
    name: str, shown: dict[str, str], same_page: OpenPage, faults: Look
) -> None:
    page = same_page()
    page.goto(shown["place"] + PUBLIC[name].format(**shown))
    assert faults(page) == []


@pytest.mark.parametrize("name", DESK)
def test_the_desk_suits_everybody(name: str, shown: dict[str, str], desk: Page, faults: Look) -> None:
    desk.goto(shown["place"] + DESK[name].format(**shown))
    assert faults(desk) == []


def test_a_refused_form_suits_everybody(shown: dict[str, str], desk: Page, faults: Look) -> None:
    desk.goto(f"{shown['place']}/admin/notices/new")
    desk.get_by_role("button", name="保存").last.click()
    desk.wait_for_selector("[role=alert]")
    assert faults(desk) == []
