"""The editor of notices by the browser's requests: two persons, files, windows of time, and every refusal."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from webtest import TestApp, TestResponse, Upload

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.core import audit
from portal.core.work import Store
from portal.media import files, intake
from portal.media import verbs as media
from portal.notices.projection import KIND
from portal.publishing.models import Document
from tests.support.notices import drafted, notice
from tests.support.portal import Centre, MovableClock
from tests.support.reading import text
from tests.support.staff import PASSWORD, add_staff, log_in

FIELDS = {"title": "停电通知", "column": "alerts", "text": "明天上午停电。"}
REFUSED = "section[aria-labelledby=steps] .notice"
WRONG_WINDOWS = (
    ("2026-03-04 8：00", "2026-03-04 07:59"),
    ("明天", ""),
    ("", "2026-03-01"),
    ("2026-13-01", ""),
)
HALL = "云溪县便民服务中心"
PDF = b"%PDF-1.4\n%%EOF\n"


def png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 4), "red").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def staff(store: Store, centre: Centre) -> dict[str, Staff]:
    """One of each role for the county, a second editor, and an editor of the town."""
    made = {role.value: add_staff(store, role.value, role, "county", name=f"县{role}") for role in Role}
    made["second"] = add_staff(store, "second", Role.EDITOR, "county", name="县编辑乙")
    made["town"] = add_staff(store, "town", Role.EDITOR, "town", name="镇编辑")
    return made


@pytest.fixture
def desk(app: TestApp, staff: dict[str, Staff]) -> Iterator[Callable[[str], TestApp]]:
    """``desk(login)``: the application as this person sees it."""

    def seated(login: str) -> TestApp:
        app.reset()
        log_in(app, login)
        return app

    yield seated
    app.reset()


def main_form(page: TestResponse) -> Any:
    return next(form for form in page.forms.values() if "title" in form.fields)


def write(page: TestResponse, fields: dict[str, str], *uploads: Upload) -> TestResponse:
    """Fill in the form of a notice and save it."""
    form = main_form(page)
    if not form["org_id"].value:
        form["org_id"].select(text=HALL)
    for name, value in fields.items():
        form[name] = value
    if uploads:
        form["files"] = list(uploads)
    return form.submit(expect_errors=True)


def step(page: TestResponse, verb: str, **fields: str) -> TestResponse:
    """Press the button of a step."""
    (form,) = (form for form in page.forms.values() if form.html.select_one(f"button[value={verb}]"))
    for name, value in fields.items():
        form[name] = value
    return form.submit("verb", expect_errors=True)


def written(app: TestApp, **fields: str) -> str:
    """The address at the desk of a new notice of the hall."""
    answer = write(app.get("/admin/notices/new"), FIELDS | fields)
    assert answer.status_int == 303, answer.text
    return str(answer.location).partition("?")[0].removeprefix("http://localhost:6543")


def documents(store: Store) -> int:
    with store.reading() as work:
        return work.session.query(Document).filter_by(kind=KIND).count()


def trail(store: Store, verb: str) -> int:
    with store.reading() as work:
        return work.session.query(audit.AuditRow).filter_by(verb=verb, kind=KIND).count()


def public(way: str) -> str:
    return way.removeprefix("/admin")


@pytest.mark.data
def test_the_way_of_a_notice(desk: Callable[[str], TestApp], store: Store) -> None:
    way = written(desk("editor"))
    app = desk("editor")
    assert "停电通知" in app.get("/admin")
    assert "明天上午停电" in app.get(f"{way}/preview")
    app.get(public(way), status=404)
    assert step(app.get(way), "submit").status_int == 303
    app = desk("publisher")
    assert "停电通知" in app.get("/admin")
    assert step(app.get(way), "approve").status_int == 303
    assert "明天上午停电" in app.get(public(way))
    assert step(app.get(way), "withdraw", reason="供电局改期").status_int == 303
    assert "供电局改期" in app.get(public(way), status=410)
    assert [trail(store, verb) for verb in ("draft", "submit", "approve", "withdraw")] == [1, 1, 1, 1]


@pytest.mark.data
def test_a_window_of_time(desk: Callable[[str], TestApp], clock: MovableClock) -> None:
    way = written(desk("editor"))
    step(desk("editor").get(way), "submit")
    app = desk("publisher")
    for begin, end in WRONG_WINDOWS:
        answer = step(app.get(way), "approve", live_from=begin, live_until=end)
        assert answer.status_int == 422
        assert answer.html.select_one("#live_from-approve")["value"] == begin
    given = {"live_from": "2026年3月4日 8：00", "live_until": "2026-03-05T18:00"}
    assert step(app.get(way), "approve", **given).status_int == 303
    assert "定时发布" in text(app.get(way), ".lead")
    app.get(public(way), status=404)
    clock.pass_time(days=1, hours=20)
    app.get(public(way), status=200)
    clock.pass_time(days=1, hours=10)
    assert "已经过期" in app.get(public(way))
    app = desk("publisher")
    assert "已到期" in text(app.get(way), ".lead")


@pytest.mark.data
def test_files_are_public_with_their_notice_alone(
    desk: Callable[[str], TestApp], store: Store, clock: MovableClock
) -> None:
    app = desk("editor")
    page = app.get("/admin/notices/new")
    uploads = (Upload("停电 范围.png", png(), "image/png"), Upload("名单.pdf", PDF, "application/pdf"))
    refused = write(page, FIELDS | {"title": ""}, *uploads)
    assert refused.status_int == 422
    assert len(refused.html.select(".files li")) == 2
    way = str(write(refused, {"title": "停电通知"}).location).partition("?")[0]
    preview = app.get(f"{way}/preview")
    picture = preview.html.select_one(".article__picture img")
    assert picture["alt"] == "停电 范围"
    shown = app.get(picture["src"])
    assert (shown.content_type, shown.headers["Cache-Control"]) == ("image/png", "no-store")
    step(app.get(way), "submit")
    app = desk("publisher")
    step(app.get(way), "approve")
    app.reset()
    page = app.get(f"/notices/{way.rpartition('/')[2]}")
    picture, paper = page.html.select_one(".article__picture img"), page.html.select_one(".article__files a")
    addresses = [picture["src"], paper["href"]]
    assert [app.get(address).content_type for address in addresses] == ["image/png", "application/pdf"]
    assert "PDF，1 KB" in text(page, ".article__files")
    app = desk("editor")
    desk("publisher")
    step(app.get(way), "withdraw", reason="撤")
    for address in addresses:
        app.get(address, status=404)


def test_captions_are_changed_and_files_removed(desk: Callable[[str], TestApp]) -> None:
    app = desk("editor")
    page = app.get("/admin/notices/new")
    way = write(page, FIELDS, Upload("IMG_1.png", png(), "image/png")).location.partition("?")[0]
    form = main_form(app.get(f"{way}/edit"))
    form["caption"] = "停电的几条街"
    assert form.submit().status_int == 303
    assert app.get(f"{way}/preview").html.select_one("figure img")["alt"] == "停电的几条街"
    form = main_form(app.get(f"{way}/edit"))
    gone = form.submit("__button__", value="remove attachments/0")
    assert main_form(gone).submit().status_int == 303
    assert not app.get(f"{way}/preview").html.select("figure")


def test_nobody_elses_file_can_be_taken(
    desk: Callable[[str], TestApp], store: Store, staff: dict[str, Staff]
) -> None:
    prepared = intake.inspect(BytesIO(png()), "来信照片.png")
    files.keep(store, prepared)
    private = store.write(media.add, prepared)
    app = desk("editor")
    page = app.get("/admin/notices/new")
    way = write(page, FIELDS, Upload("a.png", png(), "image/png")).location.partition("?")[0]
    form = main_form(app.get(f"{way}/edit"))
    form["media_id"].force_value(str(private))
    answer = form.submit(expect_errors=True)
    assert answer.status_int == 409
    assert "不属于这条公告" in text(answer, "[role=alert]")
    app.get(f"{way}/files/{private}", status=404)


@pytest.mark.parametrize(
    ("login", "new", "see", "edit"),
    [
        ("viewer", 403, 200, 403),
        ("editor", 200, 200, 200),
        ("second", 200, 200, 409),
        ("publisher", 403, 200, 403),
        ("administrator", 200, 200, 409),
        ("town", 200, 403, 403),
        ("handler", 403, 403, 403),
    ],
)
def test_what_a_role_may_open(
    desk: Callable[[str], TestApp], login: str, new: int, see: int, edit: int
) -> None:
    way = written(desk("editor"))
    app = desk(login)
    wanted = {"/admin/notices/new": new, way: see, f"{way}/preview": see, f"{way}/edit": edit}
    assert {address: app.get(address, status="*").status_int for address in wanted} == wanted
    app.reset()
    for address in ("/admin/notices", *wanted):
        assert "/login?" in app.get(address, status=303).location


def test_somebody_elses_draft_is_left_alone(desk: Callable[[str], TestApp]) -> None:
    way = written(desk("editor"))
    app = desk("second")
    assert "县editor正在写第 1 版" in text(app.get(way))
    assert "县editor正在写第 1 版" in text(app.get(f"{way}/edit", status=409))
    app = desk("editor")
    step(app.get(way), "submit")
    assert "正等第二个人审核" in text(app.get(f"{way}/edit", status=409))


def test_a_town_writes_for_itself_alone(desk: Callable[[str], TestApp], centre: Centre, store: Store) -> None:
    form = main_form(desk("town").get("/admin/notices/new"))
    assert [option[2] for option in form["org_id"].options if option[0]] == ["石桥镇便民服务中心"]
    for name, value in FIELDS.items():
        form[name] = value
    form["org_id"].force_value(str(centre.police))
    answer = form.submit(expect_errors=True)
    assert answer.status_int in (403, 422)
    assert documents(store) == 0


def test_a_form_sent_twice_makes_one_notice(desk: Callable[[str], TestApp], store: Store) -> None:
    page = desk("editor").get("/admin/notices/new")
    answers = [write(page, FIELDS) for _ in range(2)]
    assert len({answer.location for answer in answers}) == 1
    assert documents(store) == 1


@pytest.mark.data
def test_two_tabs_lose_nothing(desk: Callable[[str], TestApp]) -> None:
    app = desk("editor")
    way = written(app)
    tabs = [app.get(f"{way}/edit") for _ in range(2)]
    assert write(tabs[0], {"text": "第一个窗口写的"}).status_int == 303
    answer = write(tabs[1], {"text": "第二个窗口写的"})
    assert answer.status_int == 409
    assert main_form(answer)["text"].value == "第二个窗口写的"
    assert "第一个窗口写的" in app.get(f"{way}/preview")


def test_what_came_back_is_mended_with_its_reason_in_sight(desk: Callable[[str], TestApp]) -> None:
    way = written(desk("editor"))
    step(desk("editor").get(way), "submit")
    step(desk("publisher").get(way), "return", reason="写明哪几条街")
    app = desk("editor")
    page = app.get(f"{way}/edit")
    assert "写明哪几条街" in text(page)
    assert write(page, {"text": "长安街停电。"}).status_int == 303
    assert step(app.get(way), "submit").status_int == 303


@pytest.mark.data
def test_a_new_edition_is_written_while_the_old_one_stands(
    desk: Callable[[str], TestApp], store: Store
) -> None:
    way = written(desk("editor"))
    step(desk("editor").get(way), "submit")
    step(desk("publisher").get(way), "approve")
    app = desk("second")
    page = app.get(f"{way}/edit")
    assert write(page, {}).status_int == 303
    assert trail(store, "draft") == 1
    assert write(app.get(f"{way}/edit"), {"text": "改到后天。"}).status_int == 303
    assert "明天上午停电" in app.get(public(way))
    assert "改到后天" in app.get(f"{way}/preview")
    assert "明天上午停电" in app.get(f"{way}/preview?edition=1")


def test_a_lapsed_session_keeps_the_text(desk: Callable[[str], TestApp], clock: MovableClock) -> None:
    page = desk("editor").get("/admin/notices/new")
    clock.pass_time(hours=2)
    answer = write(page, FIELDS | {"text": "写了一上午的正文"})
    login = answer.forms[0]
    login["login"], login["password"] = "editor", PASSWORD
    back = login.submit()
    back = back.follow() if back.status_int == 303 else back
    assert "写了一上午的正文" in back.text


@pytest.mark.data
def test_the_list_is_narrowed(
    desk: Callable[[str], TestApp], store: Store, staff: dict[str, Staff], centre: Centre
) -> None:
    for code, title, org in (("a", "停水", centre.hall), ("b", "停电", centre.town)):
        drafted(store, staff["editor"], notice(org, title=title), code)
    app = desk("viewer")

    def shown(**query: str) -> list[str]:
        return [cell.text for cell in app.get("/admin/notices", query).html.select("tbody th")]

    assert shown() == ["停电", "停水"]
    assert shown(org="town") == shown(q="电") == ["停电"]
    assert shown(state="approved") == []
    assert "没有符合条件的公告" in app.get("/admin/notices?q=%25")
    for number in ("0", "x", "99999999999"):
        app.get(f"/admin/notices/{number}", status=404)


def test_a_guide_is_no_notice(
    desk: Callable[[str], TestApp], store: Store, staff: dict[str, Staff], centre: Centre
) -> None:
    number = drafted(store, staff["editor"], notice(centre.hall))
    app = desk("administrator")
    app.get(f"/admin/guides/{number}", status=404)
