"""Searching in a browser: names offered while typing, filters, and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.browser import OpenPage, faults
from tests.support.demo import IDENTITY_CARD

pytestmark = pytest.mark.browser

GUIDE = f"/services/{IDENTITY_CARD}"
NAME = "居民身份证办理（包括临时）"
SUGGEST = "**/search/suggest?*"


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    page = open_page()
    page.goto(f"{address}/search")
    return page


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The suggestions that the page asks the server for."""
    found: list[str] = []

    def note(route: Route) -> None:
        found.append(route.request.url.rpartition("=")[2])
        route.continue_()

    page.route(SUGGEST, note)
    return found


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="您想办什么事？")


def test_a_name_that_is_offered_is_chosen_by_pointer(page: Page, axe: Callable[[Page], list[str]]) -> None:
    box(page).fill("sfz")
    option = page.get_by_role("option", name=NAME)
    expect(option).to_contain_text("办事指南")
    count = page.get_by_role("option").count()
    expect(page.get_by_role("status")).to_have_text(f"有 {count} 条建议，按上下键选择")
    assert faults(page, axe) == []
    option.click()
    page.wait_for_url(f"**{GUIDE}")


def test_the_keys_go_round_and_enter_without_a_choice_searches(page: Page) -> None:
    box(page).press_sequentially("sfz")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    box(page).press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box(page).press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.last).to_have_attribute("aria-selected", "false")
    box(page).press("Escape")
    expect(options).to_have_count(0)
    expect(box(page)).to_have_value("sfz")
    box(page).press("Enter")
    page.wait_for_url("**/search?*q=sfz")


def test_nothing_is_asked_while_pinyin_becomes_characters(page: Page, asked: list[str]) -> None:
    box(page).focus()
    session = page.context.new_cdp_session(page)
    for typed in ("s", "sh", "shen"):
        session.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
    expect(box(page)).to_have_value("shen")
    page.wait_for_timeout(300)
    assert asked == []
    session.send("Input.insertText", {"text": "身份证"})
    expect(page.get_by_role("option", name=NAME)).to_be_visible()
    assert len(asked) == 1


def test_a_late_answer_does_not_push_a_newer_one_away(page: Page) -> None:
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(lambda url: url.endswith("/search/suggest?q=s"), hold)
    with page.expect_request(lambda request: request.url.endswith("?q=s")):
        box(page).press_sequentially("s")
    box(page).press_sequentially("fz")
    expect(page.get_by_role("option", name=NAME)).to_be_visible()
    late[0].fulfill(json=[{"text": "x", "address": "/", "kind": "page", "label": "x"}])
    expect(page.get_by_role("option", name=NAME)).to_be_visible()
    expect(page.get_by_role("option", name="x", exact=True)).to_have_count(0)


def test_what_was_typed_before_is_not_asked_again(page: Page, asked: list[str]) -> None:
    for typed in ("sfz", "", "sfz"):
        box(page).fill(typed)
        expect(page.get_by_role("option", name=NAME)).to_have_count(1 if typed else 0)
    assert asked == ["sfz"]


def test_without_a_connection_the_form_still_works(page: Page) -> None:
    page.route(SUGGEST, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        box(page).press_sequentially("sfz")
    expect(page.get_by_role("option")).to_have_count(0)
    box(page).press("Enter")
    page.wait_for_url("**/search?*q=sfz")


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_stay_and_the_way_back_leads_back(scripts: bool, open_page: OpenPage, address: str) -> None:
    page = open_page("phone", java_script_enabled=scripts)
    page.goto(f"{address}/search?q=身份证")
    first = page.locator(".card__title").all_text_contents()
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("link", name="晴溪县民政局").click()
    expect(page.locator(".chip--chosen")).to_contain_text("晴溪县民政局")
    page.locator("#q").fill("户口")
    page.get_by_role("button", name="搜索").click()
    page.wait_for_url("**q=%E6%88%B7%E5%8F%A3")
    expect(page.locator(".chip--chosen")).to_contain_text("晴溪县民政局")
    page.go_back()
    page.go_back()
    expect(page.locator(".card__title")).to_have_text(first)
    expect(page.locator(".chip--chosen")).to_have_count(0)


def test_on_paper_the_results_are_left(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(f"{address}/search?q=身份证&kind=guide")
    page.emulate_media(media="print")
    for kept in ("h1", ".count", ".card__title >> nth=0"):
        expect(page.locator(kept)).to_be_visible()
    for dropped in (".search-box", ".filters", ".pager", ".chips", ".card__more"):
        expect(page.locator(dropped)).to_be_hidden()
