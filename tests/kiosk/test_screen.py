"""The kiosk in Chromium: touches counted, the screen wiped, nothing left, nothing too small."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from portal.app import make_app
from portal.cases.codes import query_code
from portal.core.work import Store
from tests.support.browser import OpenPage
from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN, served
from tests.support.letters import write_letter

pytestmark = pytest.mark.browser

HOME = "/kiosk/county-hall"
GUIDE = f"{HOME}/services/{IDENTITY_CARD}"
OWN_CASE = f"{GUIDE}?case=renew.adult"
SCREENS = {"upright": (1080, 1920), "lying": (1920, 1080)}
PAGES = {
    "first": HOME,
    "by unit": f"{HOME}/services?by=org",
    "list": f"{HOME}/services?life_event=household",
    "unit": f"{HOME}/services?org=public-security",
    "search": f"{HOME}/search",
    "found": f"{HOME}/search?q=sfz",
    "people, units, boards found": f"{HOME}/search?q=公安局",
    "a visit answered": f"{HOME}/search?q=几点上班",
    "nothing found": f"{HOME}/search?q=zzqqxx",
    "question": GUIDE,
    "case": OWN_CASE,
    "name only": f"{HOME}/services/{NAME_ONLY}",
    "help": f"{HOME}/help",
    "duty": f"{HOME}/duty",
    "market days": f"{HOME}/market-days",
    "boards": f"{HOME}/boards",
    "fees": f"{HOME}/boards/fees",
    "staff": f"{HOME}/boards/staff",
    "empty board": f"{HOME}/boards/powers?org=county-hall",
    "my letter": f"{HOME}/letter",
    "village": "/kiosk/dongtang",
    "no such guide": f"{HOME}/services/NONE",
    "withdrawn": f"{HOME}/services/{WITHDRAWN}",
    "no such place": "/kiosk/nowhere",
}
SMALL = """() => [...document.querySelectorAll("a[href], button, input, label:has(input)")]
    .filter(each => each.checkVisibility() && !each.closest("label:has(input)")?.isSameNode(each.parentNode))
    .filter(each => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 60)
    .map(each => each.outerHTML)"""
TINY = """() => [...document.querySelectorAll("body *")]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(each => each.checkVisibility() && !each.closest(".only-read"))
    .filter(each => parseFloat(getComputedStyle(each).fontSize) < 24)
    .map(each => each.outerHTML)"""


@pytest.fixture
def screen(open_page: OpenPage) -> Page:
    return open_page("kiosk", has_touch=True)


@pytest.fixture
def still(screen: Page) -> Page:
    """A screen whose clock moves only when it is told to."""
    screen.clock.install()
    return screen


@pytest.fixture
def cut(screen: Page) -> Callable[[], None]:
    """``cut()``: from now on the server cannot be reached."""

    def refuse(route: Route) -> None:
        route.abort("internetdisconnected")

    def refuse_all() -> None:
        screen.context.route("**/*", refuse)

    return refuse_all


def wait(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_every_page(
    name: str,
    address: str,
    same_page: OpenPage,
    axe: Callable[[Page], list[str]],
    vnu: Callable[..., list[str]],
) -> None:
    screen = same_page("kiosk", has_touch=True)
    screen.goto(address + PAGES[name])
    assert vnu(screen.content()) == []
    for shape, size in (("upright", "normal"), ("lying", "large"), ("upright", "elder")):
        width, height = SCREENS[shape]
        screen.set_viewport_size({"width": width, "height": height})
        screen.evaluate("size => { document.documentElement.dataset.text = size }", size)
        assert axe(screen) == []
        assert screen.evaluate("document.documentElement.scrollWidth") == width
        assert screen.evaluate("document.getElementById('main').scrollWidth") <= width
        assert screen.evaluate(SMALL) == []
        assert screen.evaluate(TINY) == []


@pytest.mark.parametrize("shape", SCREENS)
def test_identity_card_to_the_own_checklist_in_four_touches(address: str, screen: Page, shape: str) -> None:
    width, height = SCREENS[shape]
    screen.set_viewport_size({"width": width, "height": height})
    screen.goto(address + HOME)
    touches = ("户口和身份证", "居民身份证办理", "到期了，或者改了名字", "本县户口，满16岁")
    for name in touches:
        screen.get_by_role("link", name=name).tap()
    assert len(touches) <= 4
    expect(screen.locator(".material__name").first).to_be_in_viewport()
    expect(screen.locator(".material__name")).to_have_text(
        ["居民身份证申领登记表", "居民户口簿", "旧居民身份证"]
    )
    expect(screen.locator(".kiosk-facts")).to_contain_text("20元")
    screen.get_by_label("居民户口簿").tap()
    expect(screen.locator(".checklist output")).to_have_text("已备好 1 样，共 3 样")


def test_three_letters_find_the_identity_card(address: str, screen: Page) -> None:
    screen.goto(f"{address}{HOME}/search")
    for letter in "SFZ":
        screen.get_by_role("button", name=letter, exact=True).tap()
    expect(screen.locator("#q")).to_have_value("sfz")
    screen.locator("#found").get_by_role("link", name="居民身份证办理").tap()
    screen.wait_for_url(f"**{GUIDE}")


def test_one_part_of_a_guide_at_a_time(address: str, screen: Page) -> None:
    screen.goto(address + OWN_CASE)
    expect(screen.locator("section.kiosk-part").filter(visible=True)).to_have_count(1)
    screen.get_by_role("link", name="带走").tap()
    expect(screen.locator(".kiosk-qr svg")).to_be_visible()
    expect(screen.locator(".material").first).to_be_hidden()
    screen.emulate_media(media="print")
    for kept in ("h1", ".kiosk-facts", ".material", ".kiosk-qr"):
        expect(screen.locator(kept).first).to_be_visible()
    for dropped in ("header.kiosk-head", ".kiosk-foot", ".kiosk-tabs", ".steps"):
        expect(screen.locator(dropped)).to_be_hidden()
    assert screen.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_buttons_turn_the_pages(address: str, screen: Page) -> None:
    screen.set_viewport_size({"width": 1920, "height": 1080})
    screen.goto(address + GUIDE)
    up, down = (screen.get_by_role("button", name=name) for name in ("往上翻", "往下翻"))
    expect(up).to_be_disabled()
    down.tap()
    expect(up).to_be_enabled()
    up.tap()
    expect(up).to_be_disabled()


def test_it_asks_after_90_seconds_and_clears_after_30_more(address: str, still: Page) -> None:
    still.goto(address + OWN_CASE)
    wait(still, 89)
    expect(still.locator("#still")).to_be_hidden()
    wait(still, 2)
    expect(still.locator("#still")).to_be_visible()
    still.get_by_role("button", name="还在用").tap()
    expect(still.locator("#still")).to_be_hidden()
    wait(still, 119)
    assert still.url.endswith(OWN_CASE)
    wait(still, 2)
    still.wait_for_url(address + HOME)


@pytest.mark.parametrize("use", ["touch", "scroll", "print", "type"])
def test_using_it_keeps_it(address: str, still: Page, use: str) -> None:
    still.goto(address + (f"{HOME}/search" if use == "type" else GUIDE))
    still.evaluate("window.print = () => {}")
    for _ in range(3):
        wait(still, 80)
        if use == "touch":
            still.locator("h1").dispatch_event("pointerdown")
        elif use == "scroll":
            still.evaluate("document.getElementById('main').scrollBy(0, 40)")
            expect(still.get_by_role("button", name="往上翻")).to_be_enabled()
        elif use == "print":
            still.evaluate("dispatchEvent(new Event('afterprint'))")
        else:
            still.keyboard.press("a")
        expect(still.locator("#still")).to_be_hidden()


def test_something_lying_on_a_key_is_nobody(address: str, still: Page) -> None:
    still.goto(f"{address}{HOME}/search")
    still.keyboard.down("a")
    for _ in range(13):
        wait(still, 10)
        still.keyboard.down("a")
    still.wait_for_url(address + HOME)


def test_the_first_screen_clears_itself_without_asking(address: str, still: Page) -> None:
    still.goto(address + HOME)
    still.evaluate("document.body.dataset.former = 'yes'")
    wait(still, 110)
    expect(still.locator("#still")).to_be_hidden()
    wait(still, 11)
    expect(still.locator("body[data-former]")).to_have_count(0)


def test_reading_aloud_is_use_and_ends_with_the_wipe(address: str, still: Page) -> None:
    still.add_init_script(VOICES)
    still.goto(address + OWN_CASE)
    still.get_by_role("button", name="读给我听").tap()
    said = still.evaluate("window.said")
    assert said[0] == "居民身份证办理（包括临时）"
    wait(still, 80)
    still.evaluate("speechSynthesis.finish()")
    wait(still, 80)
    expect(still.locator("#still")).to_be_hidden()
    still.get_by_role("button", name="不读了").tap()
    assert still.evaluate("window.silenced") == 1
    expect(still.get_by_role("button", name="读给我听")).to_be_visible()


VOICES = """
window.said = []; window.silenced = 0;
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => [{ lang: "zh-CN", localService: true }],
  speak(words) { window.said.push(words.text); this.now = words; words.dispatchEvent(new Event("start")); },
  finish() { this.now.dispatchEvent(new Event("end")); },
  cancel() { window.silenced += 1; },
}) });
"""


@pytest.mark.parametrize("how", ["finished", "idle"])
def test_nothing_of_the_former_user_is_left(address: str, still: Page, how: str) -> None:
    still.goto(address + HOME)
    still.get_by_role("link", name="长辈模式").tap()
    still.get_by_role("link", name="按拼音字母找").tap()
    still.wait_for_url("**/search")
    still.locator("#q").fill("shenfenzheng")
    wait(still, 1)
    still.locator("#found").get_by_role("link", name="居民身份证办理").tap()
    still.wait_for_url(f"**{GUIDE}")
    still.get_by_role("link", name="丢了或坏了").tap()
    still.wait_for_url("**case=lost")
    still.evaluate("localStorage.former = sessionStorage.former = 'yes'")
    assert cookies(still.context) == {"kiosk_text": "elder"}
    if how == "idle":
        wait(still, 121)
    else:
        still.get_by_role("link", name="我用完了").tap()
    still.wait_for_url(address + HOME)
    expect(still.get_by_role("heading", level=1)).to_have_text("今天想办什么事？")
    assert still.evaluate("document.documentElement.dataset.text") == "normal"
    assert still.evaluate("localStorage.length + sessionStorage.length") == 0
    assert cookies(still.context) == {}
    for _ in range(3):
        still.go_back()
        assert still.url in {address + HOME, "about:blank"}
    still.goto(f"{address}{HOME}/search")
    expect(still.locator("#q")).to_have_value("")


@pytest.fixture
def letter(site: Store) -> Iterator[tuple[str, str, str]]:
    """A server with a letter: its kiosk's address, number and query code."""
    case = write_letter(site)
    with served(make_app(site.settings, site)) as place:
        yield f"{place}{HOME}", case.number, query_code(site.settings, case.id)


