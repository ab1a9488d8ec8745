"""A form that comes after the session has lapsed is carried through the log-in; nothing typed is lost."""

from random import Random
from string import ascii_letters, digits

import pytest
from webtest import TestApp, TestResponse

from portal.accounts.models import Role
from portal.catalogue.body import Guide
from portal.catalogue.codes import Kind
from portal.catalogue.projection import KIND
from portal.core.settings import Settings
from portal.core.work import Store, Writing
from portal.publishing import verbs
from tests.support.portal import Centre, MovableClock
from tests.support.staff import PASSWORD, add_staff, log_in

REASON = '缺收费依据 & <b>"更多"</b>\n第二行 '


@pytest.fixture
def desk(app: TestApp, store: Store, centre: Centre) -> TestResponse:
    """The page of a guide that waits for the one who is logged in."""
    author = add_staff(store, "editor", Role.EDITOR, "county")
    for login in ("publisher", "other"):
        add_staff(store, login, Role.PUBLISHER, "county", name=login)

    def submit(work: Writing) -> int:
        guide = Guide(name="户口登记", code="A1", kind=Kind.CONFIRMATION, unit_id=centre.police)
        document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
        verbs.draft(work, document, guide)
        verbs.submit(work, document.id)
        return document.id

    number = store.write_as(author, submit)
    log_in(app, "publisher")
    return app.get(f"/admin/guides/{number}")


def send_back(desk: TestResponse, reason: str = REASON) -> TestResponse:
    (form,) = (form for form in desk.forms.values() if "reason" in form.fields)
    form["reason"] = reason
    return form.submit("verb", status=401)


def come_in(page: TestResponse, login: str = "publisher", password: str = PASSWORD) -> TestResponse:
    form = page.forms[0]
    form["login"], form["password"] = login, password
    return form.submit(status="*")


def test_the_form_is_shown_after_the_log_in_and_sent_by_one_button(
    app: TestApp, desk: TestResponse, clock: MovableClock
) -> None:
    clock.pass_time(hours=2)
    page = send_back(desk)
    assert "WWW-Authenticate" in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    again = come_in(page)
    assert again.html.select_one(".kept").text == REASON.strip()
    assert again.html.select_one(".who span").text == "publisher"
    done = again.forms[1].submit(status=303).follow(status=200)
    assert REASON.strip().replace("\n", "") in done.html.select_one("table").text.replace("\n", "")


def test_it_outlives_a_wrong_password_and_too_many_of_them(
    desk: TestResponse, clock: MovableClock, settings: Settings
) -> None:
    clock.pass_time(hours=2)
    page = send_back(desk)
    for _attempt in range(settings.login_attempts + 1):
        page = come_in(page, password="wrong")
    assert page.status_int == 429
    clock.pass_time(minutes=15)
    assert come_in(page).forms[1]["reason"].value == REASON


def test_somebody_else_does_not_read_it(desk: TestResponse, clock: MovableClock) -> None:
    clock.pass_time(hours=2)
    answer = come_in(send_back(desk), "other")
    assert answer.status_int == 303
    assert "/admin/guides/" in answer.location


def test_without_a_cookie_it_is_shown_but_sent_only_under_the_name_that_wrote_it(
    app: TestApp, desk: TestResponse
) -> None:
    app.reset()
    again = come_in(send_back(desk), "other")
    answer = again.forms[1].submit(status=409)
    assert answer.html.select_one("#reason-return").text.strip() == REASON.strip()


@pytest.mark.parametrize("change", ["", "x", "signature", "text", "key", "ü"])
def test_another_page_s_form_is_not_taken_up(desk: TestResponse, clock: MovableClock, change: str) -> None:
    clock.pass_time(hours=2)
    page = send_back(desk)
    form = page.forms[0]
    kept, key = form["kept"].value, form["key"].value
    fresh = desk.test_app.get("/login").forms[0]["key"].value
    form["kept"] = {"signature": f"{kept[:-1]}x", "text": f"A{kept[1:]}", "key": kept}.get(change, change)
    form["key"] = fresh if change == "key" else key
    answer = come_in(page)
    assert answer.status_int == 303
    assert "/admin/guides/" in answer.location


def test_a_long_text_is_carried(desk: TestResponse, clock: MovableClock) -> None:
    clock.pass_time(hours=2)
    long = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(80_000))
    assert come_in(send_back(desk, long)).forms[1]["reason"].value == long


def test_a_text_that_is_too_long_is_told(desk: TestResponse, clock: MovableClock) -> None:
    clock.pass_time(hours=2)
    page = send_back(desk, "".join(Random(1).choices(ascii_letters + digits + "-_", k=1_040_000)))
    assert "kept" not in page.forms[0].fields
    assert page.html.select_one("main .notice--error")


def test_another_site_cannot_make_us_sign_its_words(app: TestApp) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert "kept" not in app.post("/admin/guides/1", {"reason": "x"}, headers=headers, status=403)
