"""The checkers find what they are there to find; a checker that finds nothing would pass every page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import SIZES, OpenPage

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>办事大厅</title></head>
<body><main><h1>办事大厅</h1><p>欢迎</p></main></body></html>"""
BAD = GOOD.replace("<p>欢迎</p>", "<img src='x.png'><p id='a'></p><p id='a'></p>")


def test_axe_finds_an_image_without_words(open_page: OpenPage, axe: Callable[[Page], list[str]]) -> None:
    page = open_page()
    page.set_content(GOOD)
    assert axe(page) == []
    page.set_content(BAD)
    assert [line.split()[0] for line in axe(page)] == ["image-alt"]


def test_validator_finds_a_doubled_id(vnu: Callable[..., list[str]]) -> None:
    assert vnu(GOOD) == []
    assert any("Duplicate ID" in line for line in vnu(BAD))


@pytest.mark.parametrize("size", SIZES)
def test_pages_have_the_size_of_the_screen(open_page: OpenPage, size: str) -> None:
    assert open_page(size).evaluate("[innerWidth, innerHeight]") == list(SIZES[size])


def test_scripts_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page("phone", java_script_enabled=False)
    page.set_content("<noscript><p>off</p></noscript><script>document.title = 'on'</script>")
    assert page.inner_text("body") == "off"
    assert page.title() == ""