def open_letter(page: Page, letter: tuple[str, str, str]) -> None:
    kiosk, number, code = letter
    page.goto(f"{kiosk}/letter")
    for digit in number.replace("-", ""):
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_label("查询码").tap()
    for digit in code:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="查看").tap()
    expect(page.get_by_role("heading", name="窗口排队太久")).to_be_visible()


def test_a_letter_is_cleared_after_40_and_20_seconds(letter: tuple[str, str, str], still: Page) -> None:
    open_letter(still, letter)
    wait(still, 41)
    expect(still.locator("#still")).to_be_visible()
    wait(still, 20)
    still.wait_for_url(letter[0])
    for _ in range(3):
        still.go_back()
        expect(still.get_by_text("窗口排队太久")).to_have_count(0)
        assert [field.input_value() for field in still.locator("input").all()] in ([], ["", ""])
    assert letter[1] not in still.content()


def test_the_scanner_ends_with_enter(letter: tuple[str, str, str], screen: Page) -> None:
    kiosk, number, code = letter
    screen.goto(f"{kiosk}/letter")
    screen.keyboard.type(f"https://a.example/mailbox/track#{number}.{code}\n")
    expect(screen.get_by_role("heading", name="窗口排队太久")).to_be_visible()


def test_a_letter_can_be_read_by_everybody(
    letter: tuple[str, str, str],
    screen: Page,
    axe: Callable[[Page], list[str]],
    vnu: Callable[..., list[str]],
) -> None:
    screen.goto(f"{letter[0]}/letter")
    screen.get_by_role("button", name="查看").tap()
    expect(screen.get_by_role("alert")).to_be_visible()
    assert axe(screen) == []
    assert vnu(screen.content()) == []
    open_letter(screen, letter)
    assert axe(screen) == []
    assert vnu(screen.content()) == []
    assert screen.evaluate(SMALL) == []


