"""Somebody is away: bounds, overlaps, two at once, and what the cards say."""

import threading
from datetime import timedelta

import pytest

from portal.core.i18n import NotFound
from portal.core.work import Store, Writing
from portal.directory import absences, edit
from portal.directory.cards import PostCard
from portal.directory.errors import AlreadyAway, NoSuchPerson, WrongDates
from portal.directory.models import Rank
from portal.directory.queries import posts_of
from tests.support.portal import Centre, MovableClock

HOUR = timedelta(hours=1)


@pytest.fixture
def people(store: Store, centre: Centre) -> tuple[int, int]:
    """A and B of a post of the police."""

    def put(work: Writing) -> tuple[int, int]:
        post = edit.put_post(work, "police-desk", centre.police, centre.window, title="户籍岗")
        a, b = (edit.put_person(work, slug, name=name) for slug, name in (("lu", "陆平"), ("song", "宋玥")))
        edit.appoint(work, post, a, Rank.A, work.today)
        edit.appoint(work, post, b, Rank.B, work.today)
        return a, b

    return store.write(put)


def card(store: Store, centre: Centre) -> PostCard:
    with store.reading() as work:
        return posts_of(work, centre.police)[0]


def test_the_card_says_who_is_there(
    store: Store, centre: Centre, people: tuple[int, int], clock: MovableClock
) -> None:
    a, b = people
    until = clock.now + 2 * HOUR
    store.write(absences.mark_away, a, clock.now, until)
    shown = card(store, centre)
    assert [(h.slug, h.away, h.until) for h in shown.holders] == [("lu", True, until), ("song", False, None)]
    assert shown.on_duty and shown.on_duty.slug == "song"
    store.write(absences.mark_away, b, clock.now)
    assert card(store, centre).on_duty is None
    clock.pass_time(hours=2)
    back = card(store, centre).on_duty
    assert back and back.slug == "lu"


def test_marking_back_ends_it_now(
    store: Store, centre: Centre, people: tuple[int, int], clock: MovableClock
) -> None:
    a, _b = people
    number = store.write(absences.mark_away, a, clock.now)
    clock.pass_time(minutes=5)
    store.write(absences.mark_back, a, number)
    assert not card(store, centre).holders[0].away
    with pytest.raises(NotFound):
        store.write(absences.mark_back, a, number)


def test_what_has_not_begun_is_taken_back(store: Store, people: tuple[int, int], clock: MovableClock) -> None:
    a, b = people
    number = store.write(absences.mark_away, a, clock.now + HOUR)
    with pytest.raises(NotFound):
        store.write(absences.mark_back, b, number)
    store.write(absences.mark_back, a, number)
    with store.reading() as work:
        assert absences.ahead(work, [a, b]) == {}


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (-24 * HOUR, None),
        (500 * 24 * HOUR, None),
        (HOUR, HOUR),
        (2 * HOUR, HOUR),
        (-2 * HOUR, -HOUR),
        (HOUR, 500 * 24 * HOUR),
    ],
)
def test_dates_that_cannot_be(
    store: Store, people: tuple[int, int], clock: MovableClock, since: timedelta, until: timedelta | None
) -> None:
    end = clock.now + until if until is not None else None
    with pytest.raises(WrongDates):
        store.write(absences.mark_away, people[0], clock.now + since, end)


@pytest.mark.parametrize(
    ("hours", "free"),
    [
        ((0, 2), False),
        ((2, None), False),
        ((3, 4), False),
        ((0, None), False),
        ((0, 1), True),
        ((5, None), True),
    ],
)
def test_absences_of_one_person_never_overlap(
    store: Store, people: tuple[int, int], clock: MovableClock, hours: tuple[int, int | None], free: bool
) -> None:
    """One from the first to the fifth hour is entered."""
    a, b = people
    since, until = hours
    store.write(absences.mark_away, a, clock.now + HOUR, clock.now + 5 * HOUR)
    span = clock.now + since * HOUR, clock.now + until * HOUR if until is not None else None
    store.write(absences.mark_away, b, *span)
    if free:
        store.write(absences.mark_away, a, *span)
    else:
        with pytest.raises(AlreadyAway):
            store.write(absences.mark_away, a, *span)


def test_nobody_can_be_away(store: Store, clock: MovableClock) -> None:
    with pytest.raises(NoSuchPerson):
        store.write(absences.mark_away, 4711, clock.now)


@pytest.mark.data
def test_two_who_mark_the_same_person_at_once(
    store: Store, people: tuple[int, int], clock: MovableClock
) -> None:
    told: list[str] = []
    together = threading.Barrier(4)

    def mark() -> None:
        together.wait()
        try:
            store.write(absences.mark_away, people[0], clock.now)
        except AlreadyAway:
            told.append("refused")
        else:
            told.append("marked")

    threads = [threading.Thread(target=mark) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["marked", "refused", "refused", "refused"]
