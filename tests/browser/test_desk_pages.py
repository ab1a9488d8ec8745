"""The back office at every size: WCAG 2.2 AA, no small targets, nothing too wide, valid HTML."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from portal.demo.content import PASSWORD
from tests.support.browser import faults

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]

PAGES = {
    "what waits": "/admin",
    "guides": "/admin/guides",
    "inbox": "/admin/letters",
    "notices": "/admin/notices",
    "no notice": "/admin/notices?q=nothing-is-called-this",
    "a notice to write": "/admin/notices/new",
    "people": "/admin/people",
    "nobody": "/admin/people?q=nothing-is-called-this",
    "schedule": "/admin/schedule",
    "a rule to write": "/admin/schedule/rules/new",
    "a day that differs": "/admin/schedule/exceptions/new",
    "a duty to write": "/admin/schedule/duties/new",
    "why it was found": "/search?q=低保怎么办&explain=1",
    "asked in vain": "/admin/search",
    "words": "/admin/search/words?kind=situation",
    "no word": "/admin/search/words?q=nothing-is-called-this",
    "a word to teach": "/admin/search/words/new?word=阴生证&find=生育登记",
    "a question tried out": "/admin/search/try?q=娃儿读书没得钱",
    "no such page": "/admin/letters/0",
}
FIRST_OF = ("guides", "letters", "notices", "people")
"""Lists of which the first page they lead to is looked at."""
BENEATH = (
    ("guides", "preview"),
    ("notices", "edit"),
    ("notices", "preview"),
    ("people", "card"),
    ("schedule", "rules/"),
)
"""Links of such a page, by a part of their address."""


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """A page of somebody who has logged in."""
    context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto("/login")
    page.fill("#login", "admin")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")
    yield page
    context.close()


def look(page: Page, axe: Check, vnu: Check) -> list[str]:
    """What the checkers find in a page as it came."""
    return vnu(page.request.get(page.url).text()) + faults(page, axe)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_suits_everybody(name: str, desk: Page, axe: Check, vnu: Check) -> None:
    desk.goto(PAGES[name])
    assert look(desk, axe, vnu) == []


@pytest.mark.parametrize("name", FIRST_OF)
def test_with_the_forms_of_all_its_steps(name: str, desk: Page, axe: Check, vnu: Check) -> None:
    desk.goto(f"/admin/{name}")
    desk.locator("tbody a").first.click()
    desk.wait_for_url(f"**/admin/{name}/*")
    assert look(desk, axe, vnu) == []


@pytest.mark.parametrize(("name", "part"), BENEATH)
def test_what_a_page_leads_to(name: str, part: str, desk: Page, axe: Check, vnu: Check) -> None:
    desk.goto(f"/admin/{name}")
    if name != "schedule":
        desk.locator("tbody a").first.click()
        desk.wait_for_url(f"**/admin/{name}/*")
    address = desk.locator(f"main a[href*='{part}']:not([href$=new])").first.get_attribute("href")
    assert address
    desk.goto(address)
    assert look(desk, axe, vnu) == []
