"""Who sees which letter: every role, every channel, every way of being accused; and nobody else, anywhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import delegates, extract, inbox, verbs
from portal.cases.errors import NoSuchCase
from portal.cases.inbox import Wanted
from portal.cases.intake import mailboxes
from portal.cases.models import Case, DelegateRole
from portal.cases.steps import find
from portal.core.work import Store
from portal.directory import edit
from tests.support.letters import MINISTER, SUGGESTION_BOX, name_delegates, seen_by, write_letter
from tests.support.portal import Centre, MovableClock
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

# log-in → (role, unit, name)
PEOPLE = {
    "viewer": (Role.VIEWER, "county", "看客孙"),
    "editor": (Role.EDITOR, "county", "编辑陈"),
    "publisher": (Role.PUBLISHER, "county", "发布褚"),
    "administrator": (Role.ADMINISTRATOR, "county", "管理卫"),
    "county": (Role.HANDLER, "county", "县办蒋"),
    "hall": (Role.HANDLER, "hall", "大厅沈"),
    "police": (Role.HANDLER, "police", "公安韩"),
    "town": (Role.HANDLER, "town", "镇办杨"),
}


@dataclass
class World:
    """A centre with one of each kind of people; ``person`` stands on a board and is the hall's handler."""

    store: Store
    centre: Centre
    people: dict[str, Staff]
    person: int

    def open(self, channel: str) -> bool:
        with self.store.reading() as work:
            return channel in {mailbox.slug for mailbox in mailboxes(work)}


@pytest.fixture
def world(store: Store, centre: Centre) -> World:
    made = {
        login: add_staff(store, login, role, org, name=name) for login, (role, org, name) in PEOPLE.items()
    }
    person = store.write(lambda work: edit.put_person(work, "shen", name="大厅沈"))
    return World(store, centre, made | name_delegates(store), person)


def who_sees(world: World, case: Case) -> set[str]:
    """Those who see it in the inbox, by search, in an export and by its id: the same people."""
    seen = set()
    for login, actor in world.people.items():
        with world.store.reading(actor) as work:
            listed = case.id in {row.id for row in inbox.inbox(work, Wanted()).rows}
            searched = case.id in {row.id for row in inbox.inbox(work, Wanted(text=case.number)).rows}
            exported = case.id in {row.id for row in inbox.everything(work, Wanted(text=case.title))}
            try:
                opened = find(work, case.id) is not None
            except NoSuchCase:
                opened = False
        assert listed == searched == exported == opened, login
        seen |= {login} if listed else set()
    return seen


ALL_ABOVE_HALL = {"administrator", "county", "hall"}
MINISTERS_SIDE = {"minister", "delegate"}


TABLE: list[tuple[str, dict[str, str], set[str]]] = [
    (SUGGESTION_BOX, {}, ALL_ABOVE_HALL),
    (SUGGESTION_BOX, {"to_org_id": "police"}, {"administrator", "county", "police"}),
    (SUGGESTION_BOX, {"to_org_id": "town"}, {"administrator", "county", "town"}),
    (SUGGESTION_BOX, {"text": "大厅沈态度不好"}, {"administrator", "county"}),
    (SUGGESTION_BOX, {"title": "投诉管理卫"}, {"county", "hall"}),
    (SUGGESTION_BOX, {"text": "大 厅　沈 不给办"}, {"administrator", "county"}),
    (SUGGESTION_BOX, {"text": "部长章、受托周", "to_org_id": "town"}, {"administrator", "county", "town"}),
    (SUGGESTION_BOX, {"about_person_id": "person"}, {"administrator", "county"}),
    (SUGGESTION_BOX, {"about_org_id": "hall"}, {"administrator", "county"}),
    (SUGGESTION_BOX, {"about_org_id": "police"}, ALL_ABOVE_HALL),
    (SUGGESTION_BOX, {"about_org_id": "police", "to_org_id": "police"}, {"administrator", "county"}),
    (SUGGESTION_BOX, {"about_org_id": "county"}, ALL_ABOVE_HALL),
    (MINISTER, {}, MINISTERS_SIDE),
    (MINISTER, {"text": "举报管理卫和县办蒋"}, MINISTERS_SIDE),
    (MINISTER, {"text": "受托周收了东西"}, {"minister"}),
    (MINISTER, {"text": "部长章收了东西"}, {"alternate"}),
    (MINISTER, {"title": "部长章、候补吴"}, set()),
    (MINISTER, {"text": "部 长 章"}, {"alternate"}),
]


