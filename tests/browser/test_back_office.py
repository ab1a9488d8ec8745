"""The back office in a browser: axe-core and the W3C validator find nothing, and the keyboard is enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.demo.content import PASSWORD
from tests.support.browser import SIZES, OpenPage
from tests.support.demo import NAME_ONLY

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#login", "admin")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_used_by_everybody(
    address: str, open_page: OpenPage, axe: Check, vnu: Check, size: str
) -> None:
    page = open_page(size)
    seen: list[str] = []

    def look(name: str) -> None:
        seen.extend(f"{name}: {fault}" for fault in (*axe(page), *vnu(page.content())))

    page.goto(f"{address}/login")
    page.fill("#login", "admin")
    page.fill("#password", "a wrong one")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    look("refused log-in")
    log_in(page, address)
    page.goto(f"{address}/admin/guides?findings=warning")
    look("list")
    page.goto(f"{address}/admin/guides?q={NAME_ONLY}")
    page.click("tbody a")
    look("guide")
    page.click("button[value=withdraw]")
    page.wait_for_selector("[role=alert] a")
    look("missing reason")
    page.click("[role=alert] a")
    assert page.evaluate("document.activeElement.id") == "reason-withdraw"
    page.goto(f"{address}/admin/guides?q=nothing-is-called-this")
    look("empty list")
    page.goto(f"{address}/admin/people?away=1")
    look("who is away")
    page.goto(f"{address}/admin/people")
    page.click("tbody a")
    page.fill("#f-until", "2020-01-01")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    look("absence that cannot be")
    page.goto(f"{address}/admin/schedule/rules/new")
    page.select_option("#f-org_id", index=1)
    page.fill("#f-text", "逢一四七")
    page.keyboard.press("Enter")
    page.wait_for_selector("main ol")
    look("rule to look through")
    assert seen == []
