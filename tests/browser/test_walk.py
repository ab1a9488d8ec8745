"""One resident's way: home, a query, the result, their own case, the printed checklist."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import OpenPage
from tests.support.demo import IDENTITY_CARD

pytestmark = pytest.mark.browser

GUIDE = f"/services/{IDENTITY_CARD}"
LIST = ["居民身份证申领登记表", "居民户口簿", "旧居民身份证"]


def walk(page: Page, address: str) -> None:
    """From the home page to the renewal's own list of materials."""
    page.goto(address)
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("身份证到期")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("main").get_by_role("link", name="居民身份证办理（包括临时）").click()
    page.get_by_role("link", name="到期了，或者改了名字，要换").click()
    page.get_by_role("link", name="本县户口，满16岁").click()
    expect(page.locator(".facts")).to_contain_text("20元")
    expect(page.locator(".checklist .material__name")).to_have_text(LIST)


def test_with_script(address: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    walk(page, address)
    expect(page.locator(".checklist output")).to_have_text("已备好 0 样，共 3 样")
    for name in LIST:
        page.get_by_role("checkbox", name=name).first.check()
    expect(page.locator(".checklist output")).to_have_text("都备齐了，可以来办了。")
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.only }")
    page.get_by_role("button", name="打印清单").click()
    assert page.evaluate("window.printed") == "materials"
    page.emulate_media(media="print")
    page.evaluate("document.documentElement.dataset.only = 'materials'")
    expect(page.locator("#materials")).to_be_visible()
    expect(page.locator("#basis")).to_be_hidden()


def test_without_script(address: str, open_page: OpenPage) -> None:
    page = open_page("phone", java_script_enabled=False)
    walk(page, address)
    page.get_by_role("checkbox", name="居民户口簿").first.check()
    expect(page.get_by_role("button", name="打印清单")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.get_by_text("窗口人员用").click()
    page.get_by_role("group", name="缺哪些材料？").get_by_label("旧居民身份证").check()
    page.get_by_role("button", name="生成一次性告知单").click()
    expect(page.locator(".slip__missing strong")).to_have_text(["旧居民身份证"])


def test_on_paper_only_what_helps_is_left(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}{GUIDE}?case=renew.adult")
    page.emulate_media(media="print")
    for kept in ("h1", ".facts", "#materials", "#steps", "footer"):
        expect(page.locator(kept)).to_be_visible()
    for dropped in (".search-box", ".site-nav", ".anchors", ".for-clerks"):
        expect(page.locator(dropped)).to_be_hidden()


def test_the_notice_fits_on_one_sheet(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}{GUIDE}/notice?case=lost.minor&missing=household&missing=guardian-card")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_one_case_fits_on_four_sheets(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}{GUIDE}?case=lost.adult")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 4


def test_by_keyboard_alone(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}/services")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    box = page.get_by_role("combobox", name="您想办什么事？")
    box.focus()
    page.keyboard.type("sfz", delay=20)
    expect(page.get_by_role("option", name="居民身份证办理（包括临时）")).to_be_visible()
    page.keyboard.press("ArrowDown")
    active = str(box.get_attribute("aria-activedescendant"))
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(" ")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")
