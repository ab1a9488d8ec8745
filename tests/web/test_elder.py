"""Elder mode by the cookie: on and off without a script, and back to the page where one was."""

import pytest
from webtest import TestApp

from portal.app import make_app
from portal.core.settings import Settings
from portal.core.work import Store
from portal.web.cookies import local


def switch(app: TestApp, view: str, way: str = "/orgs") -> TestApp:
    return app.post("/view", {"view": view, "next": way}, status=303)


def test_the_choice_stays_until_it_is_taken_back(app: TestApp) -> None:
    page = app.get("/services?way=online")
    assert page.html.html.get("data-view") is None
    back = page.forms[0].submit("view", index=0, status=303)
    assert back.location == "http://localhost:6543/services?way=online"
    page = back.follow(status=200)
    assert page.html.html["data-view"] == "elder"
    assert app.get("/orgs").html.html["data-view"] == "elder"
    assert app.get("/none", status=404).html.html["data-view"] == "elder"
    page.forms[0].submit("view", index=1, status=303)
    assert app.get("/orgs").html.html.get("data-view") is None


def test_the_cookie_lasts_a_year_and_only_says_that(app: TestApp) -> None:
    cookie = switch(app, "elder").headers["Set-Cookie"]
    assert cookie.startswith("view=elder; ")
    assert {"Max-Age=31536000", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    switch(app, "<other>")
    assert "view" not in app.cookies


def test_under_https_the_cookie_is_sent_over_tls_only(store: Store, settings: Settings) -> None:
    secure = settings.model_copy(update={"public_url": "https://hall.example"})
    app = TestApp(make_app(secure, store), extra_environ={"HTTP_HOST": "hall.example"})
    assert "secure" in switch(app, "elder").headers["Set-Cookie"].lower().split("; ")


def test_a_cache_keeps_the_views_apart(app: TestApp) -> None:
    assert "Cookie" in app.get("/").headers["Vary"]
    assert "Cookie" in app.get("/none", status=404).headers["Vary"]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "///",
        "/\\evil.example",
        "/a/../b",
        "/a\r\nb: c",
        "",
        "a",
        "/身",
    ],
)
def test_it_leads_nowhere_else(address: str, app: TestApp) -> None:
    assert local(address, "/") == "/"
    assert switch(app, "elder", address).location == "http://localhost:6543/"


@pytest.mark.parametrize("address", ["/", "/?a=b", "/services/990121-GA-01?case=a", "/search?q=%E8%BA%AB"])
def test_every_page_of_ours_is_a_way_back(address: str) -> None:
    assert local(address, "/") == address
