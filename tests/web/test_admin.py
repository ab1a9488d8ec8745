"""The back office by the browser: who sees what, the review by two persons, and every refusal."""

from collections.abc import Callable

import pytest
from webtest import TestApp, TestResponse

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.catalogue.body import Guide, TimeLimit
from portal.catalogue.codes import Kind
from portal.catalogue.projection import KIND
from portal.core import audit, onetime
from portal.core.work import Store, Writing
from portal.publishing import verbs
from tests.support.portal import Centre
from tests.support.staff import add_staff, log_in

Put = Callable[..., int]
REFUSED = "section[aria-labelledby=steps] .notice"


@pytest.fixture
def staff(store: Store, centre: Centre) -> dict[str, Staff]:
    """One of each role for the county, and an editor and a publisher of the town."""
    made = {role.value: add_staff(store, role.value, role, "county", name=f"县{role}") for role in Role}
    for role in (Role.EDITOR, Role.PUBLISHER):
        made[f"town-{role}"] = add_staff(store, f"town-{role}", role, "town", name=f"镇{role}")
    return made


@pytest.fixture
def put(store: Store, centre: Centre, staff: dict[str, Staff]) -> Put:
    """``put(code, state="draft", **body)``: a guide of the police, written by the county's editor; its id."""

    def make(code: str, *verbs_after: str, author: str = "editor", **body: object) -> int:
        values = {"name": f"户口登记 {code}", "kind": Kind.CONFIRMATION, "unit_id": centre.police, **body}

        def draft(work: Writing) -> int:
            guide = Guide.model_validate({**values, "code": code})
            document = verbs.open_document(work, KIND, code, guide.unit_id)
            verbs.draft(work, document, guide, "县公安局清单")
            return document.id

        number = store.write_as(staff[author], draft)
        for verb in verbs_after:
            store.write_as(staff["publisher"], getattr(verbs, verb), number)
        return number

    return make


def rows(page: TestResponse) -> list[str]:
    return [cell.text for cell in page.html.select("table.table tbody th")]


def alert(page: TestResponse) -> str:
    return str(page.html.select_one("[role=alert]").text)


def step(page: TestResponse, verb: str, **fields: str) -> TestResponse:
    """Press the button of a step."""
    (form,) = (form for form in page.forms.values() if form.html.select_one(f"button[value={verb}]"))
    for name, value in fields.items():
        form[name] = value
    return form.submit("verb", expect_errors=True)


def offered(page: TestResponse) -> set[str]:
    return {button["value"] for button in page.html.select("button[name=verb]")}


def trail(store: Store, verb: str) -> int:
    with store.reading() as work:
        return work.session.query(audit.AuditRow).filter_by(verb=verb, kind=KIND).count()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", [set(), set(), set()]),
        ("editor", [{"submit"}, set(), set()]),
        ("publisher", [set(), {"approve", "return"}, {"withdraw"}]),
        ("administrator", [{"submit"}, {"approve", "return"}, {"withdraw"}]),
    ],
)
def test_what_a_role_may_do(app: TestApp, put: Put, role: str, may: list[set[str]]) -> None:
    guides = put("A1"), put("A2", "submit"), put("A3", "submit", "approve")
    log_in(app, role)
    pages = [app.get(f"/admin/guides/{number}", status=200) for number in guides]
    assert [offered(page) for page in pages] == may
    for page, wanted in zip(pages, ({"submit"}, {"approve", "return"}, {"withdraw"}), strict=True):
        assert len(page.html.select(REFUSED)) == len(wanted - offered(page))
    assert app.get(f"/admin/guides/{guides[0]}/preview", status=200)


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_a_forged_step_is_refused_and_says_who_can(
    app: TestApp, put: Put, store: Store, staff: dict[str, Staff], role: str
) -> None:
    number = put("A1", "submit")
    log_in(app, "publisher")
    seen = app.get(f"/admin/guides/{number}").forms[1]["seen"].value
    app.reset()
    log_in(app, role)
    key = onetime.issue(store.settings.key, f"guide {number}/{staff[role].id}", store.clock())
    answer = app.post(f"/admin/guides/{number}", {"key": key, "verb": "approve", "seen": seen}, status=403)
    assert "县publisher" in alert(answer)
    assert "镇publisher" not in alert(answer)
    assert trail(store, "approve") == 0


