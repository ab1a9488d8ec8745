"""Every public page at every size: WCAG 2.2 AA by axe-core, no small targets, and HTML that is valid."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from webtest import TestApp

from tests.support.browser import SIZES, OpenPage
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN

pytestmark = pytest.mark.browser

GUIDE = f"/services/{IDENTITY_CARD}"
PAGES = {
    "home": "/",
    "catalogue": "/services",
    "narrowed": "/services?life_event=birth&served=person",
    "unknown filter": "/services?kind=x&org=none",
    "nothing fits": "/services?life_event=birth&kind=permit",
    "guide": GUIDE,
    "question": f"{GUIDE}?case=renew",
    "case": f"{GUIDE}?case=renew.adult",
    "past edition": f"{GUIDE}?edition=1",
    "name only": f"/services/{NAME_ONLY}",
    "withdrawn": f"/services/{WITHDRAWN}",
    "notice": f"{GUIDE}/notice?case=lost.minor&missing=household&missing=guardian-card",
    "empty notice": f"{GUIDE}/notice",
    "units": "/orgs",
    "hall": "/orgs/county-hall",
    "department": "/orgs/public-security",
    "search": "/search",
    "results": "/search?q=身份证",
    "narrowed results": "/search?q=身份证&kind=guide&org=public-security",
    "nothing found": "/search?q=zzqqxx",
    "misspelt": "/search?q=居民身份正",
    "mailboxes": "/mailbox",
    "a letter to write": "/mailbox/suggestion-box/new?org=public-security",
    "a closed mailbox": "/mailbox/none/new",
    "a letter to follow": "/mailbox/track",
    "an old receipt": "/mailbox/receipt/none",
    "letters of no mailbox": "/mailbox/letters?channel=none",
    "no such letter": "/mailbox/letters/20260302-000000",
    "boards": "/boards",
    "time limits": "/boards/time-limits",
    "fees": "/boards/fees?org=public-security",
    "powers": "/boards/powers?org=civil-affairs",
    "staff": "/boards/staff",
    "empty board": "/boards/fees?org=dongtang",
    "schedule": "/schedule",
    "one town's month": "/schedule?org=baishi&month=2026-04",
    "no market": "/schedule?org=public-security",
    "no such page": "/none",
    "damaged": "/%ff",
}
TARGET = 44
SMALL_TARGETS = f"""() => [...document.querySelectorAll("a[href], button, summary, select, label:has(input)")]
    .filter(each => !each.closest("p") && each.checkVisibility())
    .filter(each => each.getBoundingClientRect().height < {TARGET})
    .map(each => each.outerHTML)"""


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_at_any_size(
    name: str, address: str, open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page()
    page.goto(address + PAGES[name])
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_markup_is_valid(name: str, searcher: TestApp, vnu: Callable[..., list[str]]) -> None:
    assert vnu(searcher.get(PAGES[name], status="*").body) == []


@pytest.mark.parametrize("name", ["home", "catalogue", "guide", "results"])
def test_the_console_stays_silent(name: str, address: str, open_page: OpenPage) -> None:
    page = open_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + PAGES[name])
    page.wait_for_load_state("networkidle")
    assert said == []


def test_more_contrast_is_given_where_it_is_wanted(address: str, open_page: OpenPage) -> None:
    page = open_page(contrast="more")
    page.goto(address + GUIDE)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
