"""Makes the pictures of the READMEs anew::

    .venv/bin/python docs/screenshots.py

It needs Chromium and Chinese fonts. It starts a demo portal of its own, in a folder that is thrown away.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from portal.demo.content import PASSWORD

IMAGES = Path(__file__).with_name("images")
PORTAL = [sys.executable, "-m", "portal.cli"]
DESKTOP, PHONE, UPRIGHT = (1280, 800), (360, 740), (1080, 1920)
CARD = "/services/990121-GA-01"
SHOTS = {
    "home": ("/", DESKTOP),
    "search": ("/search?q=低保", DESKTOP),
    "catalogue": ("/services", DESKTOP),
    "guide-phone": (CARD, PHONE),
    "case": (f"{CARD}?case=lost#case", PHONE),
    "flowchart": (f"{CARD}#steps", DESKTOP),
    "board": ("/boards/staff", DESKTOP),
    "kiosk": ("/kiosk/county-hall", UPRIGHT),
}
MATTER = "残疾人机动轮椅车燃油补贴"
LIST = f"事项名称,事项类型,实施主体,实施编码\n{MATTER},行政给付,晴溪县残疾人联合会,990121-CL-90\n"


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, _portal(Path(folder)) as base, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (address, size) in SHOTS.items():
            page = _page(browser, base, size)
            page.goto(address)
            _take(page, name)
        page = _page(browser, base, DESKTOP)
        _write_a_letter(page)
        _take(page, "receipt")
        page = _page(browser, base, DESKTOP)
        _hand_in_a_guide(page)
        _log_in(page, "publisher")
        page.get_by_role("main").get_by_role("link", name=MATTER).click()
        _take(page, "desk")
        page = _page(browser, base, DESKTOP)
        _log_in(page, "handler")
        page.goto("/admin/letters")
        _take(page, "inbox")
        browser.close()


@contextmanager
def _portal(folder: Path) -> Iterator[str]:
    """A demo portal with one list brought in by the editor; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {
        "PORTAL_VAR_DIR": str(folder / "var"),
        "PORTAL_PORT": str(port),
        "PORTAL_DEMO": "true",
    }
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    subprocess.run([*PORTAL, "demo"], env=environ, check=True)
    command = [*PORTAL, "import", "guides", str(folder / "list.csv"), "--as", "editor"]
    subprocess.run(command, env=environ, check=True)
    server = subprocess.Popen([*PORTAL, "serve"], env=environ)
    try:
        _wait(port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the portal did not start")


def _page(browser: Browser, base: str, size: tuple[int, int]) -> Page:
    width, height = size
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width < 500 else 1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    return context.new_page()


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    # A palette is enough for a page, and a third of the size.
    Image.open(BytesIO(page.screenshot())).quantize(128).save(IMAGES / f"{name}.png", optimize=True)


def _write_a_letter(page: Page) -> None:
    page.goto("/mailbox/suggestion-box/new")
    page.get_by_label("建议").check()
    page.get_by_label("一句话说明").fill("大厅门口添一把伞架")
    page.get_by_label("来信内容").fill("下雨天大家的伞没地方放，地上都是水，老人容易滑倒。")
    page.get_by_label("我不想留姓名").check()
    page.locator("main form .actions button").click()
    page.wait_for_url("**/receipt/*")


def _hand_in_a_guide(page: Page) -> None:
    _log_in(page, "editor")
    page.get_by_role("main").get_by_role("link", name=MATTER).click()
    page.locator("button[value=submit]").click()
    page.locator("form.who button").click()


def _log_in(page: Page, login: str) -> None:
    page.goto("/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/admin")


if __name__ == "__main__":
    main()
