"""A letter comes in: number, clock, unit, code, and what its author can follow."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from portal.cases import codes, queries
from portal.cases.channels import CHANNELS, MINISTER
from portal.cases.errors import NoSuchMailbox, NotAnonymous
from portal.cases.intake import mailboxes
from portal.cases.letter import LetterIn, letter_form
from portal.cases.models import Case
from portal.cases.verbs import receive
from portal.cases.workflow import CaseState
from portal.core.work import Store, Writing
from portal.directory import edit
from portal.directory.founding import found
from portal.media import verbs as media
from portal.media.intake import Prepared
from portal.media.models import MediaKind
from tests.support.letters import AUTHOR, LETTER, name_delegates, write_letter
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def put_files(store: Store, names: Sequence[str]) -> list[int]:
    def add(work: Writing) -> list[int]:
        return [media.add(work, Prepared(MediaKind.PDF, name, name.encode())) for name in names]

    return store.write(add)


def test_the_author_follows_it_with_number_and_code(store: Store, centre: Centre) -> None:
    case = write_letter(store, files=put_files(store, ("b.pdf", "a.pdf")))
    code = codes.query_code(store.settings, case.id)
    assert len(code) == 10 and code.isdigit()
    assert case.number.startswith("20260302-")
    with store.reading() as work:
        for typed in (
            code,
            f" {code[:5]} {code[5:]}",
            code.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        ):
            found = queries.track(work, case.number.replace("-", ""), typed)
            assert found is not None
            assert (found.title, found.state, found.unit) == (
                "窗口排队太久",
                CaseState.RECEIVED,
                "云溪县便民服务中心",
            )
            assert [file.name for file in found.files] == ["b.pdf", "a.pdf"]
            assert [str(step.message) for step in found.steps] == ["Your letter has arrived."]


@pytest.mark.parametrize("number", ["{0}", "20260302-000000", "", "x" * 500, "２０２６"])
@pytest.mark.parametrize("code", ["0000000000", "", "x", "9" * 500, "½"])
def test_a_wrong_code_and_an_unknown_number_are_one(
    store: Store, centre: Centre, number: str, code: str
) -> None:
    case = write_letter(store)
    with store.reading() as work:
        assert queries.track(work, number.format(case.number), code) is None


def test_another_letters_code_does_not_fit(store: Store, centre: Centre) -> None:
    first, second = write_letter(store), write_letter(store)
    with store.reading() as work:
        assert queries.track(work, first.number, codes.query_code(store.settings, second.id)) is None


def test_numbers_do_not_clash(store: Store, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr("portal.cases.codes.secrets.randbelow", lambda _top: next(drawn))
    assert [write_letter(store).number for _ in range(2)] == ["20260302-000007", "20260302-000008"]


@pytest.mark.parametrize(
    "row",
    [
        # the day of receipt does not count; Saturday 2026-02-14 was worked, then came the Spring Festival
        (datetime(2026, 3, 2, 4, tzinfo=UTC), "suggestion", (date(2026, 3, 9), None, False)),
        (datetime(2026, 2, 13, 4, tzinfo=UTC), "enquiry", (date(2026, 2, 27), None, False)),
        # 60 days end inside the May holidays: the next day that is worked counts
        (datetime(2026, 3, 3, 4, tzinfo=UTC), "complaint", (date(2026, 5, 6), date(2026, 3, 18), False)),
        # five past midnight in China is the next day
        (datetime(2026, 3, 2, 16, 5, tzinfo=UTC), "help", (date(2026, 5, 6), date(2026, 3, 18), False)),
        # the calendar of 2027 is not out
        (datetime(2026, 12, 30, 4, tzinfo=UTC), "suggestion", (date(2027, 1, 7), None, True)),
        (datetime(2026, 11, 20, 4, tzinfo=UTC), "complaint", (date(2027, 1, 19), date(2026, 12, 5), True)),
    ],
)
def test_clocks(
    store: Store, centre: Centre, clock: MovableClock, row: tuple[datetime, str, tuple[object, ...]]
) -> None:
    clock.now, kind, limits = row
    case = write_letter(store, kind=kind)
    assert (case.due, case.register_due, case.provisional) == limits


def test_late_is_after_the_last_day_and_never_while_provisional(
    store: Store, centre: Centre, clock: MovableClock
) -> None:
    case = write_letter(store)
    assert not case.late(date(2026, 3, 9))
    assert case.late(date(2026, 3, 10))
    case.provisional = True
    assert not case.late(date(2026, 4, 1))


def test_a_letter_about_a_unit_goes_to_the_one_above_it(store: Store, centre: Centre) -> None:
    assert write_letter(store).org_id == centre.hall
    assert write_letter(store, to_org_id=centre.police).org_id == centre.police
    assert write_letter(store, to_org_id=centre.police, about_org_id=centre.police).org_id == centre.county
    assert write_letter(store, about_org_id=centre.civil).org_id == centre.hall
    assert write_letter(store, about_org_id=centre.county).org_id == centre.hall
    assert (
        write_letter(store, to_org_id=10**6, about_org_id=10**6, about_person_id=10**6).org_id == centre.hall
    )


def test_an_unnamed_author_leaves_nothing(store: Store, centre: Centre) -> None:
    case = write_letter(store, anonymous=True)
    assert (case.author_name, case.author_phone, case.author_address) == ("", "", "")
    assert write_letter(store, anonymous=True, name="", phone="").anonymous


@pytest.mark.parametrize(
    "missing", [{"name": ""}, {"phone": ""}, {"phone": "12"}, {"title": " "}, {"text": ""}]
)
def test_what_a_letter_must_have(missing: dict[str, Any]) -> None:
    for channel in ("suggestion-box", MINISTER):
        with pytest.raises(ValidationError):
            letter_form(CHANNELS[channel]).model_validate({**LETTER, **missing, "channel": channel})


def test_the_ministers_mailbox_is_open_while_minister_and_alternate_are_named(
    store: Store, centre: Centre, clock: MovableClock
) -> None:
    with pytest.raises(NoSuchMailbox):
        write_letter(store, MINISTER)
    name_delegates(store)
    case = write_letter(store, MINISTER)
    assert (case.org_id, case.intake_id) == (None, None)
    with pytest.raises(NotAnonymous):
        store.write(receive, LetterIn.model_validate({**LETTER, "channel": MINISTER, "anonymous": True}))
    with store.reading() as work:
        assert [channel.slug for channel in mailboxes(work)] == ["suggestion-box", MINISTER]
    clock.now = datetime(2026, 12, 31, 16, tzinfo=UTC)
    with pytest.raises(NoSuchMailbox):
        write_letter(store, MINISTER)


@pytest.mark.parametrize("channel", ["referral", "nowhere", ""])
def test_nobody_writes_to_other_channels(store: Store, centre: Centre, channel: str) -> None:
    letter = LetterIn.model_validate({**LETTER, "channel": channel})
    with pytest.raises(NoSuchMailbox):
        store.write(receive, letter)


def test_without_a_hall_nothing_is_taken(store: Store) -> None:
    with pytest.raises(NoSuchMailbox, match="no hall"):
        write_letter(store)
    store.write(found, "新县", "990131000000", {"name": "新县便民服务中心"})
    assert write_letter(store).org_id is not None


def test_a_person_picked_is_looked_for_by_name(store: Store, centre: Centre) -> None:
    person = store.write(lambda work: edit.put_person(work, "wang", name="王 小 丽"))
    case: Case = write_letter(store, about_person_id=person)
    assert "王小丽" in case.named
    assert AUTHOR["name"] in case.named  # it stands in the text
