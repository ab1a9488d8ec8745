"""Every public page at every size: WCAG 2.2 AA by axe-core, no small targets, and HTML that is valid."""

from collections.abc import Callable

import pytest
from webtest import TestApp

from tests.support.browser import OpenPage, faults
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]

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
    "a visit answered": "/search?q=县公安局几点上班",
    "results of every kind": "/search?q=公安局",
    "a person found": "/search?q=陆建平",
    "market days found": "/search?q=柳湾赶场",
    "filters that leave nothing": "/search?q=居民身份证办理&org=civil-affairs&category=party",
    "mailboxes": "/mailbox",
    "a letter to write": "/mailbox/suggestion-box/new?org=public-security",
    "a letter to the minister": "/mailbox/minister/new",
    "a closed mailbox": "/mailbox/none/new",
    "a letter to follow": "/mailbox/track",
    "an old receipt": "/mailbox/receipt/none",
    "letters": "/mailbox/letters",
    "letters of no mailbox": "/mailbox/letters?channel=none",
    "no such letter": "/mailbox/letters/20260302-000000",
    "boards": "/boards",
    "time limits": "/boards/time-limits",
    "fees": "/boards/fees?org=public-security",
    "powers": "/boards/powers?org=civil-affairs",
    "staff": "/boards/staff",
    "empty board": "/boards/fees?org=dongtang",
    "no such board": "/boards/none",
    "notices": "/notices",
    "column": "/columns/publicity",
    "empty column": "/columns/alerts?org=dongtang",
    "no such notice": "/notices/0",
    "schedule": "/schedule",
    "one town's month": "/schedule?org=baishi&month=2026-04",
    "no market": "/schedule?org=public-security",
    "no such month": "/schedule?org=none&month=2026-13",
    "log-in": "/login",
    "no such page": "/none",
    "damaged": "/%ff",
}
FIRST_OF = {"a published letter": "/mailbox/letters", "a notice": "/notices"}
"""Lists of which the first page they lead to is looked at."""
HEADER = 150
"""What the header of a telephone may be high, in CSS pixels."""


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_at_any_size(name: str, address: str, same_page: OpenPage, axe: Check) -> None:
    page = same_page()
    page.goto(address + PAGES[name])
    assert faults(page, axe) == []


@pytest.mark.parametrize("name", FIRST_OF)
def test_what_a_list_leads_to(
    name: str,
    address: str,
    same_page: OpenPage,
    axe: Check,
    vnu: Check,
) -> None:
    page = same_page()
    page.goto(address + FIRST_OF[name])
    page.locator("main .card__title a").first.click()
    page.wait_for_url(f"**{FIRST_OF[name]}/*")
    assert vnu(page.request.get(page.url).text()) == []
    assert faults(page, axe) == []


@pytest.mark.parametrize("name", ["catalogue", "guide", "schedule", "staff", "mailboxes", "notices"])
def test_the_header_leaves_a_telephone_to_the_page(name: str, address: str, same_page: OpenPage) -> None:
    page = same_page("phone")
    page.goto(address + PAGES[name])
    header = page.locator(".site-header").bounding_box()
    assert header
    assert header["height"] <= HEADER
    lines = page.locator(".site-nav a").evaluate_all("all => all.map(each => each.offsetTop)")
    assert len(set(lines)) == 1
    assert page.locator(".site-nav [aria-current]").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_the_markup_is_valid(name: str, searcher: TestApp, vnu: Check) -> None:
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
