"""Elder mode and reading aloud in a browser: large and dark enough at every size, one touch away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import SIZES, OpenPage
from tests.support.demo import IDENTITY_CARD

pytestmark = pytest.mark.browser

Check = Callable[..., list[str]]

GUIDE = f"/services/{IDENTITY_CARD}"
PAGES = {
    "home": "/",
    "catalogue": "/services",
    "guide": f"{GUIDE}?case=renew.adult",
    "units": "/orgs",
    "hall": "/orgs/county-hall",
    "results": "/search?q=身份证",
    "a visit answered": "/search?q=县公安局几点上班",
    "results of every kind": "/search?q=公安局",
    "nothing found": "/search?q=zzqqxx",
    "boards": "/boards",
    "board": "/boards/time-limits",
    "staff": "/boards/staff",
    "notices": "/notices",
    "schedule": "/schedule",
    "mailbox": "/mailbox",
    "letter": "/mailbox/suggestion-box/new",
    "follow": "/mailbox/track",
    "no such page": "/none",
}
# Text that somebody sees: its size in pixels where that is less than 24, and targets lower than 60.
SMALL_TEXT = """() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const within = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || within.closest("svg, .only-read, option")) continue;
        if (!within.checkVisibility() || parseFloat(getComputedStyle(within).fontSize) >= 24) continue;
        found.add(getComputedStyle(within).fontSize + " " + within.outerHTML.slice(0, 120));
    }
    return [...found];
}"""
TARGETS = "a[href], button, summary, select, input, label:has(input)"
SMALL_TARGETS = f"""() => [...document.querySelectorAll("{TARGETS}")]
    .filter(each => !each.closest("p, label:not(:has(> input))") && each.checkVisibility())
    .filter(each => !each.matches(".form__default, label > input, [type=hidden]"))
    .filter(each => each.getBoundingClientRect().height < 60)
    .map(each => each.outerHTML.slice(0, 160))"""
CONTRAST = """() => axe.run(document, {runOnly: ["color-contrast-enhanced"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${node.target}: ${node.failureSummary}`)))"""
VOICE = """
    const said = [];
    window.said = said;
    window.SpeechSynthesisUtterance = class extends EventTarget {
        constructor(text) { super(); this.text = text; }
    };
    const voices = [{ lang: "zh-CN", localService: true }];
    const speech = Object.assign(new EventTarget(), {
        getVoices: () => voices,
        speak: (each) => { said.push(each); },
        cancel: () => { said.at(-1)?.dispatchEvent(new Event("error")); },
    });
    Object.defineProperty(window, "speechSynthesis", { value: speech });
"""


@pytest.mark.parametrize("name", PAGES)
def test_large_and_dark_enough_at_any_size(name: str, address: str, same_page: OpenPage, axe: Check) -> None:
    page = same_page()
    page.context.add_cookies([{"name": "view", "value": "elder", "url": address}])
    page.goto(address + PAGES[name])
    assert page.locator("html").get_attribute("data-view") == "elder"
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == []
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate(SMALL_TEXT) == []
        assert page.evaluate(SMALL_TARGETS) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_one_touch_and_nothing_typed_is_lost(address: str, open_page: OpenPage) -> None:
    page = open_page("phone", has_touch=True)
    page.goto(f"{address}/mailbox/suggestion-box/new")
    field = page.locator("main textarea").first
    field.fill("门前的路灯不亮")
    page.get_by_role("button", name="长辈模式").tap()
    assert page.locator("html").get_attribute("data-view") == "elder"
    assert field.input_value() == "门前的路灯不亮"
    page.goto(address)
    assert page.locator("html").get_attribute("data-view") == "elder"
    page.get_by_role("button", name="标准模式").tap()
    page.reload()
    assert page.locator("html").get_attribute("data-view") is None


def test_one_touch_without_scripts(address: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}/services?way=online")
    page.get_by_role("button", name="长辈模式").click()
    assert page.url == f"{address}/services?way=online"
    assert page.get_by_role("button", name="标准模式").is_visible()
    assert not page.get_by_role("button", name="读给我听").is_visible()


def heard(page: Page) -> int:
    """How many sentences were begun."""
    count: int = page.evaluate("said.length")
    return count


def test_the_page_is_read_with_pauses(address: str, open_page: OpenPage, axe: Check) -> None:
    page = open_page()
    page.add_init_script(VOICE)
    page.goto(address + GUIDE)
    page.get_by_role("button", name="读给我听").click()
    assert heard(page) == 1
    page.evaluate("said[0].dispatchEvent(new Event('end'))")
    assert heard(page) == 2
    assert axe(page) == []
    page.get_by_role("button", name="停一停").click()
    page.get_by_role("button", name="接着读").click()
    assert page.evaluate("said[1].text === said[2].text")
    page.get_by_role("button", name="不读了").click()
    assert page.get_by_role("button", name="读给我听").evaluate("each => each === document.activeElement")
    assert not page.get_by_role("button", name="不读了").is_visible()
    first, again = page.evaluate("[said[0].text, said.length]")
    page.get_by_role("button", name="读给我听").click()
    assert page.evaluate("said.at(-1).text") == first
    assert heard(page) == again + 1
    for _sentence in range(400):
        page.evaluate("said.at(-1).dispatchEvent(new Event('end'))")
    assert page.get_by_role("button", name="读给我听").is_visible()


def test_without_a_voice_there_is_no_button(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(VOICE.replace("localService: true", "localService: false"))
    page.goto(address)
    assert not page.get_by_role("button", name="读给我听").is_visible()
