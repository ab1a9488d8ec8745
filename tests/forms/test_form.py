"""A form is shown, refused with what to do, and taken once; nothing typed is lost. All without a script."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from webtest import Form, TestApp, TestResponse, Upload

from portal.core.work import Store
from portal.media import queries
from tests.forms.conftest import TAKEN, Colour, Item, Place, Trial
from tests.support.portal import MovableClock


def shown(page: TestResponse) -> Form:
    return page.forms[2]  # before it elder mode and the search of the header


def press(form: Form, button: str, **given: Any) -> TestResponse:
    return form.submit("__button__", value=button, **given)


def said(page: TestResponse) -> dict[str, str]:
    """Where each entry of the summary leads, and what it says."""
    items = page.html.select("[role=alert] li")
    return {item.a["href"] if item.a else "": item.text.strip() for item in items}


def sent(form: Form) -> list[tuple[str, str]]:
    """Names and values as a browser would send them, without files."""
    return [(name, value) for name, value in form.submit_fields() if name != "files"]


def complete(form: Form) -> Form:
    form["title"], form["f-colour"], form["agreed"], form["phone"] = "路灯", "blue", True, "139 9900-0001"
    return form


def photo(name: str = "灯.png") -> Upload:
    """A photo; those of different names differ."""
    content = BytesIO()
    Image.new("RGB", (20, 10), f"#{ord(name[0]):06x}").save(content, "PNG")
    return Upload(name, content.getvalue())


def files(page: TestResponse) -> list[str]:
    return [item.text.strip().partition(" ")[0] for item in page.html.select(".files li > span")]


def test_a_blank_form_is_refused_at_its_fields(trial_app: TestApp) -> None:
    again = shown(trial_app.get("/trial")).submit(status=422)
    assert said(again) == {"#f-title": "标题：请填写。", "#f-colour": "喜欢的颜色：请从中选一项。"}
    field = again.html.select_one("#f-title")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "f-title-hint f-title-error"
    assert TAKEN == []


def test_everything_arrives_as_the_model_has_it(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["text"], form["unit"], form["day"] = "三号楼前\n不亮", "2", "２０２６年３月１日"
    form["age"], form["fee"], form["f-free"] = "６８", "1,234.50", "false"
    form["street"], form["house"] = "中心路", "７"
    form.set("colours", True, index=1)
    for button in ("add items", "add items", "add names"):
        form = shown(press(form, button))
    form.set("name", "身份证", index=0)
    form.set("copies", "2", index=0)
    form["f-items-0-colour"] = "blue"
    form.set("name", "照片", index=1)
    form["row"] = "灯"
    ids = [field.value for field in form.fields["id"]]
    assert form.submit(status=303).location.endswith("/?done=1")
    assert [
        (
            Trial(
                title="路灯",
                text="三号楼前\n不亮",
                colour=Colour.BLUE,
                unit=2,
                colours=(Colour.BLUE,),
                agreed=True,
                free=False,
                day=date(2026, 3, 1),
                phone="13999000001",
                age=68,
                fee=Decimal("1234.50"),
                place=Place(street="中心路", house=7),
                items=(
                    Item(id=ids[0], name="身份证", copies=2, colour=Colour.BLUE),
                    Item(id=ids[1], name="照片"),
                ),
                names=("灯",),
            ),
            (),
        )
    ] == TAKEN


def test_rows_move_with_what_was_typed_in_them(trial_app: TestApp) -> None:
    form = shown(press(shown(press(shown(trial_app.get("/trial")), "add items")), "add items"))
    form.set("name", "甲", index=0)
    form.set("name", "乙", index=1)
    first, second = (field.value for field in form.fields["id"])
    assert first != second
    for button in ("down items/0", "up items/1"):
        form = shown(press(form, button))
    form = shown(press(form, "up items/1"))
    assert [field.value for field in form.fields["name"]] == ["乙", "甲"]
    assert [field.value for field in form.fields["id"]] == [second, first]
    form = shown(press(form, "remove items/0"))
    assert [field.value for field in form.fields["name"]] == ["甲"]


def test_rows_left_blank_count_for_nothing(trial_app: TestApp) -> None:
    form = complete(shown(press(shown(trial_app.get("/trial")), "add items")))
    form.submit(status=303)
    assert TAKEN[0][0].items == ()


def test_no_more_rows_are_offered_than_the_model_takes(trial_app: TestApp) -> None:
    page = trial_app.get("/trial")
    for _row in range(4):
        page = press(shown(page), "add items")
    assert not page.html.select("button[value='add items']")
    fields = sent(shown(page))
    assert len(shown(trial_app.post("/trial", [*fields, ("__button__", "add items")])).fields["id"]) == 4
    start, end = fields.index(("__start__", "row:mapping")), fields.index(("__end__", "row:mapping"))
    row = [(name, "又一个" if name == "name" else value) for name, value in fields[start : end + 1]]
    again = trial_app.post("/trial", [*fields[:start], *row * 5, *fields[start:]], status=422)
    assert said(again)["#f-items"] == "材料：最多填 4 项，请删去多出的。"


def test_what_the_whole_says_stands_at_its_field_or_above(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["text"] = "路灯"
    assert said(form.submit(status=422)) == {"#f-text": "正文：正文不要和标题一样。"}
    form["text"], form["phone"] = "", ""
    assert said(form.submit(status=422)) == {"": "同意公开请留电话。"}


def test_a_refusal_of_the_verb_keeps_everything(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["title"] = "refuse"
    again = form.submit(status=422)
    assert said(again) == {"#f-phone": "电话：这个电话不能用。"}
    form = shown(again)
    assert (form["phone"].value, form["f-colour"].value, form["agreed"].checked) == (
        "139 9900-0001",
        "blue",
        True,
    )
    form["title"] = "路灯"
    form.submit(status=303)


def test_a_double_click_takes_the_form_once(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    assert form.submit(status=303).location == form.submit(status=303).location
    assert len(TAKEN) == 1


@pytest.mark.parametrize("key", ["", "forged", "a.1.b", "ü" * 40])
def test_a_foreign_key_costs_nothing_but_another_click(trial_app: TestApp, key: str) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["key"] = key
    again = form.submit(status=422)
    assert list(said(again)) == [""]
    assert shown(again)["title"].value == "路灯"
    shown(again).submit(status=303)


def test_an_expired_key_keeps_text_and_files(trial_app: TestApp, clock: MovableClock, store: Store) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["files"] = [photo()]
    form = shown(press(form, "add items"))
    clock.pass_time(hours=store.settings.form_hours + 1)
    again = form.submit(status=422)
    assert "太久" in said(again)[""]
    assert files(again) == ["灯.png"]
    shown(again).submit(status=303)
    assert len(TAKEN[0][1]) == 1


def test_files_survive_a_refused_form_and_can_be_taken_away(trial_app: TestApp, store: Store) -> None:
    form = shown(trial_app.get("/trial"))
    form["files"] = [photo("一.png"), photo("二.png"), photo("三.png")]
    again = form.submit(status=422)
    assert files(again) == ["一.png", "二.png"]
    assert "三.png" in said(again)["#f-files"]
    assert "files" not in shown(again).fields
    drop = again.html.select_one(".files button")["value"]
    again = press(shown(again), drop)
    assert files(again) == ["二.png"]
    complete(shown(again)).submit(status=303)
    with store.reading() as work:
        taken = queries.several(work, TAKEN[0][1])
    assert [stored.name for stored in taken.values()] == ["二.png"]


def test_a_file_that_is_none_is_named_with_the_reason(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    form["files"] = [Upload("表.exe", b"MZ and more"), photo()]
    again = form.submit(status=422)
    assert said(again)["#f-files"].startswith("表.exe：")
    assert files(again) == ["灯.png"]
    shown(again).submit(status=303)
    assert len(TAKEN[0][1]) == 1


def test_a_file_of_another_form_cannot_be_taken_away(trial_app: TestApp) -> None:
    form = shown(trial_app.get("/trial"))
    form["files"] = [photo()]
    mine = form.submit(status=422)
    drop = mine.html.select_one(".files button")["value"]
    trial_app.post("/trial", [*sent(shown(trial_app.get("/trial"))), ("__button__", drop)])
    assert files(press(shown(mine), "add names")) == ["灯.png"]


def test_fields_that_the_form_does_not_have_are_left_aside(trial_app: TestApp) -> None:
    form = complete(shown(trial_app.get("/trial")))
    trial_app.post("/trial", [*sent(form), ("admin", "1")], status=303)
    assert TAKEN[0][0].title == "路灯"
