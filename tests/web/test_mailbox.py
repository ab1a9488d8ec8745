"""Writing to a mailbox: one letter whatever happens on the way, nothing typed is lost, a receipt says all."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from webtest import TestApp, Upload

from portal.cases.models import Case, CaseFile
from portal.core.work import Store
from portal.media.files import open_file
from portal.media.models import Media, ParkedFile
from portal.web.routes import ROUTES
from tests.support.letters import name_delegates
from tests.support.mailbox import TYPED, WRITE, filled, keys, letter_form, send
from tests.support.parts import MULTIPART, PDF, opened, part, phone_photo, whole
from tests.support.portal import MovableClock
from tests.support.reading import text, texts

PHOTO = Upload("路灯.jpg", phone_photo(), "image/jpeg")
PAPER = Upload("C:\\a\\证明.pdf", PDF, "application/pdf")
MEGA = 1024 * 1024

pytestmark = pytest.mark.usefixtures("centre")


def count(store: Store, model: Any = Case) -> int:
    with store.reading() as work:
        return work.session.execute(select(func.count()).select_from(model)).scalar_one()


def only_case(store: Store) -> Case:
    with store.reading() as work:
        return work.session.execute(select(Case)).scalar_one()


def test_a_letter_arrives_and_its_receipt_says_what_comes_next(app: TestApp, store: Store) -> None:
    receipt = send(app, PHOTO, PAPER)
    number, code = keys(receipt)
    case = only_case(store)
    assert (case.number, case.title, case.text) == (number, TYPED["title"], TYPED["text"])
    assert (case.author_name, case.author_phone, case.consent) == ("钱多多", "13800138000", False)
    said = text(receipt)
    assert "2026年5月6日（星期三）" in said  # sixty days end on Labour Day, after which the holiday goes on
    assert "云溪县便民服务中心" in said
    assert "2 个文件" in said
    assert receipt.html.select_one("svg.qr path")
    assert receipt.headers["Cache-Control"] == "no-store"
    assert code.replace(" ", "") not in receipt.request.url


def test_the_photo_is_kept_without_what_the_phone_told(app: TestApp, store: Store) -> None:
    send(app, PHOTO)
    with store.reading() as work:
        kept = work.session.execute(select(Media)).scalar_one()
    assert kept.name == "路灯.jpg"
    with open_file(store.settings, kept.digest) as stream:
        image = opened(stream.read())
    assert not image.getexif()
    assert image.size == (40, 60)


def test_a_form_sent_twice_is_one_letter(app: TestApp, store: Store) -> None:
    form = filled(app.get(WRITE), PHOTO)
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location
    assert count(store) == 1
    assert count(store, CaseFile) == 1


def test_a_form_that_must_be_put_right_keeps_text_and_files(app: TestApp, store: Store) -> None:
    page = filled(app.get(WRITE), PHOTO, PAPER, name="", phone="12").submit(status=422)
    assert count(store) == 0
    again = letter_form(page)
    assert again["text"].value == TYPED["text"]
    assert again["phone"].value == "12"
    assert texts(page, ".files span")[0].startswith("路灯.jpg")
    again["name"], again["phone"] = "钱多多", "0990-5551234"
    again.submit(status=303)
    assert count(store) == 1
    with store.reading() as work:
        assert sorted(work.session.scalars(select(Media.name))) == ["证明.pdf", "路灯.jpg"]
    assert count(store, ParkedFile) == 0


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (Upload("a.jpg", b"x" * (10 * MEGA + 1)), "10 MB"),
        (Upload("a.jpg", b"x" * (50 * MEGA)), "10 MB"),
        (Upload("a.jpg", b"<script>alert(1)</script>"), "照片（JPEG、PNG）"),
        (Upload("a.jpg", phone_photo()[:-300]), "不完整"),
        (Upload("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50), "HEIC"),
        (Upload("a.pdf", b""), "空的"),
    ],
)
def test_a_refused_file_takes_nothing_with_it(app: TestApp, store: Store, file: Upload, word: str) -> None:
    page = filled(app.get(WRITE), PHOTO, file).submit(status=422)
    assert word in text(page, ".notice--error")
    again = letter_form(page)
    assert again["text"].value == TYPED["text"]
    again.submit(status=303)
    assert count(store, CaseFile) == 1


def test_more_than_five_files_are_told(app: TestApp, store: Store) -> None:
    papers = [Upload(f"{n}.pdf", PDF + bytes([n])) for n in range(6)]
    page = filled(app.get(WRITE), *papers).submit(status=422)
    assert "5.pdf" in text(page, ".notice--error")
    letter_form(page).submit(status=303)
    assert count(store, CaseFile) == 5


def test_a_key_that_has_lapsed_costs_one_more_press(app: TestApp, store: Store, clock: MovableClock) -> None:
    form = filled(app.get(WRITE), PHOTO)
    clock.pass_time(hours=store.settings.form_hours + 1)
    page = form.submit(status=422)
    assert letter_form(page)["text"].value == TYPED["text"]
    letter_form(page).submit(status=303)
    assert (count(store), count(store, CaseFile)) == (1, 1)


def test_only_the_open_channel_lets_one_stay_unnamed(app: TestApp, store: Store) -> None:
    name_delegates(store)
    send(app, anonymous=True, name="", phone="")
    assert only_case(store).anonymous
    page = app.get("/mailbox/minister/new")
    assert "anonymous" not in letter_form(page).fields
    refused = filled(page, name="", phone="").submit(status=422)
    assert len(texts(refused, ".field__error")) == 2
    forged = filled(app.get("/mailbox/minister/new"), name="", phone="")
    fields = [*forged.submit_fields(), ("anonymous", "true")]
    assert app.post("/mailbox/minister/new", fields, status=422)
    assert count(store) == 1


def test_a_mailbox_that_nobody_reads_is_closed(app: TestApp) -> None:
    assert len(app.get("/mailbox").html.select(".mailbox")) == 1
    for channel in ("minister", "referral", "none", "%3Cscript%3E"):
        page = app.get(f"/mailbox/{channel}/new", status=404)
        assert "意见箱" in text(page)


def test_the_ministers_mailbox_opens_when_minister_and_alternate_are_named(
    app: TestApp, store: Store
) -> None:
    name_delegates(store)
    assert texts(app.get("/mailbox"), ".mailbox h2") == ["意见箱", "部长信箱"]
    receipt = send(app, address="/mailbox/minister/new")
    assert only_case(store).org_id is None
    assert "云溪县便民服务中心" not in text(receipt)


def test_a_channel_in_the_form_changes_nothing(app: TestApp, store: Store) -> None:
    name_delegates(store)
    send(app, channel="minister")
    assert only_case(store).channel == "suggestion-box"


def test_a_receipt_is_shown_for_two_hours_to_who_has_its_address(app: TestApp, clock: MovableClock) -> None:
    address = send(app).request.path
    for changed in (
        address[:-1] + "x",
        address.replace(".", "0.", 1),
        "/mailbox/receipt/x",
        address + "%C3%A9",
    ):
        app.get(changed, status=410)
    clock.pass_time(hours=2)
    assert "放心" in text(app.get(address, status=410))


def test_two_receipts_do_not_tell_what_came_between(app: TestApp) -> None:
    veiled = {send(app).request.path.split(".")[2] for _ in range(3)}
    assert len(veiled) == 3
    assert all(len(one) > 8 for one in veiled)


def test_who_sends_too_many_waits_and_loses_nothing(app: TestApp, store: Store, clock: MovableClock) -> None:
    store.settings = store.settings.model_copy(update={"letter_rate": 2})
    for _ in range(2):
        send(app)
    page = filled(app.get(WRITE), PHOTO).submit(status=429)
    assert page.headers["Retry-After"] == "3600"
    assert letter_form(page)["text"].value == TYPED["text"]
    assert count(store, Media) == 0
    clock.pass_time(hours=1)
    letter_form(page).submit(status=303)
    assert count(store) == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (whole(part(f"f{n}", "1") for n in range(10_000)), 400),
        (whole(part("title", "a"), part("files", b"x" * 5000, "a.jpg"))[:3000], 400),
        (whole(part("__start__", "a:mapping") for _ in range(900)), 400),
        (whole(part("text", b"\xff")), 400),
        (whole(part("title", "a\0b")), 422),
    ],
)
def test_hostile_forms_are_answered(app: TestApp, store: Store, body: bytes, status: int) -> None:
    assert app.post(WRITE, body, {"Content-Type": MULTIPART}, status=status).html.h1
    assert count(store) == 0


def test_the_way_to_the_mailbox_is_never_far(app: TestApp) -> None:
    for address in ("/", "/orgs", "/services/NONE", "/orgs/police"):
        page = app.get(address, status="*")
        assert page.html.select('a[href="/mailbox"]')
    page = app.get("/orgs/police").click("给这个单位写信")
    (chosen,) = page.html.select("[name=to_org_id] [selected], [name=f-to_org_id][checked] + span")
    assert chosen.get_text(strip=True) == "云溪县公安局"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.private], ids=lambda route: route.name)
def test_what_is_private_is_kept_by_nobody(app: TestApp, route: Any) -> None:
    address = re.sub(r"{ticket}", "x", route.pattern.replace("{channel}", "suggestion-box"))
    assert app.get(address, status="*").headers["Cache-Control"] == "no-store"
    if "POST" in route.methods:
        assert app.post(address, {"a": "b"}, status="*").headers["Cache-Control"] == "no-store"


def test_the_key_of_a_form_is_not_the_way_to_its_files(app: TestApp) -> None:
    page = filled(app.get(WRITE), PHOTO, name="").submit(status=422)
    assert texts(page, ".files span")[0].startswith("路灯.jpg")
    other = app.get(WRITE)
    assert texts(other, ".files span") == []


def test_letters_of_the_same_second_have_their_own_numbers(app: TestApp, store: Store) -> None:
    numbers = {keys(send(app))[0] for _ in range(5)}
    assert len(numbers) == 5
