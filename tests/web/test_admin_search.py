"""The back office of the search: what was asked in vain, teaching a word, taking one out, trying out."""

import pytest
from webtest import Form, TestApp, TestResponse

from portal.accounts.models import Role
from portal.core.work import Store
from portal.demo.content import PASSWORD
from portal.lexicon import misses, queries
from portal.lexicon.misses import Miss
from portal.lexicon.models import MissKind
from portal.search import open_index
from portal.search.follow import mend
from tests.support.portal import Centre
from tests.support.reading import text, texts
from tests.support.staff import add_staff, log_in

ASKED = "阴生证"
MATTER = "生育登记"


@pytest.fixture
def desk(own_visitor: TestApp, site: Store) -> TestApp:
    """The demo centre, a question that was asked in vain, and an editor at work; no index yet."""
    site.write(misses.keep, {Miss(MissKind.ZERO, ASKED): 4, Miss(MissKind.REFINED, ASKED, MATTER): 3})
    log_in(own_visitor, "editor", PASSWORD)
    return own_visitor


@pytest.fixture
def searching(desk: TestApp, site: Store) -> TestApp:
    """The same with the index built."""
    mend(site, open_index(site))
    return desk


def form_to(page: TestResponse, action: str) -> Form:
    return next(form for form in page.forms.values() if form.action == action and form.method == "post")


def test_from_a_question_to_a_word_that_every_search_knows(searching: TestApp) -> None:
    assert "没有" in text(searching.get(f"/search?q={ASKED}"))
    listed = searching.get("/admin/search")
    assert "4 次没查到" in text(listed, "main table")
    assert "生育登记 (3)" in text(listed, "main table")
    chosen = listed.click("指的是")
    name = chosen.html.select("main .chips .chip")[3].text
    filled = chosen.click(name)
    form = form_to(filled, "/admin/search/words/new")
    assert (form["word"].value, form["means"].value) == (ASKED, name)
    done = form.submit().follow()
    assert "已保存" in text(done)
    assert ASKED in texts(done, "main tbody th")
    assert name in texts(searching.get(f"/search?q={ASKED}"), ".card__title")[0]
    assert "没有要列出来的问题" in text(searching.get("/admin/search"))


def test_a_question_is_put_aside(desk: TestApp) -> None:
    form = form_to(desk.get("/admin/search?days=180"), "/admin/search/aside")
    assert form.submit().location == form.submit().location
    page = desk.get("/admin/search?done=aside")
    assert "已搁置" in text(page)
    assert "没有要列出来的问题" in text(page)


def test_a_shipped_word_is_taken_out_and_put_back(desk: TestApp) -> None:
    shipped = next(entry for entry in queries.shipped() if entry.word == "准生证")
    page = desk.get(f"/admin/search/words?q={shipped.word}")
    off = form_to(page, "/admin/search/words/off")
    taken = off.submit().follow()
    assert "已停用" in text(taken, "main table")
    assert "词库里没有" in text(desk.get(f"/admin/search/try?q={shipped.word}"), "main table")
    on = next(form for form in taken.forms.values() if form.action.endswith("/switch"))
    assert "已恢复" in text(on.submit("active").follow())
    assert "词库里没有" not in text(desk.get(f"/admin/search/try?q={shipped.word}"), "main table")


def test_changing_a_word(desk: TestApp) -> None:
    new = form_to(desk.get("/admin/search/words/new"), "/admin/search/words/new")
    new["word"], new["means"] = "老汉没人管", "特困人员供养"
    first = new.submit().follow().click("修改")
    other = desk.get(first.request.path)
    form = form_to(first, first.request.path)
    form["means"] = "最低生活保障"
    assert "最低生活保障" in text(form.submit().follow(), "main table")
    late = form_to(other, first.request.path)
    late["means"] = "临时救助"
    refused = late.submit(status=409)
    assert "刚刚被别人改过" in text(refused, "[role=alert]")
    assert form_to(refused, first.request.path)["means"].value == "临时救助"
    again = desk.get("/admin/search/words/new?word=老汉没人管")
    assert again.location.endswith(first.request.path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"word": "？！"}, "只有标点"),
        ({"word": "老汉没人管", "means": ""}, "请写明"),
        ({"word": "老汉没人管", "kind": "filler"}, "留空"),
        ({"word": "字" * 201}, "200"),
        ({"word": "老汉没人管", "means": "|".join(f"保{n}" for n in range(30))}, "最多写 20 个"),
    ],
)
def test_a_word_that_would_do_no_good(desk: TestApp, typed: dict[str, str], said: str) -> None:
    form = form_to(desk.get("/admin/search/words/new"), "/admin/search/words/new")
    form["means"] = "特困人员供养"
    for name, value in typed.items():
        form[name] = value
    refused = form.submit(status=422)
    assert said in text(refused, "[role=alert]")
    assert form_to(refused, "/admin/search/words/new")["word"].value == typed["word"]


def test_trying_out(searching: TestApp) -> None:
    page = searching.get("/admin/search/try?q=准生证怎么办")
    assert texts(page, "main tbody th")[0] == "准生证"
    assert "词库里的叫法" in text(page)
    assert "只有标点" in text(searching.get("/admin/search/try?q=？！"))
    assert not searching.get("/admin/search/try").html.select("main table")


def test_lists_and_empty_ones(desk: TestApp) -> None:
    assert "还没有添加过" in text(desk.get("/admin/search/words?local=1"))
    assert "没有符合的词" in text(desk.get("/admin/search/words?q=nothing-is-called-this"))
    assert "没查到的问题" in text(desk.get("/admin/search?days=x&page=99"))
    for address in ("/admin/search/words/0", "/admin/search/words/x", "/admin/search/words/99999999999"):
        desk.get(address, status=404)


def test_without_an_index_the_pages_still_answer(app: TestApp, store: Store, centre: Centre) -> None:
    add_staff(store, "editor", Role.EDITOR, "county")
    store.write(misses.keep, {Miss(MissKind.ZERO, ASKED): 4})
    log_in(app, "editor")
    assert ASKED in text(app.get("/admin/search"), "main table")
    assert "正在准备" in text(app.get(f"/admin/search/try?q={ASKED}"))
    assert "正式名称" in text(app.get(f"/admin/search/words/new?word={ASKED}"))


@pytest.mark.parametrize("address", ["words/new", "words/off", "aside"])
def test_whoever_may_not_teach_gets_no_form_back(own_visitor: TestApp, address: str) -> None:
    log_in(own_visitor, "viewer", PASSWORD)
    own_visitor.post(f"/admin/search/{address}", {"word": "低保"}, status=403)