def test_without_the_server_no_letter_is_asked_for(
    letter: tuple[str, str, str], screen: Page, cut: Callable[[], None]
) -> None:
    screen.goto(f"{letter[0]}/letter")
    screen.get_by_label("编号").fill(letter[1])
    cut()
    screen.get_by_role("button", name="查看").tap()
    expect(screen.locator("#lost")).to_contain_text("什么也没有发出去")
    screen.get_by_role("button", name="知道了").tap()
    expect(screen.get_by_label("编号")).to_have_value(letter[1])


def cookies(context: BrowserContext) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in context.cookies()}


def test_without_the_server_the_page_stays_and_says_so(
    address: str, screen: Page, cut: Callable[[], None]
) -> None:
    screen.goto(address + OWN_CASE)
    cut()
    screen.get_by_role("link", name="首屏").tap()
    expect(screen.locator("#lost")).to_contain_text("网络断了")
    screen.get_by_role("button", name="知道了").tap()
    expect(screen.locator(".material").first).to_be_visible()


def test_without_the_server_it_is_cleared_all_the_same(
    address: str, still: Page, cut: Callable[[], None]
) -> None:
    still.goto(address + OWN_CASE)
    cut()
    wait(still, 121)
    expect(still.get_by_role("heading")).to_have_text("已经清空")
    assert still.evaluate("location.pathname + location.search") == HOME
    still.context.unroute_all()
    wait(still, 6)
    expect(still.get_by_role("heading", level=1)).to_have_text("今天想办什么事？")


def test_nothing_opens_beside_the_page(address: str, screen: Page) -> None:
    screen.goto(address + HOME)
    kinds = ("contextmenu", "dragstart", "auxclick")
    stopped = "k => !document.body.dispatchEvent(new Event(k, { bubbles: true, cancelable: true }))"
    assert [screen.evaluate(stopped, kind) for kind in kinds] == [True] * 3
    screen.evaluate("document.body.insertAdjacentHTML('beforeend', '<a id=out href=/services>x</a>')")
    screen.locator("#out").dispatch_event("click")
    screen.evaluate("new Promise(done => setTimeout(done, 0))")
    assert screen.url == address + HOME


def test_it_works_without_scripts(address: str, open_page: OpenPage) -> None:
    page = open_page("kiosk", java_script_enabled=False)
    page.goto(f"{address}{HOME}/search")
    for letter in "SFZ":
        page.get_by_role("button", name=letter, exact=True).click()
    page.get_by_role("link", name="居民身份证办理").click()
    page.get_by_role("link", name="急用，办临时的").click()
    expect(page.get_by_role("checkbox", name="临时居民身份证申领登记表")).to_be_visible()
    page.get_by_role("link", name="我用完了").click()
    page.wait_for_url(f"**{HOME}?text=normal")
