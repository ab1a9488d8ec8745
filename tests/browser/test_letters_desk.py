"""The inbox in a browser: axe-core and the W3C validator find nothing at any size, refused steps included."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.demo.content import PASSWORD
from tests.support.browser import SIZES, OpenPage

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]


def log_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")


@pytest.mark.parametrize("row", [("handler", "assign"), ("minister", "extract")])
def test_every_page_can_be_used_by_everybody(
    address: str, open_page: OpenPage, axe: Check, vnu: Check, row: tuple[str, str]
) -> None:
    page, (login, verb) = open_page(), row
    seen: list[str] = []

    def look(name: str) -> None:
        seen.extend(f"{name}: {fault}" for fault in vnu(page.content()))
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            seen.extend(f"{name} at {width}: {fault}" for fault in axe(page))
            assert page.evaluate("document.documentElement.scrollWidth") == width, name

    log_in(page, address, login)
    look("what waits")
    page.goto(f"{address}/admin/letters?pile=unassigned")
    look("pile")
    page.click("tbody a")
    look("letter")
    page.click(f"button[value={verb}]")
    page.wait_for_selector("[role=alert] a")
    look("refused step")
    page.click("[role=alert] a")
    assert page.evaluate("document.activeElement.id") == f"{verb}-unit"
    page.goto(f"{address}/admin/letters?q=nothing-is-called-this")
    look("empty list")
    assert seen == []