def test_another_units_guide_is_closed(app: TestApp, put: Put, store: Store) -> None:
    number = put("A1", "submit")
    log_in(app, "town-publisher")
    assert rows(app.get("/admin/guides")) == []
    for address in (f"/admin/guides/{number}", f"/admin/guides/{number}/preview"):
        assert "县administrator" in app.get(address, status=403)
    app.post(f"/admin/guides/{number}", {"verb": "approve"}, status=403)


def test_from_draft_to_the_public_and_back(app: TestApp, put: Put, store: Store) -> None:
    number = put("A1")
    app.get("/services/A1", status=404)
    log_in(app, "editor")
    page = app.get("/admin").click("户口登记 A1")
    page = step(page, "submit").follow(status=200)
    assert offered(page) == set()
    assert "县publisher" in page.html.select_one(REFUSED).text
    app.reset()
    log_in(app, "publisher")
    page = app.get("/admin").click("户口登记 A1")
    page = step(page, "approve").follow(status=200)
    assert "户口登记 A1" in app.get("/services/A1", status=200)
    assert step(page, "withdraw", reason="办法已废止").status_int == 303
    assert "办法已废止" in app.get("/services/A1", status=410)
    history = app.get(f"/admin/guides/{number}").html.select_one("section[aria-labelledby=history]").text
    for part in ("县editor", "县publisher", "办法已废止", "县公安局清单"):
        assert part in history


def test_nobody_publishes_their_own_edition(app: TestApp, put: Put, store: Store) -> None:
    number = put("A1", "submit", author="administrator")
    log_in(app, "administrator")
    page = app.get(f"/admin/guides/{number}")
    assert offered(page) == {"return"}
    said = page.html.select_one(REFUSED).text
    assert "县publisher" in said
    assert "县administrator" not in said
    form = page.forms[1]
    fields = {"key": form["key"].value, "seen": form["seen"].value, "verb": "approve"}
    assert "县publisher" in alert(app.post(f"/admin/guides/{number}", fields, status=403))
    assert trail(store, "approve") == 0
    app.get("/services/A1", status=404)


def test_a_step_without_its_reason_keeps_the_page(app: TestApp, put: Put) -> None:
    number = put("A1", "submit")
    log_in(app, "publisher")
    answer = step(app.get(f"/admin/guides/{number}"), "return", reason="  ")
    assert answer.status_int == 422
    link = answer.html.select_one("[role=alert] a")["href"]
    assert answer.html.select_one(link)["aria-invalid"] == "true"
    assert step(answer, "return", reason="缺收费依据").status_int == 303
    app.reset()
    log_in(app, "editor")
    home = app.get("/admin")
    assert rows(home) == ["户口登记 A1"]
    assert home.html.select_one("#guide-returned")
    assert "缺收费依据" in app.get(f"/admin/guides/{number}")


def test_what_changed_meanwhile_is_not_published(
    app: TestApp, put: Put, store: Store, staff: dict[str, Staff]
) -> None:
    number = put("A1", "submit")
    log_in(app, "publisher")
    page = app.get(f"/admin/guides/{number}")
    store.write_as(staff["publisher"], verbs.send_back, number, "again")
    put("A1", "submit", conditions=("另一句话",))
    answer = step(page, "approve")
    assert answer.status_int == 409
    assert trail(store, "approve") == 0
    assert step(answer, "approve").status_int == 303


def test_a_form_sent_twice_does_it_once(app: TestApp, put: Put, store: Store) -> None:
    page = f"/admin/guides/{put('A1', 'submit')}"
    log_in(app, "publisher")
    form = app.get(page).forms[1]
    first, second = form.submit("verb"), form.submit("verb")
    assert (
        (first.status_int, first.location) == (second.status_int, second.location) == (303, second.location)
    )
    assert trail(store, "approve") == 1


