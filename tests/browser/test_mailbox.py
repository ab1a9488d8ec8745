"""A letter from a telephone: written, put right, received, followed by the code of its receipt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from webtest import TestApp

from tests.support.browser import SIZES, OpenPage
from tests.support.mailbox import TYPED, WRITE, filled, keys, send, track
from tests.support.parts import MAKER, opened, phone_photo

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]


def suits_all(page: Page, axe: Axe) -> bool:
    """No violation and nothing to scroll sideways, at any size."""
    found = []
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        found += axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert found == []
    return True


def press(page: Page) -> None:
    """Send the letter."""
    page.locator("main form .actions button").click()


def write(page: Page, address: str, folder: Path, phone: str = "") -> None:
    """From the home page to a form that was sent, with a photo."""
    (folder / "路灯.jpg").write_bytes(phone_photo())
    page.goto(address)
    page.get_by_role("main").get_by_role("link", name="给我们写信").click()
    page.locator(".mailbox").first.get_by_role("link", name="写信").click()
    page.get_by_label("求助").check()
    page.get_by_label("一句话说明").fill(TYPED["title"])
    page.get_by_label("来信内容").fill(TYPED["text"])
    page.get_by_label("您的姓名").fill(TYPED["name"])
    page.get_by_label("您的电话").fill(phone)
    page.locator("[name=files]").set_input_files(folder / "路灯.jpg")
    press(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_letter_from_a_phone(
    address: str, open_page: OpenPage, axe: Axe, tmp_path: Path, script: bool
) -> None:
    page = open_page("phone", java_script_enabled=script)
    write(page, address, tmp_path)
    expect(page.locator(".notice--error")).to_contain_text("电话")
    expect(page.locator(".files")).to_contain_text("路灯.jpg")
    assert not script or suits_all(page, axe)
    page.get_by_label("您的电话").fill("138 0013 8000")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("来信已收到")
    assert not script or suits_all(page, axe)
    number, code = page.locator(".receipt__key").all_inner_texts()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.get_by_role("link", name="查我的信").click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TYPED["title"])
    assert not script or suits_all(page, axe)
    link = page.get_by_role("link", name="路灯.jpg").get_attribute("href")
    kept = page.request.get(f"{address}{link}").body()
    assert not opened(kept).getexif()
    assert MAKER.encode() not in kept


def test_the_code_of_a_receipt_fills_the_form_and_leaves_the_address(
    address: str, open_page: OpenPage, axe: Axe
) -> None:
    page = open_page()
    page.goto(f"{address}/mailbox/track#20260302-123456.1234567890")
    expect(page.get_by_label("编号")).to_have_value("20260302-123456")
    expect(page.get_by_label("查询码")).to_have_value("1234567890")
    assert page.url == f"{address}/mailbox/track"
    page.keyboard.press("Enter")
    expect(page.locator(".notice--error")).to_contain_text("对不上")
    assert suits_all(page, axe)


def test_the_back_button_writes_no_second_letter(address: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    write(page, address, tmp_path, "13800138000")
    receipt = page.url
    number = page.locator(".receipt__key").first.inner_text()
    page.reload()
    page.go_back()
    expect(page.get_by_label("一句话说明")).to_be_visible()
    page.go_forward()
    assert page.url == receipt
    expect(page.locator(".receipt__key").first).to_have_text(number)


@pytest.mark.usefixtures("centre")
def test_the_markup_of_every_state_is_valid(app: TestApp, vnu: Callable[..., list[str]]) -> None:
    receipt = send(app)
    number, code = keys(receipt)
    refused = filled(app.get(WRITE), name="", phone="").submit(status=422)
    for page in (receipt, refused, track(app, number, code), track(app, number, "1", 422)):
        assert vnu(page.body) == []
