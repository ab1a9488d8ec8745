"""The back office of people and schedules: roles, forms, stale pages, double clicks, hostile input."""

from io import BytesIO

import pytest
from PIL import Image
from webtest import TestApp, Upload

from portal.accounts.models import Role
from portal.core.work import Store, Writing
from portal.directory import edit
from portal.directory.models import Rank
from tests.support.portal import Centre, MovableClock
from tests.support.reading import text
from tests.support.staff import add_staff, log_in


@pytest.fixture
def people(store: Store, centre: Centre) -> tuple[int, int]:
    """A and B of a post of the police; log-ins editor, viewer, town-editor, one each."""

    def put(work: Writing) -> tuple[int, int]:
        post = edit.put_post(work, "police-desk", centre.police, centre.window, title="户籍岗")
        a, b = (edit.put_person(work, slug, name=name) for slug, name in (("lu", "陆平"), ("song", "宋玥")))
        edit.appoint(work, post, a, Rank.A, work.today)
        edit.appoint(work, post, b, Rank.B, work.today)
        return a, b

    for login, role, org in (
        ("editor", Role.EDITOR, "county"),
        ("viewer", Role.VIEWER, "county"),
        ("town-editor", Role.EDITOR, "town"),
    ):
        add_staff(store, login, role, org)
    return store.write(put)


def photo(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 80), "navy").save(file, kind)
    return file.getvalue()


def mark(app: TestApp, person: int, **typed: str) -> TestApp:
    form = app.get(f"/admin/people/{person}").forms[1]
    for name, value in typed.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_away_and_back_on_every_page(app: TestApp, people: tuple[int, int], clock: MovableClock) -> None:
    log_in(app, "editor")
    a, _b = people
    done = mark(app, a, until="2026年3月4日", until_time="8点半", **{"f-reason": "sick"}).follow()
    assert "已登记外出" in text(done)
    assert "病假" in text(done)
    assert "病假" not in text(app.get("/boards/staff"))
    assert "不在岗，3月4日 星期三 08:30 回来" in text(app.get("/boards/staff"))
    assert "陆平" in text(app.get("/admin/people?away=1"))
    assert "宋玥" not in text(app.get("/admin/people?away=1"), "main table")
    clock.pass_time(minutes=1)
    assert "已登记回来" in text(done.forms[1].submit().follow())
    assert "不在岗" not in text(app.get("/boards/staff"))


@pytest.mark.parametrize(
    ("typed", "said", "status"),
    [
        ({"since": "2026-03-01"}, "只能从今天", 422),
        ({"since": "2026-02-30"}, "日期", 422),
        ({"since": "9999-12-31"}, "年份", 422),
        ({"since": "2026-03-05", "until": "2026-03-04"}, "结束要在开始之后", 422),
        ({"until": "2026-03-01"}, "结束", 422),
        ({"since_time": "25:00"}, "8:30", 422),
        ({"until_time": "9:00"}, "哪一天", 422),
        ({"until_time": "<b>", "until": "2026-03-09"}, "8:30", 422),
    ],
)
def test_dates_that_cannot_be(
    app: TestApp, people: tuple[int, int], typed: dict[str, str], said: str, status: int
) -> None:
    log_in(app, "editor")
    answer = mark(app, people[0], **typed)
    assert answer.status_int == status
    assert said in text(answer, "[role=alert]")
    assert {name: answer.forms[1][name].value for name in typed} == typed
    assert "没有登记" in text(app.get(f"/admin/people/{people[0]}"))


def test_a_double_click_and_a_colleague_who_was_faster(app: TestApp, people: tuple[int, int]) -> None:
    log_in(app, "editor")
    first, second = (app.get(f"/admin/people/{people[0]}").forms[1] for _page in range(2))
    way = first.submit().location
    assert first.submit().location == way
    refused = second.submit(expect_errors=True)
    assert refused.status_int == 409
    assert "已经登记外出" in text(refused, "[role=alert]")
    page = app.get(f"/admin/people/{people[0]}")
    back, again = page.forms[1], app.get(f"/admin/people/{people[0]}").forms[1]
    assert back.submit().location == back.submit().location
    assert "已经结束" in text(again.submit(status=404), "[role=alert]")


def test_what_a_role_may_do(app: TestApp, people: tuple[int, int]) -> None:
    a = people[0]
    for address in ("/admin/people", f"/admin/people/{a}", "/admin/schedule", "/admin/schedule/rules/new"):
        assert app.get(address).location.endswith(f"/login?next={address.replace('/', '%2F')}")
    log_in(app, "viewer")
    assert "您可以看，不能改" in text(app.get(f"/admin/people/{a}"))
    assert "您可以看，不能改" in text(app.get(f"/admin/people/{a}/card"))
    assert not app.get("/admin/schedule").html.select("main form, main .button")
    app.reset()
    log_in(app, "town-editor")
    assert "陆平" not in text(app.get("/admin/people"))
    for address in (f"/admin/people/{a}", f"/admin/people/{a}/card", "/admin/people/0", "/admin/people/x"):
        app.get(address, status=404)


