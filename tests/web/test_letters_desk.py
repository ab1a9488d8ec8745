"""The inbox by the browser: who opens which address, every step by its form, two who act at once."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import extract, verbs
from portal.cases.models import Case, CaseEvent
from portal.core import audit
from portal.core.work import Store
from portal.media import files as disk
from portal.media import verbs as media
from portal.media.intake import Prepared
from portal.media.models import MediaKind
from tests.support.letters import MINISTER, name_delegates, write_letter
from tests.support.portal import Centre, MovableClock
from tests.support.reading import text
from tests.support.staff import PASSWORD, add_staff, log_in

PEOPLE = {
    "viewer": (Role.VIEWER, "county", "看客孙"),
    "editor": (Role.EDITOR, "county", "编辑陈"),
    "publisher": (Role.PUBLISHER, "county", "发布褚"),
    "administrator": (Role.ADMINISTRATOR, "county", "管理卫"),
    "hall": (Role.HANDLER, "hall", "大厅沈"),
    "police": (Role.HANDLER, "police", "公安韩"),
}


@pytest.fixture
def staff(store: Store, centre: Centre) -> dict[str, Staff]:
    made = {
        login: add_staff(store, login, role, org, name=name) for login, (role, org, name) in PEOPLE.items()
    }
    return made | name_delegates(store)


@pytest.fixture
def photo(store: Store) -> int:
    prepared = Prepared(MediaKind.PDF, "说明.pdf", b"%PDF-1.4 proof %%EOF")
    disk.keep(store, prepared)
    return store.write(media.add, prepared)


def step(page: TestResponse, verb: str, **fields: str) -> TestResponse:
    """Fill in and send the form of a step."""
    form = next(form for form in page.forms.values() if f'value="{verb}"' in form.text)
    for name, value in fields.items():
        form[name] = value
    return form.submit("verb", expect_errors=True)


def titles(page: TestResponse) -> list[str]:
    return [link.text for link in page.html.select("tbody th a")]


def alert(page: TestResponse) -> str:
    return text(page, "[role=alert]")


def test_role_by_address(
    app: TestApp, store: Store, staff: dict[str, Staff], centre: Centre, photo: int
) -> None:
    ordinary = write_letter(store, files=[photo])
    minister = write_letter(store, MINISTER, [photo], title="只给部长")
    asked = extract.Extract("请核实", "请核实这件事")
    child = store.write_as(
        staff["minister"], extract.send, minister.id, centre.police, asked, files=[1], seen=1
    )
    seen = {
        "administrator": {ordinary.id, child.id},
        "hall": {ordinary.id},
        "police": {child.id},
        "minister": {minister.id},
        "delegate": {minister.id},
    }
    for login in staff:
        app.reset()
        log_in(app, login)
        for case in (ordinary, minister, child):
            status = 200 if case.id in seen.get(login, set()) else 404
            for address in (f"/admin/letters/{case.id}", f"/admin/letters/{case.id}/files/1"):
                app.get(address, status=status)
            app.get(f"/admin/letters/{case.id}/preview", status=404)
            app.get(f"/admin/letters/{case.id}/files/2", status=404)
            if status == 404:
                app.post(f"/admin/letters/{case.id}", {"verb": "take", "seen": "1"}, status=404)
        listed = app.get("/admin/letters").html.select("tbody th a")
        assert {int(link["href"].rpartition("/")[2]) for link in listed} == seen.get(login, set()), login
        theirs = minister.id in seen.get(login, set())
        for address in ("/admin/letters", "/admin/letters?q=钱多多", "/admin/letters.csv"):
            assert ("只给部长" in app.get(address)) == theirs, (login, address)
        assert theirs or "只给部长" not in app.get("/admin"), login
    app.reset()
    for address in ("", ".csv", f"/{ordinary.id}", f"/{ordinary.id}/preview", f"/{ordinary.id}/files/1"):
        assert "/login?" in app.get(f"/admin/letters{address}", status=303).location


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "7", "1.5", "%D9%A3"])
def test_ids_that_are_none(app: TestApp, staff: dict[str, Staff], number: str) -> None:
    log_in(app, "administrator")
    for address in (number, f"{number}/preview", f"{number}/files/1"):
        app.get(f"/admin/letters/{address}", status=404)


def test_from_receipt_to_the_public_page(
    app: TestApp, store: Store, staff: dict[str, Staff], centre: Centre, photo: int
) -> None:
    case = write_letter(store, files=[photo])
    log_in(app, "hall")
    page = app.get("/admin").click("窗口排队太久")
    assert app.get(f"/admin/letters/{case.id}/files/1").body == b"%PDF-1.4 proof %%EOF"
    page = step(page, "assign", unit=str(centre.police), reason="请公安局办理").follow()
    app.reset()
    log_in(app, "police")
    page = app.get(f"/admin/letters/{case.id}")
    assert "请公安局办理" in text(page)
    page = step(page, "take").follow()
    page = step(page, "answer", answer="周六上午已开放，钱多多可以来。").follow()
    page = step(page, "ask_publication", text="钱多多来信").maybe_follow()
    assert page.status_int == 422
    assert "钱多多" in alert(page)
    assert page.html.select_one("#ask_publication-text")["aria-invalid"] == "true"
    page = step(page, "ask_publication", text="希望周六也开门。").follow()
    assert step_refused(page, "公开")
    app.get(f"/mailbox/letters/{case.number}", status=404)
    app.reset()
    log_in(app, "administrator")
    assert titles(app.get("/admin/letters?pile=proposed")) == ["窗口排队太久"]
    page = app.get(f"/admin/letters/{case.id}")
    preview = app.get(f"/admin/letters/{case.id}/preview")
    assert "钱**可以来" in text(preview)
    step(page, "publish").follow()
    public = app.get(f"/mailbox/letters/{case.number}", status=200)
    assert text(public, "h1") == text(preview, "h1")
    assert "钱多多" not in public and "13800138000" not in public
    page = step(app.get(f"/admin/letters/{case.id}"), "unpublish", reason="写信人要求").follow()
    app.get(f"/mailbox/letters/{case.number}", status=404)
    page = step(page, "close").follow()
    assert "已办结" in text(page)


def step_refused(page: TestResponse, word: str) -> bool:
    return any(word in notice.text for notice in page.html.select(".letter-steps .notice"))


def test_two_handlers_at_once(app: TestApp, store: Store, staff: dict[str, Staff]) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    page = app.get(f"/admin/letters/{case.id}")
    store.write_as(staff["administrator"], verbs.answer, case.id, "已处理", seen=2)
    answer = step(page, "answer", answer="我写了很久的答复")
    assert answer.status_int == 409
    assert "刚才有人处理过" in alert(answer)
    assert "我写了很久的答复" in text(answer, ".kept")
    assert "已处理" in text(answer, ".answer")
    with store.reading() as work:
        assert work.session.get_one(Case, case.id).answer == "已处理"


def test_what_was_typed_stays_where_the_step_is_still_there(
    app: TestApp, store: Store, staff: dict[str, Staff]
) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    page = app.get(f"/admin/letters/{case.id}")
    store.write_as(staff["administrator"], verbs.take, case.id, seen=2)
    answer = step(page, "answer", answer="我写的答复")
    assert answer.status_int == 409
    assert answer.html.select_one("#answer-answer").text.strip() == "我写的答复"
    assert step(answer, "answer").status_int == 303


def test_a_letter_that_is_kept_from_somebody_while_they_write(
    app: TestApp, store: Store, staff: dict[str, Staff]
) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    page = app.get(f"/admin/letters/{case.id}")
    store.write_as(staff["administrator"], verbs.exclude, case.id, staff["hall"].id, seen=2)
    assert step(page, "answer", answer="抢答").status_int == 404


def test_a_form_sent_twice_does_it_once(app: TestApp, store: Store, staff: dict[str, Staff]) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    page = app.get(f"/admin/letters/{case.id}")
    first, second = (step(page, "answer", answer="答复") for _ in range(2))
    assert (first.status_int, first.location) == (second.status_int, second.location)
    assert first.status_int == 303
    with store.reading() as work:
        said = list(work.session.scalars(select(CaseEvent.verb).where(CaseEvent.case_id == case.id)))
    assert said == ["receive", "read", "answer"]


@pytest.mark.parametrize(
    ("verb", "field", "typed"), [("answer", "answer", "  "), ("assign", "unit", ""), ("exclude", "user", "")]
)
def test_a_step_without_what_it_needs(
    app: TestApp, store: Store, staff: dict[str, Staff], verb: str, *, field: str, typed: str
) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    answer = step(app.get(f"/admin/letters/{case.id}"), verb, **{field: typed})
    assert answer.status_int == 422
    assert answer.html.select_one("[role=alert] a")["href"] == f"#{verb}-{field}"
    assert answer.html.select_one(f"#{verb}-{field}")["aria-invalid"] == "true"


def test_forged_steps(app: TestApp, store: Store, staff: dict[str, Staff]) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    form = app.get(f"/admin/letters/{case.id}").forms[1]
    fields = {"key": form["key"].value, "seen": form["seen"].value}
    for verb, status in (("nothing", 404), ("publish", 409), ("extend", 409), ("", 404)):
        app.post(f"/admin/letters/{case.id}", {**fields, "verb": verb}, status=status)
    app.post(f"/admin/letters/{case.id}", {"verb": "take", "seen": "2", "key": "x"}, status=409)
    app.post(f"/admin/letters/{case.id}", {**fields, "verb": "take", "seen": "9" * 40}, status=409)
    with store.reading() as work:
        assert work.session.get_one(Case, case.id).version == 2


def test_the_minister_asks_a_unit(
    app: TestApp, store: Store, staff: dict[str, Staff], centre: Centre, photo: int
) -> None:
    letter = write_letter(store, MINISTER, [photo])
    log_in(app, "minister")
    page = app.get("/admin").click("窗口排队太久")
    refused = step(page, "extract", unit=str(centre.police), text="钱多多说要开门")
    assert refused.status_int == 422
    form = next(form for form in refused.forms.values() if 'value="extract"' in form.text)
    form["text"] = "请核实周六能否开门"
    form.get("files", index=0).checked = True
    page = form.submit("verb").follow()
    assert "云溪县公安局" in text(page)
    app.reset()
    log_in(app, "police")
    page = app.get("/admin").click("窗口排队太久")
    for secret in ("钱多多", "13800138000", "138 0013 8000", "大湾村", letter.number):
        assert secret not in page
    step(page, "answer", answer="可以开").follow()
    app.reset()
    log_in(app, "delegate")
    assert "可以开" in text(app.get(f"/admin/letters/{letter.id}"))


def test_the_list_is_narrowed_and_saved(
    app: TestApp, store: Store, staff: dict[str, Staff], clock: MovableClock
) -> None:
    write_letter(store, title="=1+1", text="甲")
    clock.pass_time(days=10)
    write_letter(store, title="低保没有答复", text="乙", kind="complaint", phone="13911112222")
    answered = write_letter(store, title="已答复的信")
    store.write_as(staff["hall"], verbs.answer, answered.id, "好", seen=1)
    log_in(app, "hall")

    def shown(**query: str) -> list[str]:
        return titles(app.get("/admin/letters", query))

    assert shown() == ["=1+1", "低保没有答复", "已答复的信"]
    assert shown(pile="late") == ["=1+1"]
    assert shown(pile="mine") == ["已答复的信"]
    assert shown(pile="unassigned") == ["=1+1", "低保没有答复"]
    assert shown(state="answered") == ["已答复的信"]
    assert shown(channel="minister") == shown(q="%") == shown(q="_") == []
    assert shown(q="低保") == shown(q="低保 乙") == shown(q="1391111") == ["低保没有答复"]
    assert shown(q=answered.number) == shown(q=answered.number.replace("-", "")) == ["已答复的信"]
    assert len(shown(pile="x", state="x", channel="x", page="-1")) == 3
    sheet = app.get("/admin/letters.csv?pile=late")
    assert sheet.headers["Cache-Control"] == "no-store"
    head, row = csv.reader(io.StringIO(sheet.body.decode("utf-8-sig")))
    assert (row[3], row[-1]) == ("'=1+1", "是")
    assert not any("钱多多" in cell for cell in row)
    assert len(head) == len(row)


def test_a_lapsed_session_loses_no_answer(
    app: TestApp, store: Store, staff: dict[str, Staff], clock: MovableClock
) -> None:
    case = write_letter(store)
    log_in(app, "hall")
    page = app.get(f"/admin/letters/{case.id}")
    clock.pass_time(hours=2)
    login = step(page, "answer", answer="写了一小时的答复")
    assert login.status_int == 401
    form = login.forms[0]
    form["login"], form["password"] = "hall", PASSWORD
    kept = form.submit().maybe_follow()
    assert "写了一小时的答复" in kept
    send = next(form for form in kept.forms.values() if form.action == f"/admin/letters/{case.id}")
    assert send.submit().status_int == 303
    with store.reading() as work:
        assert work.session.get_one(Case, case.id).answer == "写了一小时的答复"


def test_the_trail_names_nobody(app: TestApp, store: Store, staff: dict[str, Staff], tmp_path: Path) -> None:
    case = write_letter(store, MINISTER)
    log_in(app, "minister")
    step(app.get(f"/admin/letters/{case.id}"), "answer", answer="好的钱多多")
    with store.reading() as work:
        rows = work.session.scalars(select(audit.AuditRow).where(audit.AuditRow.kind == "case")).all()
        assert [row.verb for row in rows] == ["receive", "read", "answer"]
        assert not any("钱多多" in row.facts or case.number in row.facts for row in rows)
