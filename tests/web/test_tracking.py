"""Following a letter: by number and query code together, and by nothing else; what everybody may read."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse, Upload

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import publication, verbs
from portal.cases.models import Case
from portal.core.work import Store
from portal.media.models import Media
from portal.views.public.tracking import TRIES
from tests.support.letters import seen_by
from tests.support.mailbox import TYPED, keys, send, track
from tests.support.parts import PDF, opened, phone_photo
from tests.support.portal import MovableClock
from tests.support.reading import meta, text, texts
from tests.support.staff import add_staff

PHOTO = Upload("路灯.jpg", phone_photo())
PAPER = Upload("证明.pdf", PDF)

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def handler(store: Store) -> Staff:
    return add_staff(store, "handler", Role.HANDLER, "county", name="办信周")


def case_of(store: Store, number: str) -> Case:
    with store.reading() as work:
        return work.session.execute(select(Case).where(Case.number == number)).scalar_one()


def take(store: Store, actor: Staff, verb: Callable[..., object], number: str, *said: object) -> None:
    case = case_of(store, number)
    store.write_as(actor, verb, case.id, *said, seen=seen_by(store, actor, case))


def plain(page: TestResponse) -> str:
    """The page without what was typed into its form."""
    return re.sub(r' value="[^"]*"', "", page.text)


def test_number_and_code_show_how_far_it_is(app: TestApp, store: Store, handler: Staff) -> None:
    number, code = keys(send(app))
    page = track(app, number, code)
    assert page.headers["Cache-Control"] == "no-store"
    assert texts(page, "h1") == [TYPED["title"]]
    assert "2026年5月6日" in text(page, ".notice")
    take(store, handler, verbs.answer, number, "明天来修。")
    answered = track(app, number, code)
    assert "明天来修。" in text(answered, ".answer")
    assert len(texts(answered, ".history li")) > len(texts(page, ".history li"))
    assert "办信周" not in answered.text


def test_any_usual_writing_will_do(app: TestApp) -> None:
    number, code = keys(send(app))
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    track(app, number.translate(wide), code.translate(wide))
    track(app, number.replace("-", " "), code.replace(" ", "-"))


def test_a_wrong_code_and_an_unknown_number_are_answered_alike(app: TestApp) -> None:
    number, code = keys(send(app))
    wrong = str(9999999999 - int(code.replace(" ", "")))
    answers = [
        track(app, number, wrong, 422),
        track(app, "20260302-000000", wrong, 422),
        track(app, "20260302-000000", code, 422),
        track(app, number, "", 422),
        track(app, "", code, 422),
        track(app, "x" * 5000, "身" * 5000, 422),
    ]
    assert len({plain(answer) for answer in answers}) == 1
    assert TYPED["title"] not in answers[0].text


def test_what_was_typed_stays_and_nothing_else_is_there(app: TestApp) -> None:
    def typed(page: TestResponse) -> tuple[str, str]:
        form = next(form for form in page.forms.values() if "code" in form.fields)
        return form["number"].value, form["code"].value

    assert typed(app.get("/mailbox/track")) == ("", "")
    assert typed(track(app, "2026", "１２ 3", 422)) == ("2026", "１２ 3")


def test_guessing_is_slowed_and_opening_is_not(app: TestApp, clock: MovableClock) -> None:
    number, code = keys(send(app))
    for _ in range(TRIES + 5):
        track(app, number, code)
    for _ in range(TRIES):
        track(app, number, "1", 422)
    assert track(app, number, code, 429).headers["Retry-After"] == "900"
    clock.pass_time(minutes=15)
    track(app, number, code)


def test_the_code_is_never_in_an_address(app: TestApp) -> None:
    number, code = keys(send(app))
    page = app.get(f"/mailbox/track?number={number}&code={code}")
    assert TYPED["title"] not in page.text
    form = next(form for form in page.forms.values() if "code" in form.fields)
    assert form.method == "post"


def test_an_author_gets_the_files_back_and_nobody_else(
    app: TestApp, store: Store, clock: MovableClock
) -> None:
    number, code = keys(send(app, PHOTO, PAPER))
    links = [link["href"] for link in track(app, number, code).html.select("main li a[href]")]
    picture, paper = (app.get(link) for link in links)
    assert not opened(picture.body).getexif()
    assert paper.headers["Content-Disposition"].startswith("attachment")
    for answer in (picture, paper):
        assert answer.headers["Cache-Control"] == "no-store"
    app.get(links[0][:-1] + "x", status=410)
    app.get("/mailbox/files/1", status=410)
    clock.pass_time(hours=1)
    app.get(links[0], status=410)
    with store.reading() as work:
        digests = list(work.session.scalars(select(Media.digest)))
    assert len(digests) == 2
    for digest in digests:
        app.get(f"/media/{digest}", status=404)


def test_a_late_letter_says_so(app: TestApp, clock: MovableClock) -> None:
    number, code = keys(send(app))
    clock.pass_time(days=70)
    assert "超期" in text(track(app, number, code), ".notice--error")


def test_nothing_is_public_before_a_second_person_says_so(app: TestApp, store: Store, handler: Staff) -> None:
    number, code = keys(send(app, consent=True))
    take(store, handler, verbs.answer, number, "明天来修。")
    take(store, handler, verbs.close, number)
    for address in ("/mailbox", "/mailbox/letters", "/mailbox/letters?channel=suggestion-box"):
        assert number not in app.get(address).text
    app.get(f"/mailbox/letters/{number}", status=404)
    assert "还没有公开" in text(app.get("/mailbox/letters"))
    assert "已公开" not in text(track(app, number, code))


def test_published_letters_are_listed_by_mailbox(app: TestApp, store: Store, handler: Staff) -> None:
    second = add_staff(store, "second", Role.ADMINISTRATOR, "county", name="审核吴")
    number, code = keys(send(app, consent=True, text=f"我叫钱多多，电话13800138000。{TYPED['text']}"))
    take(store, handler, verbs.answer, number, "明天来修。")
    propose(store, handler, number)
    take(store, second, publication.publish, number)
    page = app.get("/mailbox/letters").click(TYPED["title"])
    assert "明天来修。" in text(page, ".answer")
    assert meta(page, "ArticleTitle") == TYPED["title"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", meta(page, "PubDate"))
    for secret in ("钱多多", "13800138000", code, code.replace(" ", "")):
        assert secret not in page.text
    assert number in app.get("/mailbox/letters?channel=suggestion-box").text
    assert number not in app.get("/mailbox/letters?channel=minister").text
    assert "没有“x”" in text(app.get("/mailbox/letters?channel=x"))
    assert number in app.get("/mailbox").text
    assert "已公开" in text(track(app, number, code))


def propose(store: Store, actor: Staff, number: str) -> None:
    case = case_of(store, number)
    with store.reading(actor) as work:
        wording = publication.masked(work, case)
    take(store, actor, publication.ask_publication, number, wording)
