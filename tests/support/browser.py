"""Chromium, axe-core and the W3C HTML validator, each started once in a test process."""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.machine import AXE, VNU, chromium

SIZES = {"phone": (360, 800), "desktop": (1280, 800), "kiosk": (1080, 1920)}
"""Width and height of the screens that pages must suit, in CSS pixels."""

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, summary, select, label:has(input)")]
    .filter(each => !each.closest("p") && each.checkVisibility())
    .filter(each => each.getBoundingClientRect().height < 44)
    .map(each => each.outerHTML.slice(0, 160))"""

# Only what is wrong leaves the page: all that axe-core looked at is a hundred times as much to write down.
VIOLATIONS = """async rules => {
    const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.flatMap(rule =>
        rule.nodes.map(node => `${rule.id} at ${node.target}: ${rule.help}`));
}"""

OpenPage = Callable[..., Page]


def faults(page: Page, axe: Callable[[Page], list[str]]) -> list[str]:
    """One line for each fault at each size: of axe-core's, too wide a page, too small a target."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{size}: {fault}" for fault in axe(page)]
        found += [f"{size}: {wide} pixels wide"] if wide != width else []
        found += [f"{size}: small: {target}" for target in page.evaluate(SMALL_TARGETS)]
    return found


class Validator:
    """The validator as a servlet on a loopback port: a page takes milliseconds, a process each a second."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        bind = "-Dnu.validator.servlet.bind-address=127.0.0.1"
        command = [
            "java",
            bind,
            "-Xss2m",
            "-XX:+UseSerialGC",
            "-cp",
            str(VNU),
            "nu.validator.servlet.Main",
            str(self._port),
        ]
        self._log = folder / "vnu.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self._wait()

    def check(self, page: str | bytes, media_type: str = "text/html") -> list[str]:
        """One line for each error and warning in ``page``, with its line number."""
        body = page.encode() if isinstance(page, str) else page
        # Without a User-Agent the servlet answers 400.
        headers = {"Content-Type": f"{media_type}; charset=utf-8", "User-Agent": "tests"}
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            connection.request("POST", "/?out=json", body, headers)
            with connection.getresponse() as response:
                found = json.loads(response.read())["messages"]
        serious = [item for item in found if item["type"] != "info" or item.get("subType") == "warning"]
        return [f"line {item.get('lastLine', '?')}: {item['message']}" for item in serious]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _wait(self) -> None:
        """As long as it starts: a machine under load takes a minute, and pytest has a limit of its own."""
        while self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the HTML validator did not start: {self._log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, headless."""
    expect.set_options(timeout=30_000)  # as everything else waits: five seconds are few on a busy machine
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """``open_page(size="desktop", **options)``: a page of its own; options are Playwright's of a context."""
    pages = []

    def new(size: str = "desktop", **options: Any) -> Page:
        pages.append(_new_page(browser, size, options))
        return pages[-1]

    yield new
    for page in pages:
        page.context.close()


@pytest.fixture(scope="session")
def same_page(browser: Browser) -> OpenPage:
    """Like ``open_page``, for tests that only look: one page for all, which comes without cookies.

    A browsing context of its own starts a process and fetches the style again: two thirds of a test's time.
    """
    pages: dict[str, Page] = {}

    def again(size: str = "desktop", **options: Any) -> Page:
        key = f"{size} {sorted(options.items())}"
        page = pages[key] = pages.get(key) or _new_page(browser, size, options)
        page.context.clear_cookies()
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        return page

    return again


def _new_page(browser: Browser, size: str, options: Mapping[str, Any]) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)``: one line for each element that breaks WCAG 2.2 AA or axe-core's best practices."""
    script = AXE.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)  # not a script element, which the page's own CSP would rightly refuse
        found: list[str] = page.evaluate(VIOLATIONS, RULES)
        return found

    return violations


@pytest.fixture(scope="session")
def vnu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., list[str]]]:
    """``vnu(html)``: what the W3C validator finds; see ``Validator.check``."""
    validator = Validator(tmp_path_factory.mktemp("vnu"))
    yield validator.check
    validator.stop()
