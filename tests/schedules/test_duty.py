"""Who is on duty: by kind of day, over midnight, and when somebody is away."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.accounts.permissions import Staff
from portal.core.work import Store
from portal.directory import absences, edit
from portal.directory.errors import NoSuchPerson
from portal.directory.models import Rank
from portal.directory.queries import org_by_slug
from portal.schedules import duty, markets, verbs
from portal.schedules.duty import OnDuty
from portal.schedules.entries import DutyIn, RuleIn
from portal.schedules.models import DutyKind
from tests.schedules.conftest import Place
from tests.support.portal import MovableClock

MONDAY = date(2026, 3, 2)


@pytest.fixture
def put(store: Store, editor: Staff) -> Any:
    def through(org_id: int, person_id: int, kind: str = "leader", text: str = "") -> int:
        entry = DutyIn(org_id=org_id, person_id=person_id, kind=DutyKind(kind), text=text, valid_from=MONDAY)
        return store.write_as(editor, verbs.put, entry)

    return through


def on_duty(store: Store, slug: str = "liuhe-hall") -> tuple[OnDuty, ...]:
    with store.reading() as work:
        org = org_by_slug(work, slug)
        assert org
        return duty.today(work, org)


def names(store: Store, slug: str = "liuhe-hall") -> list[str]:
    return [entry.person.name if entry.person else "" for entry in on_duty(store, slug)]


def test_over_midnight_another_is_on_duty(store: Store, place: Place, put: Any, clock: MovableClock) -> None:
    put(place.hall, place.a, text="每周一")
    put(place.hall, place.b, text="每周二")
    assert names(store) == ["唐一春"]
    clock.pass_time(hours=11, minutes=59)
    assert names(store) == ["唐一春"]
    clock.pass_time(minutes=1)
    assert names(store) == ["罗小满"]


def test_days_off_have_their_own_duty(store: Store, place: Place, put: Any, clock: MovableClock) -> None:
    put(place.hall, place.a)
    put(place.hall, place.b, kind="weekend")
    assert [entry.kind for entry in on_duty(store)] == [DutyKind.LEADER]
    clock.pass_time(days=5)
    assert [entry.kind for entry in on_duty(store)] == [DutyKind.WEEKEND]


def test_b_stands_in_from_the_minute_that_a_is_away(
    store: Store, place: Place, put: Any, clock: MovableClock
) -> None:
    put(place.hall, place.a, kind="enquiry")
    start, end = clock.now + timedelta(minutes=1), clock.now + timedelta(minutes=3)
    store.write(absences.mark_away, place.a, start, end)
    seen = []
    for _minute in range(4):
        (entry,) = on_duty(store)
        seen.append((entry.person.name if entry.person else "", entry.instead_of))
        clock.pass_time(minutes=1)
    assert seen == [("唐一春", ""), ("罗小满", "唐一春"), ("罗小满", "唐一春"), ("唐一春", "")]


def test_both_away_names_the_place_to_ring(store: Store, place: Place, put: Any, clock: MovableClock) -> None:
    put(place.hall, place.a, kind="enquiry")
    for person in (place.a, place.b):
        store.write(absences.mark_away, person, clock.now)
    (entry,) = on_duty(store)
    assert (entry.person, entry.instead_of, entry.phone) == (None, "唐一春", "0990-5553000")


def test_a_place_without_duty_looks_around_and_up(store: Store, place: Place, put: Any) -> None:
    put(place.hall, place.a)
    assert names(store, "dongtang") == names(store, "liuhe") == ["唐一春"]
    assert names(store, "police") == []


def test_who_sits_there_on_the_next_market_day(store: Store, place: Place, put: Any, editor: Staff) -> None:
    store.write_as(editor, verbs.put, RuleIn(org_id=place.town, text="每周三", valid_from=MONDAY))
    put(place.town, place.a, kind="market")
    assert names(store) == []
    with store.reading() as work:
        (market,) = markets.nearest(work)
        sitting = duty.on_market_day(work, market)
    assert [entry.person.name for entry in sitting if entry.person] == ["唐一春"]


def test_who_left_the_post_is_on_duty_no_more(
    store: Store, place: Place, put: Any, clock: MovableClock
) -> None:
    put(place.hall, place.a)
    store.write(edit.appoint, place.post, place.b, Rank.A, MONDAY)
    assert names(store) == []
    with pytest.raises(NoSuchPerson):
        put(place.hall, place.a)
