"""The directory: dated facts, units of lists, the first organisations."""

from datetime import date, timedelta

import pytest

from portal.core.work import Store, Writing
from portal.directory import edit
from portal.directory.centre import centre as speaks_for
from portal.directory.errors import WrongDates
from portal.directory.founding import found
from portal.directory.models import OrgLevel, Rank
from portal.directory.queries import all_orgs, orgs, posts_of, windows
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data


def test_a_new_phone_holds_from_its_day_and_the_old_one_is_still_known(
    store: Store, centre: Centre, clock: MovableClock
) -> None:
    with store.reading() as work:
        before, today = orgs(work, [centre.police])[centre.police], work.today
    tomorrow = today + timedelta(days=1)
    assert store.write(edit.state_org, centre.police, tomorrow, phone="0990-5559999")
    assert not store.write(edit.state_org, centre.police, tomorrow, phone="0990-5559999")
    with store.reading() as work:
        assert orgs(work, [centre.police])[centre.police] == before
        assert orgs(work, [centre.police], tomorrow)[centre.police].phone == "0990-5559999"
    clock.pass_time(days=1)
    with store.reading() as work:
        card = orgs(work, [centre.police])[centre.police]
        assert (card.phone, card.name) == ("0990-5559999", before.name)
        assert orgs(work, [centre.police], today)[centre.police].phone == before.phone


def test_history_is_not_rewritten(store: Store, centre: Centre) -> None:
    with pytest.raises(WrongDates, match="2020-01-01"):
        store.write(edit.state_org, centre.police, date(2019, 1, 1), phone="0990-5550000")


def test_a_window_says_what_its_hall_says_unless_it_says_otherwise(store: Store, centre: Centre) -> None:
    with store.reading() as work:
        window = windows(work, [centre.window])[centre.window]
    assert (window.counter, window.address, window.phone) == ("3号", "云溪县中心路1号", "0990-5551000")
    assert window.hall == "云溪县便民服务中心"


def test_a_post_shows_a_before_b_and_follows_a_change_of_person(
    store: Store, centre: Centre, clock: MovableClock
) -> None:
    def put(work: Writing) -> int:
        post = edit.put_post(work, "id-cards", centre.police, centre.window, title="身份证岗")
        for slug, name in (("wang", "王一"), ("li", "李二"), ("zhao", "赵三")):
            edit.put_person(work, slug, name=name)
        people = [edit.put_person(work, slug) for slug in ("wang", "li", "zhao")]
        edit.appoint(work, post, people[1], Rank.B, work.today)
        edit.appoint(work, post, people[0], Rank.A, work.today)
        edit.appoint(work, post, people[2], Rank.A, work.today + timedelta(days=1))
        return post

    post = store.write(put)

    def names() -> list[str]:
        with store.reading() as work:
            [card] = posts_of(work, centre.police)
            assert card.id == post
            return [holder.name for holder in card.holders]

    assert names() == ["王一", "李二"]
    clock.pass_time(days=1)
    assert names() == ["赵三", "李二"]


def test_a_unit_of_a_list_is_found_again_by_a_former_name(store: Store, centre: Centre) -> None:
    unit = edit.Unit("990101000000", "云溪县林业局", ("A1",))
    first = store.write(edit.take_unit, unit, centre.county)
    assert store.write(edit.take_unit, unit, centre.county) == first
    with store.reading() as work:
        tomorrow = work.today + timedelta(days=1)
    store.write(edit.state_org, first, tomorrow, name="云溪县林业和草原局")
    assert store.write(edit.take_unit, unit, centre.county) == first
    other = edit.Unit("990102000000", "云溪县林业局")
    assert store.write(edit.take_unit, other, centre.county) != first


@pytest.mark.parametrize(
    ("division", "level"),
    [("990101000000", "county"), ("990101002000", "town"), ("990101002003", "village"), ("", "county")],
)
def test_the_level_stands_in_the_division_code(division: str, level: str) -> None:
    assert edit.division_level(division) is OrgLevel(level)


def test_founding_takes_in_what_was_imported_before(store: Store) -> None:
    unit = store.write(edit.take_unit, edit.Unit("990101000000", "云溪县林业局"), None)
    facts = {"name": "云溪县便民服务中心", "phone": "0990-5551000"}
    assert store.write(found, "云溪县", "990101000000", facts)
    assert not store.write(found, "云溪县", "990101000000", facts)
    with store.reading() as work:
        cards = {org.name: org for org in all_orgs(work)}
        hall = speaks_for(work)
    assert cards["云溪县林业局"].parent_id == cards["云溪县"].id
    assert cards["云溪县林业局"].path == f"{cards['云溪县'].path}{unit}/"
    assert hall is not None
    assert hall.name == "云溪县便民服务中心"
