"""The form in a browser: axe-core and the W3C validator find nothing, blank, refused and filled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from webtest import TestApp, Upload

from portal.core.settings import Settings
from portal.core.work import Store
from tests.support.browser import SIZES, OpenPage
from tests.support.demo import served

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]
TARGETS = "main button, main input:not([type=hidden]), main select, main label"
SMALL = f"""() => [...document.querySelectorAll("{TARGETS}")]
    .filter(each => each.checkVisibility() && !each.matches("label input, label:not(:has(input))"))
    .filter(each => each.getBoundingClientRect().height < 44).map(each => each.outerHTML)"""


@pytest.fixture
def trial_address(trial_router: Any, settings: Settings, store: Store) -> Iterator[str]:
    trial_router.registry.update(settings=settings, store=store)
    with served(trial_router) as address:
        yield f"{address}/trial"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 30), "orange").save(tmp_path / "户口本.jpg")
    return tmp_path / "户口本.jpg"


def fill(page: Page) -> None:
    page.get_by_role("button", name="添加一项 材料").click()
    page.get_by_role("button", name="添加一项 材料").click()
    page.get_by_role("button", name="添加一项 别名").click()
    page.get_by_label("名称").nth(0).fill("身份证")
    page.get_by_label("份数").nth(1).fill("两份")
    page.get_by_label("日期").fill("2026年13月1日")
    page.get_by_label("电话").fill("123")
    page.get_by_label("正文").fill("我家门前的路坏了。" * 60)


@pytest.mark.parametrize("size", SIZES)
def test_every_state_suits_everybody(
    trial_address: str, open_page: OpenPage, axe: Check, photo: Path, size: str
) -> None:
    page = open_page(size)
    faults: list[str] = []

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth") - SIZES[size][0]
        found = [*axe(page), *page.evaluate(SMALL), *([f"{wide} px too wide"] if wide > 0 else [])]
        faults.extend(f"{name}: {fault}" for fault in found)

    page.goto(trial_address)
    look("blank")
    fill(page)
    page.locator("#f-files").set_input_files([photo, photo])
    page.locator("main .actions button").click()
    look("refused, with all files")
    assert faults == []


def test_the_markup_is_valid(trial_app: TestApp, vnu: Check) -> None:
    blank = trial_app.get("/trial")
    form = blank.forms[2]
    form["day"] = "gestern"
    form["files"] = [Upload("x.txt", b"no picture")]
    for button in ("items", "names", "items"):
        page = form.submit("__button__", value=f"add {button}")
        form = page.forms[2]
    refused = form.submit(status=422)
    assert [vnu(page.body) for page in (blank, page, refused)] == [[], [], []]


def test_the_keyboard_is_enough(trial_address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(trial_address)
    page.get_by_role("button", name="添加一项 材料").click()
    page.get_by_label("名称").fill("身份证")
    page.keyboard.press("Enter")  # the form's own button, not one that removes the row
    page.wait_for_selector("[role=alert]:focus")
    assert page.get_by_label("名称").input_value() == "身份证"
    page.get_by_role("link", name="标题：请填写。").press("Enter")
    assert page.evaluate("document.activeElement.name") == "title"


def test_what_is_left_is_counted(trial_address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(trial_address)
    page.get_by_label("正文").fill("路" * 498 + "😀")
    assert page.get_by_text("还可以写 1 个字").is_visible()
    page.get_by_label("正文").press_sequentially("路灯")
    assert page.get_by_text("多了 1 个字").is_visible()
