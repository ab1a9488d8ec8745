"""Loading the demo centre, twice, half, and where it does not belong."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.accounts import sessions, users
from portal.catalogue import queries
from portal.catalogue.body import Guide
from portal.catalogue.checks import Severity
from portal.catalogue.findings import findings
from portal.catalogue.lists import Filter, total
from portal.catalogue.projection import KIND
from portal.cli.demo import load_and_tell
from portal.core.audit import AuditRow
from portal.core.work import Store, Writing
from portal.demo.content import DATA, PASSWORD, read_centre
from portal.demo.load import OtherCentre, load
from portal.directory import edit
from portal.directory import queries as directory
from portal.publishing import review, verbs
from portal.publishing.models import Edition
from tests.support.portal import Centre

IDENTITY_CARD = "990121-GA-01"


def audited(store: Store) -> int:
    with store.reading() as work:
        return work.session.execute(select(func.count()).select_from(AuditRow)).scalar_one()


@pytest.mark.data
def test_a_second_run_changes_nothing(demo: Store) -> None:
    rows = audited(demo)
    assert not load(demo).changed
    assert audited(demo) == rows


def test_guides_are_published_and_stand_on_a_directory_that_fits(demo: Store) -> None:
    with demo.reading() as work:
        page = queries.guide_page(work, IDENTITY_CARD)
        assert page is not None
        assert page.guide.name == "居民身份证办理（包括临时）"
        windows = queries.places(work, page, None)
        assert [(window.hall, window.counter) for window in windows] == [("晴溪县便民服务中心", "1–3号")]
        holders = [holder.name for post in queries.answerable(work, page, windows) for holder in post.holders]
        assert holders == ["陆建平", "宋玥"]
        found = [f for f in findings(work, page.guide) if f.severity is Severity.ERROR]
        assert found == []


def test_one_person_writes_and_another_publishes(demo: Store) -> None:
    with demo.reading() as work:
        editor, publisher = users.staff(work, "editor"), users.staff(work, "publisher")
        editions = work.session.execute(select(Edition.author_id, Edition.approver_id).distinct()).all()
    assert editions == [(editor.id, publisher.id)]


@pytest.mark.parametrize("login", [account.login for account in read_centre().accounts])
def test_the_log_ins_work(demo: Store, login: str) -> None:
    token = sessions.log_in(demo, login, PASSWORD, address="192.0.2.1")
    staff = sessions.resolve(demo, token)
    assert staff is not None
    assert staff.login == login


def test_what_somebody_changed_since_stays(demo: Store) -> None:
    with demo.reading() as work:
        hall = directory.org_by_slug(work, "county-hall")
        page = queries.guide_page(work, IDENTITY_CARD)
        editor, publisher = users.staff(work, "editor"), users.staff(work, "publisher")
    assert hall is not None
    assert page is not None
    demo.write(partial(edit.state_org, org_id=hall.id, valid_from=date(2026, 2, 1), phone="0980-5559999"))
    changed = page.guide.model_copy(update={"place_note": "二楼", "source": "窗口"})
    document_id = demo.write_as(editor, hand_in, changed)
    demo.write_as(publisher, verbs.approve, document_id)

    assert not load(demo).changed
    with demo.reading() as work:
        hall = directory.org_by_slug(work, "county-hall")
        page = queries.guide_page(work, IDENTITY_CARD)
    assert hall is not None
    assert page is not None
    assert (hall.phone, page.guide.place_note) == ("0980-5559999", "二楼")


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = review.take

    def cut_off(work: Writing, kind: str, document_id: int, verb: str, **facts: Any) -> None:
        if verb == "approve":
            raise InterruptedError
        take(work, kind, document_id, verb, **facts)

    monkeypatch.setattr(review, "take", cut_off)
    with pytest.raises(InterruptedError):
        load(store)
    monkeypatch.undo()
    load(store)
    with store.reading() as work:
        assert total(work, Filter()) >= 42
    assert not load(store).changed


def test_a_real_centre_is_refused_and_left_alone(
    store: Store, centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = audited(store)
    with pytest.raises(OtherCentre, match="another centre"):
        load(store)
    load_and_tell(store, only_if_empty=True)
    assert audited(store) == rows
    assert capsys.readouterr().out == ""


def test_the_command_tells_what_it_did_and_who_may_log_in(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    load_and_tell(store)
    load_and_tell(store)
    first, second = capsys.readouterr().out.split("Demo centre: ")[1:]
    guides = len(list((DATA / "guides").glob("*.json")))
    assert f"{len(read_centre().accounts)} accounts, {guides} guides" in first
    assert second.startswith("nothing has changed")
    assert PASSWORD in first
    assert "editor" in second


def hand_in(work: Writing, guide: Guide) -> int:
    document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
    verbs.draft(work, document, guide, guide.source)
    verbs.submit(work, document.id)
    return document.id
