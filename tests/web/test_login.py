"""Logging in and out by the browser: the form, the cookie, the way back."""

import pytest
from webtest import TestApp

from portal.accounts.models import Role
from portal.app import make_app
from portal.core.settings import Settings
from portal.core.work import Store
from tests.support.portal import Centre, MovableClock
from tests.support.staff import PASSWORD, add_staff, log_in


@pytest.fixture(autouse=True)
def limin(store: Store, centre: Centre) -> None:
    add_staff(store, "limin", Role.EDITOR, "county", name="李敏")


def test_who_logs_in_sees_the_back_office_until_logging_out(app: TestApp) -> None:
    answer = log_in(app, "limin")
    assert (answer.status_int, answer.location) == (303, "http://localhost:6543/admin")
    desk = answer.follow(status=200)
    assert "李敏" in desk
    assert desk.forms[0].submit(status=303).location.endswith("/login")
    assert "/login" in app.get("/admin", status=303).location


def test_the_server_forgets_the_session_at_log_out(app: TestApp) -> None:
    log_in(app, "limin")
    cookie = app.cookies["portal_staff"]
    app.get("/admin").forms[0].submit(status=303)
    app.set_cookie("portal_staff", cookie)
    app.get("/admin", status=303)


def test_logging_in_again_renews_the_session(app: TestApp, settings: Settings, store: Store) -> None:
    form = app.get("/login").forms[0]
    log_in(app, "limin")
    first = app.cookies["portal_staff"]
    app.get("/login", status=303)
    fresh = TestApp(make_app(settings, store), extra_environ={"HTTP_HOST": "localhost:6543"})
    log_in(fresh, "limin")
    assert fresh.cookies["portal_staff"] != first
    form["login"], form["password"] = "limin", PASSWORD
    # The form was shown to nobody and comes from somebody: its key is of no use.
    form.submit(status=422)


def test_the_cookie_is_closed_to_scripts_and_other_sites(app: TestApp) -> None:
    cookie = log_in(app, "limin").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "expires" not in cookie.lower()


def test_under_https_the_cookie_belongs_to_this_host(store: Store, settings: Settings) -> None:
    secure = settings.model_copy(update={"public_url": "https://hall.example"})
    app = TestApp(
        make_app(secure, store), extra_environ={"HTTP_HOST": "hall.example", "wsgi.url_scheme": "https"}
    )
    cookie = log_in(app, "limin").headers["Set-Cookie"]
    assert cookie.startswith("__Host-portal=")
    assert "secure" in cookie.lower().split("; ")
    app.get("/admin", status=200)


def test_a_misfit_does_not_say_which_was_wrong(app: TestApp) -> None:
    sentences = set()
    for login, password in (("limin", "wrong"), ("nobody", PASSWORD), ("", ""), ("limin", "")):
        answer = log_in(app, login, password)
        assert answer.status_int == 422
        assert answer.forms[0]["login"].value == login
        assert PASSWORD not in answer
        assert "Set-Cookie" not in answer.headers
        sentences.add(answer.html.select_one("[role=alert]").text)
    assert len(sentences) == 1


def test_too_many_failures_wait(app: TestApp, settings: Settings, clock: MovableClock) -> None:
    for _ in range(settings.login_attempts):
        log_in(app, "limin", "wrong")
    answer = log_in(app, "limin")
    assert (answer.status_int, answer.headers["Retry-After"]) == (429, "900")
    assert "15" in answer.html.select_one("[role=alert]").text
    clock.pass_time(minutes=15)
    assert log_in(app, "limin").status_int == 303


def test_a_forwarded_address_does_not_evade_the_wait(app: TestApp, settings: Settings) -> None:
    for number in range(settings.login_attempts):
        app.extra_environ["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        log_in(app, f"guess{number}", "wrong")
    assert log_in(app, "limin").status_int == 429


def test_a_forged_key_opens_nothing(app: TestApp) -> None:
    for key in ("", "x", "a.1.b", "云", "a" * 500):
        answer = app.post("/login", {"key": key, "login": "limin", "password": PASSWORD}, status=422)
        assert "Set-Cookie" not in answer.headers
        assert answer.forms[0]["login"].value == "limin"


def test_a_form_open_for_too_long_is_shown_again(
    app: TestApp, settings: Settings, clock: MovableClock
) -> None:
    form = app.get("/login").forms[0]
    form["login"], form["password"] = "limin", PASSWORD
    clock.pass_time(hours=settings.form_hours, seconds=1)
    again = form.submit(status=422)
    again.forms[0]["password"] = PASSWORD
    again.forms[0].submit(status=303)


def test_another_site_cannot_log_in(app: TestApp) -> None:
    form = app.get("/login").forms[0]
    form["login"], form["password"] = "limin", PASSWORD
    for origin in ("https://evil.example", "null", "", "http://["):
        form.submit(headers={"Origin": origin}, status=403)
    form.submit(headers={"Sec-Fetch-Site": "cross-site"}, status=403)
    form.submit(headers={"Origin": "http://localhost:6543"}, status=303)


def test_logging_out_needs_the_form(app: TestApp) -> None:
    log_in(app, "limin")
    app.get("/logout", status=405)
    app.post("/logout", {"key": "x"}, status=409)
    app.get("/admin", status=200)


def test_logging_out_of_a_session_that_has_ended(app: TestApp, clock: MovableClock) -> None:
    log_in(app, "limin")
    desk = app.get("/admin")
    clock.pass_time(hours=2)
    assert desk.forms[0].submit(status=303).location.endswith("/login")
    assert "portal_staff" not in app.cookies


def test_a_stranger_s_damaged_cookie_keeps_nobody_out(app: TestApp) -> None:
    log_in(app, "limin")
    cookie = f'portal_staff={app.cookies["portal_staff"]}; other="\\355"'
    app.reset()
    app.get("/admin", headers={"Cookie": cookie}, status=200)


def test_a_lapsed_session_leads_to_the_log_in_and_back(app: TestApp, clock: MovableClock) -> None:
    log_in(app, "limin")
    clock.pass_time(hours=2)
    answer = app.get("/admin/guides?q=户口&page=2", status=303).follow()
    form = answer.forms[0]
    form["login"], form["password"] = "limin", PASSWORD
    back = form.submit(status=303)
    assert back.location == "http://localhost:6543/admin/guides?q=%E6%88%B7%E5%8F%A3&page=2"


def test_the_way_back_stays_inside(app: TestApp) -> None:
    for address in ("https://evil.example/admin", "//evil.example/admin", "//[", "/admin/../logout"):
        assert log_in(app, "limin", next=address).location == "http://localhost:6543/admin"
        app.reset()


def test_nothing_of_it_is_stored(app: TestApp) -> None:
    addresses = ("/login", "/admin", "/admin/guides", "/admin/guides/1", "/admin/nothing")
    logged_out = [app.get(address) for address in addresses]
    log_in(app, "limin")
    logged_in = [app.get(address, expect_errors=True) for address in addresses]
    assert {page.headers["Cache-Control"] for page in logged_out + logged_in} == {"no-store"}
