"""Why a result is there: for those who may teach the search, and for nobody else."""

import pytest
from webtest import TestApp

from portal.accounts.models import Role
from portal.core.work import Store
from portal.demo.content import PASSWORD
from portal.search import open_index
from portal.search.follow import mend
from tests.support.reading import text, texts
from tests.support.staff import add_staff, log_in

ADDRESS = "/search?q=低保怎么办&explain=1"


@pytest.fixture
def searching(own_visitor: TestApp, site: Store) -> TestApp:
    mend(site, open_index(site))
    return own_visitor


def test_an_editor_sees_how_the_question_was_read_and_goes_to_the_word(searching: TestApp) -> None:
    log_in(searching, "editor", PASSWORD)
    asked = searching.get("/search?q=低保怎么办")
    assert not asked.html.select(".why")
    page = asked.click("为什么是这些结果")
    assert page.headers["Cache-Control"] == "no-store"
    assert "低保 事项的另一种叫法: 最低生活保障" in " ".join(texts(page, "section.why li"))
    first = text(page, ".card details.why")
    assert first.startswith("排第 1：词库里的叫法")
    assert "名称里有：最低生活保障" in first
    word = page.click("^低保$", href="/admin/search/words/")
    assert word.html.select_one('[name="word"]')["value"] == "低保"
    assert not page.click("不看原因").html.select(".why")


def test_nobody_else_is_told(searching: TestApp, site: Store) -> None:
    add_staff(site, "answers", Role.HANDLER, "county-hall")
    for login in (None, "answers"):
        if login:
            log_in(searching, login)
        page = searching.get(ADDRESS)
        assert not page.html.select(".why")
        assert "为什么是这些结果" not in text(page)
        assert texts(page, ".card__title")
