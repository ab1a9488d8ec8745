"""What a tour of the demo centre meets: letters in every state, notices, portraits, and who may log in."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.accounts import sessions, users
from portal.cases import verbs
from portal.cases.channels import MAILBOXES, REFERRAL
from portal.cases.models import Case, CaseEvent, CaseFile, PublishedLetter
from portal.cases.steps import find
from portal.cases.workflow import CaseState, Publication
from portal.core.clock import local
from portal.core.privacy import identifiers
from portal.core.work import Store
from portal.demo.content import PASSWORD, read_centre
from portal.demo.letters import read_letters
from portal.demo.load import load
from portal.demo.notices import read_notices
from portal.demo.portraits import portrait
from portal.directory.models import Person
from portal.media.files import open_file
from portal.media.models import Media
from portal.notices.columns import ColumnSlug
from portal.notices.queries import latest
from tests.support.portal import NOON

LOADED = NOON - timedelta(days=10)


def cases(store: Store) -> list[Case]:
    with store.reading() as work:
        return list(work.session.scalars(select(Case).order_by(Case.id)))


def test_letters_stand_in_every_state(demo: Store) -> None:
    found = cases(demo)
    assert {case.state for case in found} == set(CaseState)
    assert {case.publication for case in found} >= set(Publication) - {Publication.WITHDRAWN}
    assert {case.channel for case in found} == {*MAILBOXES, REFERRAL}
    assert {case.anonymous for case in found} == {True, False}
    assert any(case.late(local(NOON).date()) for case in found)
    assert any(case.extended for case in found)
    with demo.reading() as work:
        assert work.session.execute(select(func.count()).select_from(CaseFile)).scalar_one()


def test_nothing_happened_in_the_future_or_out_of_order(demo: Store) -> None:
    with demo.reading() as work:
        steps = work.session.execute(
            select(CaseEvent.case_id, CaseEvent.at).order_by(CaseEvent.case_id, CaseEvent.id)
        ).all()
    assert max(step.at for step in steps) <= LOADED
    assert steps == sorted(steps)
    assert {local(step.at).hour for step in steps} <= set(range(7, 22))


def test_what_is_public_tells_nobody_who_wrote(demo: Store) -> None:
    with demo.reading() as work:
        letters = work.session.scalars(select(PublishedLetter)).all()
        authors = set(work.session.scalars(select(Case.author_name).where(Case.author_name != "")))
    texts = [text for letter in letters for text in (letter.title, letter.text, letter.answer)]
    assert texts
    assert [text for text in texts if identifiers(text) or any(name in text for name in authors)] == []


def test_a_minister_reads_what_nobody_else_sees(demo: Store) -> None:
    with demo.reading() as work:
        minister, admin = users.staff(work, "minister"), users.staff(work, "admin")
    letter = next(
        case for case in cases(demo) if case.channel == "minister" and case.state is CaseState.RECEIVED
    )
    with demo.reading(admin) as work, pytest.raises(Exception, match="no such letter"):
        find(work, letter.id)
    with demo.reading(minister) as work:
        assert find(work, letter.id).title == letter.title


def test_letters_cut_off_midway_go_on_where_they_stood(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*args: Any, **facts: Any) -> Case:
        raise InterruptedError

    monkeypatch.setattr(verbs, "assign", cut_off)
    with pytest.raises(InterruptedError):
        load(store)
    begun = len(cases(store))
    monkeypatch.undo()
    assert load(store).letters
    assert begun < len(cases(store)) == len(read_letters().letters) + 1
    assert not load(store).changed


def test_every_column_has_a_notice_and_one_waits_for_its_day(demo: Store) -> None:
    rows = read_notices().values()
    assert {row.column for row in rows} == set(ColumnSlug)
    later = {row.title for row in rows if row.age < 0}
    over = {row.title for row in rows if row.ends is not None and row.ends < 0}
    assert later and over
    with demo.reading() as work:
        at_first = {card.title for card in latest(replace(work, now=LOADED), len(rows))}
        today = {card.title for card in latest(work, len(rows))}
    assert at_first.isdisjoint(later | over)
    assert len(at_first) == len(rows) - len(later) - len(over)
    assert later <= today


def test_everybody_has_a_portrait(demo: Store) -> None:
    with demo.reading() as work:
        named = select(Person.slug, Media.digest, Media.kind).join(
            Media, Media.id == Person.portrait_id, isouter=True
        )
        digests = {row.slug: row.digest for row in work.session.execute(named)}
    assert None not in digests.values()
    assert len(set(digests.values())) == len(digests)
    with open_file(demo.settings, next(iter(digests.values()))) as file, Image.open(file) as image:
        assert image.height > image.width


def test_a_face_is_the_same_each_time() -> None:
    assert portrait("a", "王芳") == portrait("a", "王芳") != portrait("b", "王芳")
    assert Image.open(BytesIO(portrait("", ""))).size == (240, 300)


@pytest.mark.parametrize("login", [account.login for account in read_centre().accounts])
def test_every_log_in_works(demo: Store, login: str) -> None:
    staff = sessions.resolve(demo, sessions.log_in(demo, login, PASSWORD, address="192.0.2.1"))
    assert staff is not None
    assert staff.login == login
