"""Files that everybody may see, and how any file is sent: so that it does nothing but be seen or saved."""

from datetime import date

import pytest
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from webtest import TestApp

from portal.core.settings import Settings
from portal.core.work import Store, Writing
from portal.directory import edit
from portal.directory.models import Person, Rank
from portal.media import files, verbs
from portal.media.intake import Prepared
from portal.media.models import MediaKind
from portal.media.queries import Stored
from portal.web.files import file_response
from tests.support.parts import PDF, picture
from tests.support.portal import Centre, MovableClock

HTML = b"<script>alert(1)</script>"


def keep(store: Store, kind: MediaKind, content: bytes, name: str = "a.jpg") -> Stored:
    prepared = Prepared(kind, name, content)
    files.keep(store, prepared)
    number = store.write(verbs.add, prepared)
    return Stored(number, prepared.digest, kind, len(content), name)


def portray(work: Writing, org: int, media_id: int) -> None:
    """Somebody with a portrait, who hands their post on in May."""
    person = edit.put_person(work, "li", name="李明")
    work.session.get_one(Person, person).portrait_id = media_id
    post = edit.put_post(work, "clerk", org, title="窗口人员")
    edit.appoint(work, post, person, Rank.A, date(2026, 1, 1))
    edit.appoint(work, post, edit.put_person(work, "wang", name="王丽"), Rank.A, date(2026, 5, 1))


def test_a_portrait_is_shown_while_its_person_holds_a_post(
    app: TestApp, store: Store, centre: Centre, clock: MovableClock
) -> None:
    content = picture()
    portrait = keep(store, MediaKind.JPEG, content, "李明.png")
    address = f"/media/{portrait.digest}"
    app.get(address, status=404)
    store.write(portray, centre.police, portrait.id)
    shown = app.get(address)
    assert shown.body == content
    assert shown.content_type == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"].startswith("public")
    assert shown.headers["Content-Disposition"].endswith("''%E6%9D%8E%E6%98%8E.jpg")
    again = app.get(address, headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_int == 304
    clock.pass_time(days=100)
    app.get(address, status=404)


def test_a_file_that_nobody_shows_is_not_there(app: TestApp, store: Store) -> None:
    private = keep(store, MediaKind.JPEG, picture())
    for address in (private.digest, private.id, "0" * 64, "..", "%2e%2e%2fsecret", private.digest.upper()):
        app.get(f"/media/{address}", status=404)


@pytest.fixture
def request_of(settings: Settings, router: object) -> Request:
    request = Request.blank("/")
    request.registry = type("Registry", (dict,), {})(settings=settings)
    return request


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (MediaKind.JPEG, "a.html", ("inline", "a.jpg")),
        (MediaKind.PNG, "", ("inline", "file.png")),
        (MediaKind.PDF, 'x"; filename=y.exe\r\nSet-Cookie: a', ("attachment", ".pdf")),
        (MediaKind.PDF, "../../a.hta", ("attachment", "a.pdf")),
    ],
)
def test_a_private_file_is_kept_by_nobody_and_cannot_act(
    request_of: Request, store: Store, kind: MediaKind, name: str, told: tuple[str, str]
) -> None:
    sent = file_response(request_of, keep(store, kind, PDF + HTML, name))
    assert sent.headers["Cache-Control"] == "no-store"
    assert sent.headers["Content-Disposition"].startswith(f"{told[0]}; ")
    assert sent.headers["Content-Disposition"].endswith(told[1])
    assert "\n" not in sent.headers["Content-Disposition"]
    assert not sent.content_type.startswith("text/")
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sent.body == PDF + HTML


def test_a_file_that_the_disk_lost_is_told(request_of: Request, store: Store) -> None:
    lost = keep(store, MediaKind.PDF, PDF)
    files.path_of(store.settings, lost.digest).unlink()
    with pytest.raises(HTTPNotFound):
        file_response(request_of, lost)
