"""A letter in a browser: written at home, answered, proposed, published by a second person, read by all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.demo.content import PASSWORD
from tests.support.browser import OpenPage
from tests.support.parts import phone_photo

pytestmark = pytest.mark.browser

TITLE = "渡口的路灯坏了三个月"
TEXT = "我叫欧阳望舒，住在柳湾镇东塘村3组12号，电话13900139000。天黑以后渡口看不见路，请修一修。"
ANSWER = "欧阳望舒同志：路灯已经修好，以后有事可以打 0980-5550110。"


@pytest.fixture
def resident(open_page: OpenPage) -> Page:
    return open_page("phone")


@contextmanager
def desk(open_page: OpenPage, address: str, login: str) -> Iterator[Page]:
    """The letter on the desk of ``login``."""
    page = open_page()
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")
    page.goto(f"{address}/admin/letters?q={TITLE}")
    page.get_by_role("link", name=TITLE).click()
    yield page


def write(page: Page, address: str, photo: Path) -> tuple[str, str]:
    """From the home page to the receipt: number and query code."""
    page.goto(address)
    page.get_by_role("main").get_by_role("link", name="给我们写信").click()
    page.locator(".mailbox").first.get_by_role("link", name="写信").click()
    page.get_by_label("求助").check()
    page.get_by_label("一句话说明").fill(TITLE)
    page.get_by_label("来信内容").fill(TEXT)
    page.get_by_label("您的姓名").fill("欧阳望舒")
    page.get_by_label("您的电话").fill("１３９ 0013 9000")
    page.locator("[name=consent]").check()
    page.locator("[name=files]").set_input_files(photo)
    page.locator("main form .actions button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("来信已收到")
    number, code = page.locator(".receipt__key").all_inner_texts()
    return number, code


def take(page: Page, verb: str) -> None:
    """Press the step's button."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.locator(f"button[value={verb}]").click()
    expect(page.locator("main [role=status]").first).to_be_visible()


def test_from_the_home_page_to_a_published_answer(
    address: str, open_page: OpenPage, resident: Page, tmp_path: Path
) -> None:
    (tmp_path / "渡口.jpg").write_bytes(phone_photo())
    number, code = write(resident, address, tmp_path / "渡口.jpg")
    public = f"{address}/mailbox/letters/{number}"
    with desk(open_page, address, "handler") as page:
        page.fill("#answer-answer", ANSWER)
        take(page, "answer")
        assert resident.request.get(public).status == 404
        take(page, "ask_publication")
        assert page.locator("button[value=publish]").count() == 0
        assert resident.request.get(public).status == 404
    with desk(open_page, address, "admin") as page:
        take(page, "publish")
    resident.goto(f"{address}/mailbox/letters")
    resident.get_by_role("link", name=TITLE).click()
    shown = resident.get_by_role("main").inner_text()
    assert "路灯已经修好" in shown
    for secret in ("欧阳望舒", "13900139000", "12号", code):
        assert secret not in shown
    resident.goto(f"{address}/mailbox/track")
    resident.get_by_label("编号").fill(number)
    resident.get_by_label("查询码").fill(code)
    resident.get_by_role("button", name="查看").click()
    expect(resident.get_by_role("main")).to_contain_text(ANSWER)
