"""Charts as Chromium draws them, with its own fonts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.catalogue.flowchart.draw import draw
from portal.catalogue.flowchart.flow import flow
from portal.catalogue.flowchart.shapes import Shape
from portal.core.i18n import Message
from portal.web.render import load_gettext
from tests.demo.test_content import GUIDES
from tests.support.browser import OpenPage
from tests.support.charts import guide_of
from tests.support.demo import IDENTITY_CARD

pytestmark = pytest.mark.browser

OUTSIDE = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
    const inside = (text, box) => text.x >= box.x - 0.5 && text.x + text.width <= box.x + box.width + 0.5
        && text.y >= box.y - 0.5 && text.y + text.height <= box.y + box.height + 0.5;
    const boxes = [...svg.querySelectorAll(".flow__step, .flow__condition, .flow__terminal, .flow__head")]
        .map(each => each.getBBox());
    return [...svg.querySelectorAll("text")]
        .filter(text => !boxes.some(box => inside(text.getBBox(), box)))
        .map(text => text.textContent);
})"""
gettext = load_gettext("zh_Hans")


def say(message: Message | str) -> str:
    return message.render(gettext) if isinstance(message, Message) else message


@pytest.mark.parametrize("shape", Shape)
def test_no_text_of_the_demo_leaves_its_box(shape: Shape, open_page: OpenPage) -> None:
    page = open_page()
    charts = {draw(flow(guide, case), say, shape, "x") for guide in GUIDES for case in (None, *guide.cases)}
    page.set_content("".join(sorted(charts)))
    assert len(charts) > len(GUIDES)
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize(
    "name", ["WWWW MMMM @@@@ %%%%" * 4, "﷽" * 20, "👨‍👩‍👧‍👦" * 20, "ٱلسَّلَامُ " * 9, "长" * 80]
)
def test_no_text_of_any_script_leaves_its_box(name: str, shape: Shape, open_page: OpenPage) -> None:
    steps: list[dict[str, Any]] = [
        {"id": "a", "name": name, "role": name, "days": 3650},
        {"id": "b", "name": name, "role": name[:9]},
    ]
    page = open_page()
    page.set_content(draw(flow(guide_of(steps), None), say, shape, "x"))
    assert [text for text in page.evaluate(OUTSIDE) if text.strip()] == []


@pytest.mark.parametrize(("size", "shape"), [("phone", "phone"), ("desktop", "wide"), ("kiosk", "phone")])
def test_one_shape_is_shown_at_each_size(size: str, shape: str, address: str, open_page: OpenPage) -> None:
    page = open_page(size)
    page.goto(f"{address}/services/{IDENTITY_CARD}")
    assert page.get_by_role("img", name="流程图").count() == 1
    chart = page.locator(f".flow--{shape}")
    assert chart.is_visible()
    smallest = chart.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * 14")
    assert smallest >= 14
    page.emulate_media(media="print")
    assert page.locator(".flow--wide").is_visible()
    assert not page.locator(".flow--phone").is_visible()


def test_the_kiosk_shows_the_wide_shape(address: str, open_page: OpenPage) -> None:
    page = open_page("kiosk")
    page.goto(f"{address}/kiosk/county-hall/services/{IDENTITY_CARD}")
    page.locator(".kiosk-tabs [href='#steps']").click()
    expect(page.locator(".flow--wide")).to_be_visible()