def test_a_forged_submit_is_refused(app: TestApp, people: tuple[int, int]) -> None:
    log_in(app, "editor")
    form = app.get(f"/admin/people/{people[0]}").forms[1]
    app.reset()
    log_in(app, "viewer")
    answer = app.post(f"/admin/people/{people[0]}", form.submit_fields(), status="4*")
    assert "没有登记" in text(app.get(f"/admin/people/{people[0]}"))
    assert answer.status_int in (403, 409, 422)


def test_phone_and_portrait(app: TestApp, people: tuple[int, int]) -> None:
    log_in(app, "editor")
    form = app.get(f"/admin/people/{people[0]}/card").forms[1]
    form["phone"] = "０９９０—５５５１２３４"
    form["files"] = [Upload("我.png", photo(), "image/png")]
    form.submit().follow()
    card = app.get("/boards/staff").html.select_one(".person")
    assert "0990-5551234" in card.get_text()
    assert app.get(card.img["src"]).content_type == "image/png"
    form = app.get(f"/admin/people/{people[0]}/card").forms[1]
    paper = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    form["files"] = [Upload("x.pdf", paper, "application/pdf")]
    answer = form.submit(expect_errors=True)
    assert answer.status_int in (409, 422)
    assert app.get("/boards/staff").html.select_one(".person").img["src"] == card.img["src"]


def rule_form(app: TestApp, centre: Centre, **typed: str) -> TestApp:
    form = app.get("/admin/schedule/rules/new").forms[1]
    for name, value in {"org_id": str(centre.town), "text": "逢一四七", **typed}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_a_rule_is_saved_once_its_days_were_looked_at(
    app: TestApp, people: tuple[int, int], centre: Centre
) -> None:
    log_in(app, "editor")
    looked = rule_form(app, centre, place="一号窗口")
    assert looked.status_int == 200
    assert "农历逢一、四、七" in text(looked)
    assert len(looked.html.select("main .notice ol li")) == 10
    assert "石桥镇" not in text(app.get("/schedule"))
    changed = looked.forms[1]
    changed["text"] = "每周三"
    again = changed.submit()
    assert "每周三" in text(again, ".notice")
    assert "已保存" in text(again.forms[1].submit().follow())
    assert "3月4日 星期三" in text(app.get("/schedule"))
    gone = app.get("/admin/schedule")
    gone.forms[1].submit().follow()
    assert "还没有登记赶场日" in text(app.get("/schedule"))
    gone.forms[1].submit().follow()  # the same click once more


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "逢十五"}, "两种读法"),
        ({"text": "随便"}, "看不懂"),
        ({"text": ""}, "请填写"),
        ({"org_id": ""}, "请"),
        ({"valid_from": "2026-13-01"}, "日期"),
        ({"last_day": "2020-01-01"}, "还早"),
        ({"last_day": "9999-12-31"}, "年份"),
        ({"valid_from": "9999-12-31"}, "年份"),
        ({"valid_from": "0001-01-01"}, "年份"),
    ],
)
def test_a_rule_that_cannot_be(
    app: TestApp, people: tuple[int, int], centre: Centre, typed: dict[str, str], said: str
) -> None:
    log_in(app, "editor")
    answer = rule_form(app, centre, **typed)
    assert answer.status_int == 422
    assert said in text(answer, "[role=alert]")


def test_exceptions_and_duties(app: TestApp, people: tuple[int, int], centre: Centre) -> None:
    log_in(app, "editor")
    rule_form(app, centre, text="每天").forms[1].submit()
    form = app.get("/admin/schedule/exceptions/new").forms[1]
    form["org_id"], form["day"], form["reason"] = str(centre.town), "2026-03-02", "修路"
    form.submit().follow()
    assert "3月3日" in text(app.get("/schedule"), ".market")
    assert "修路" in text(app.get("/schedule"))
    twice = app.get("/admin/schedule/exceptions/new").forms[1]
    twice["org_id"], twice["day"], twice["reason"] = str(centre.town), "2026-03-02", "停电"
    refused = twice.submit(expect_errors=True)
    assert refused.status_int == 422
    assert "已经登记过" in text(refused, "[role=alert]")
    duty = app.get("/admin/schedule/duties/new").forms[1]
    duty["org_id"], duty["f-kind"], duty["person_id"] = str(centre.hall), "leader", str(people[0])
    duty.submit().follow()
    assert "陆平" in text(app.get("/schedule"), ".duties")


def test_two_who_change_the_same_rule(app: TestApp, people: tuple[int, int], centre: Centre) -> None:
    log_in(app, "editor")
    rule_form(app, centre, text="每周三").forms[1].submit()
    address = app.get("/admin/schedule").html.select_one('main td a[href*="/rules/"]')["href"]
    mine, theirs = (app.get(address).forms[1].submit().forms[1] for _page in range(2))
    mine.submit().follow()
    late = theirs.submit(expect_errors=True)
    assert late.status_int == 404
    assert "被别人改过" in text(late, "[role=alert]")
    app.get(address, status=404)


@pytest.mark.parametrize(
    "path", ["rules/0", "rules/x", "nothing/new", "rules/99999999999999999999", "duties/1"]
)
def test_no_such_entry(app: TestApp, people: tuple[int, int], path: str) -> None:
    log_in(app, "editor")
    app.get(f"/admin/schedule/{path}", status=404)