def test_a_key_is_for_one_guide_and_one_person(app: TestApp, put: Put, store: Store) -> None:
    number, other = put("A1", "submit"), put("A2", "submit")
    log_in(app, "publisher")
    form = app.get(f"/admin/guides/{number}").forms[1]
    fields = {"key": form["key"].value, "verb": "approve"}
    seen = app.get(f"/admin/guides/{other}").forms[1]["seen"].value
    app.post(f"/admin/guides/{other}", {**fields, "seen": seen}, status=409)
    app.reset()
    log_in(app, "administrator")
    app.post(f"/admin/guides/{number}", {**fields, "seen": form["seen"].value}, status=409)
    app.post(f"/admin/guides/{number}", {**fields, "seen": form["seen"].value, "key": "x"}, status=409)
    assert trail(store, "approve") == 0


def test_errors_stop_the_editor(app: TestApp, put: Put) -> None:
    number = put("A1", promised=TimeLimit(days=9), statutory=TimeLimit(days=5))
    log_in(app, "editor")
    page = app.get(f"/admin/guides/{number}")
    assert offered(page) == set()
    assert len(page.html.select(".findings .tag--error")) == 1
    assert "1" in page.html.select_one(REFUSED).text


def test_the_list_is_narrowed(app: TestApp, put: Put, centre: Centre) -> None:
    put("A1", promised=TimeLimit(days=9), statutory=TimeLimit(days=5))
    put("A2", "submit", "approve")
    put("B3", "submit", unit_id=centre.town, name="老年人优待证")
    log_in(app, "viewer")

    def shown(**query: str) -> list[str]:
        return [name.split()[-1] for name in rows(app.get("/admin/guides", query))]

    assert set(shown()) == {"A1", "A2", "老年人优待证"}
    assert shown(state="approved") == ["A2"]
    assert shown(findings="error") == ["A1"]
    assert len(shown(findings="warning")) == 3
    assert shown(org="town") == ["老年人优待证"]
    assert shown(q="优待") == shown(q="b3") == shown(q="老年人 b3") == ["老年人优待证"]
    assert shown(q="%") == shown(q="_") == []
    assert len(shown(org="nowhere", state="x", findings="x", page="-1")) == 3
    assert len(shown(page="9" * 30)) == len(shown(q="", page="7")) == 3


def test_an_unknown_guide_is_not_found(app: TestApp, put: Put) -> None:
    log_in(app, "administrator")
    for number in ("0", "x", "-1", "9" * 30, "7", "1.5", "%D9%A3"):
        app.get(f"/admin/guides/{number}", status=404)
        app.get(f"/admin/guides/{number}/preview", status=404)
        app.post(f"/admin/guides/{number}", {"verb": "approve"}, status=404)


def test_every_edition_has_its_preview(app: TestApp, put: Put) -> None:
    number = put("A1", "submit", "approve", conditions=("旧条件",))
    put("A1", conditions=("新条件",))
    log_in(app, "viewer")
    newest = app.get(f"/admin/guides/{number}/preview")
    first = app.get(f"/admin/guides/{number}/preview?edition=1")
    assert "新条件" in newest and "旧条件" not in newest
    assert "旧条件" in first and "新条件" not in first
    assert "旧条件" in app.get("/services/A1")
    app.get(f"/admin/guides/{number}/preview?edition=3", status=404)
    assert newest.html.select_one("meta[name=robots]")["content"] == "noindex"
    assert "2" in newest.html.select_one(".preview-banner").text.split()


def test_two_tabs_withdraw_once(app: TestApp, put: Put, store: Store) -> None:
    number = put("A1", "submit", "approve")
    log_in(app, "publisher")
    tabs = [app.get(f"/admin/guides/{number}") for _ in range(2)]
    answers = [step(tab, "withdraw", reason="废止").status_int for tab in tabs]
    assert answers == [303, 409]
    assert trail(store, "withdraw") == 1