def test_who_sees_what(world: World) -> None:
    ids = {**vars(world.centre), "person": world.person}
    for channel, changes, seen in TABLE:
        given = {name: ids.get(value, value) for name, value in changes.items()}
        case = write_letter(world.store, channel, **given)
        assert who_sees(world, case) == seen, (channel, changes)


def test_triage_keeps_it_from_somebody(world: World) -> None:
    case = write_letter(world.store)
    county, hall = world.people["county"], world.people["hall"]
    world.store.write_as(hall, verbs.take, case.id, seen=seen_by(world.store, hall, case))
    seen = seen_by(world.store, county, case)
    marked = world.store.write_as(county, verbs.exclude, case.id, hall.id, seen=seen)
    assert marked.handler_id is None
    assert who_sees(world, case) == {"administrator", "county"}


def test_an_account_made_later_does_not_see_what_accuses_its_owner(world: World) -> None:
    case = write_letter(world.store, text="新来的秦科长推诿")
    world.people["new"] = add_staff(world.store, "new", Role.HANDLER, "hall", name="秦科长")
    assert who_sees(world, case) == ALL_ABOVE_HALL


def test_a_day_after_the_last_nobody_named_sees_it(world: World, clock: MovableClock) -> None:
    case = write_letter(world.store, MINISTER)
    clock.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    assert who_sees(world, case) == MINISTERS_SIDE
    clock.pass_time(minutes=1)
    assert who_sees(world, case) == set()


def test_who_is_named_no_longer_sees_it_no_longer(world: World, clock: MovableClock) -> None:
    case = write_letter(world.store, MINISTER)
    assert world.store.write(delegates.revoke, "delegate", until=clock.now.date())
    assert who_sees(world, case) == MINISTERS_SIDE
    clock.pass_time(days=1)
    assert who_sees(world, case) == {"minister"}
    assert not world.store.write(delegates.revoke, "delegate", until=clock.now.date())


def test_a_former_minister_who_is_accused(world: World, clock: MovableClock) -> None:
    world.store.write(delegates.revoke, "minister", until=clock.now.date())
    clock.pass_time(days=1)
    assert not world.open(MINISTER)
    new = add_staff(world.store, "new", Role.VIEWER, "county", name="新部长何")
    world.people["new"] = new
    until = date(2027, 1, 1)
    world.store.write(delegates.delegate, "new", DelegateRole.MINISTER, since=clock.now.date(), until=until)
    assert who_sees(world, write_letter(world.store, MINISTER)) == {"new", "delegate"}
    assert who_sees(world, write_letter(world.store, MINISTER, title="举报部长章")) == {"alternate"}


def test_an_extract_is_as_closed_to_the_accused_as_its_letter(world: World) -> None:
    store, minister = world.store, world.people["minister"]
    add_staff(store, "clerk", Role.HANDLER, "police", name="民警朱")
    letter = write_letter(store, MINISTER, text="公安韩索要红包")
    seen = seen_by(store, minister, letter)
    asked = extract.Extract("索要红包", "请核实有无索要红包")
    child = store.write_as(minister, extract.send, letter.id, world.centre.police, asked, seen=seen)
    world.people["clerk"] = add_staff(store, "second", Role.HANDLER, "police", name="民警秦")
    assert who_sees(world, child) == {"administrator", "county", "clerk"}
    assert who_sees(world, letter) == MINISTERS_SIDE


def test_counts_hold_only_what_is_seen(world: World) -> None:
    write_letter(world.store, MINISTER)
    write_letter(world.store, text="大厅沈")
    for login, number in (("hall", 0), ("county", 1), ("minister", 1), ("viewer", 0), ("alternate", 0)):
        with world.store.reading(world.people[login]) as work:
            assert inbox.counts(work)[inbox.Pile.UNASSIGNED] == number, login
            assert inbox.waiting(work)[inbox.Pile.UNASSIGNED].total == number, login


def test_nobody_sees_anything_without_logging_in(world: World) -> None:
    write_letter(world.store)
    with world.store.reading() as work:
        assert inbox.inbox(work, Wanted()).total == 0
