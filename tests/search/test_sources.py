"""Everything that is public is found as what it is, from the moment it is, and no longer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portal.accounts.models import Role
from portal.cases import publication, verbs
from portal.cases.publication import Wording
from portal.core.work import Store
from portal.directory import edit
from portal.directory.models import Rank
from portal.publishing import verbs as publishing
from portal.schedules import verbs as schedules
from portal.schedules.entries import RuleIn
from portal.schedules.models import EntryKind
from portal.search import open_index
from portal.search.boards import BOARDS
from portal.search.find import Found, find
from portal.search.follow import drain, mend
from portal.search.pages import PAGES
from portal.search.phones import numbers
from portal.search.sources import SOURCES
from portal.views.public import boards
from search_index.engine import Engine, Query
from tests.support.guides import complete_guide
from tests.support.letters import seen_by, write_letter
from tests.support.notices import Announce
from tests.support.portal import Centre, MovableClock
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

SINCE = date(2020, 1, 1)
MONDAY = date(2026, 3, 2)
SECRET = "我叫钱多多，住石桥镇"


@pytest.fixture
def index(store: Store, centre: Centre) -> Engine:
    built = open_index(store)
    assert mend(store, built)
    return built


def found(store: Store, index: Engine, text: str, kind: str | None = None) -> Found:
    with store.reading() as work:
        return find(work, index, Query(text, kind=kind))


def hits(store: Store, index: Engine, text: str, kind: str | None = None) -> list[tuple[str, str]]:
    """Title and address of what has all of the words, once the index has followed."""
    drain(store, index)
    results = found(store, index, text, kind).results
    return (
        []
        if results.relaxed
        else [("".join(part for part, _marked in hit.title), hit.address) for hit in results.hits]
    )


def test_a_notice_while_it_is_published(
    store: Store, index: Engine, announce: Announce, clock: MovableClock
) -> None:
    window = (clock.now + timedelta(days=1), clock.now + timedelta(days=3))
    number = announce(window=window, text="## 安排\n\n- 1日至8日**停办**，见[通知全文](/notices)。")
    assert hits(store, index, "国庆节窗口") == []
    clock.pass_time(days=1)
    assert hits(store, index, "国庆节窗口") == [("国庆节窗口安排", f"/notices/{number}")]
    assert hits(store, index, "停办通知全文") == [("国庆节窗口安排", f"/notices/{number}")]
    clock.pass_time(days=2)
    assert found(store, index, "国庆节窗口").results.total == 0
    assert hits(store, index, "国庆节窗口") == []


def test_what_is_withdrawn_is_gone_before_the_index_follows(
    store: Store, index: Engine, announce: Announce
) -> None:
    number = announce()
    assert len(hits(store, index, "国庆节窗口")) == 1
    store.write(publishing.withdraw, number, "重复")
    results = found(store, index, "国庆节窗口").results
    assert (results.total, list(results.hits)) == (0, [])


def put_person(store: Store, centre: Centre) -> tuple[int, int]:
    """The ids of a person and of their post at the household window of the police."""
    post = store.write(edit.put_post, "household", centre.police, centre.window, title="户政受理岗")
    person = store.write(edit.put_person, "tang", name="唐一春", phone="0990-5553001")
    store.write(edit.appoint, post, person, Rank.A, SINCE)
    return person, post


@pytest.mark.parametrize("text", ["唐一春", "户政受理岗", "5553001", "0990-5553001", "公安局户籍窗口"])
def test_people_by_name_post_phone_and_window(store: Store, index: Engine, centre: Centre, text: str) -> None:
    put_person(store, centre)
    assert hits(store, index, text, "person") == [("唐一春", "/orgs/police#people")]


def test_who_has_left_the_post_is_not_found(
    store: Store, index: Engine, centre: Centre, clock: MovableClock
) -> None:
    _person, post = put_person(store, centre)
    other = store.write(edit.put_person, "luo", name="罗小满")
    assert hits(store, index, "罗小满") == []
    store.write(edit.appoint, post, other, Rank.A, MONDAY + timedelta(days=1))
    assert len(hits(store, index, "唐一春")) == 1
    clock.pass_time(hours=12)
    assert found(store, index, "唐一春").results.total == 0
    assert hits(store, index, "唐一春") == []
    assert hits(store, index, "罗小满") == [("罗小满", "/orgs/police#people")]
    assert hits(store, index, "户政受理岗", "person") == [("罗小满", "/orgs/police#people")]


def test_a_new_name_of_a_person_a_post_and_a_window(store: Store, index: Engine, centre: Centre) -> None:
    put_person(store, centre)
    drain(store, index)
    store.write(edit.put_person, "tang", name="唐仲春")
    store.write(edit.put_post, "household", centre.police, centre.window, title="综合受理岗")
    store.write(edit.state_window, centre.window, MONDAY, name="公安综合窗口")
    assert hits(store, index, "唐一春") == hits(store, index, "户政受理岗") == []
    assert hits(store, index, "唐仲春") == hits(store, index, "综合受理岗", "person")
    assert hits(store, index, "公安综合窗口", "org") == [("云溪县便民服务中心", "/orgs/hall")]


def test_a_market_by_whatever_it_is_called(
    store: Store, index: Engine, centre: Centre, clock: MovableClock
) -> None:
    editor = add_staff(store, "editor", Role.EDITOR, "county")
    until = MONDAY + timedelta(days=9)
    entry = RuleIn(org_id=centre.town, text="逢1、4、7", place="老街", valid_from=MONDAY, last_day=until)
    number = store.write_as(editor, schedules.put, entry)
    market = [("石桥镇赶场日", "/schedule?org=town")]
    for text in ("石桥赶场", "石桥镇逢集", "石桥赶圩", "老街"):
        assert hits(store, index, text) == market
    assert market[0] in hits(store, index, "赶集")
    clock.pass_time(days=10)
    assert hits(store, index, "老街") == []
    store.write_as(editor, schedules.remove, EntryKind.RULES, number)
    store.write_as(editor, schedules.put, entry.model_copy(update={"last_day": None}))
    assert hits(store, index, "老街") == market


def publish_letter(store: Store, **changes: Any) -> tuple[Any, Callable[..., Any]]:
    """A published letter of the county, and what takes a step with it."""
    staff = {
        "handler": add_staff(store, "handler", Role.HANDLER, "county"),
        "leader": add_staff(store, "leader", Role.ADMINISTRATOR, "county"),
    }
    case = write_letter(store, title="小区路灯坏了", text=SECRET, **changes)

    def act(who: str, verb: Callable[..., Any], *args: Any) -> None:
        store.write_as(staff[who], verb, case.id, *args, seen=seen_by(store, staff[who], case))

    act("handler", verbs.answer, "已修好")
    act("handler", publication.ask_publication, Wording("路灯坏了半个月", "小区门口一片漆黑。", "已修好"))
    return case, act


def test_a_letter_while_it_is_published_and_only_its_masked_wording(
    store: Store, index: Engine, centre: Centre
) -> None:
    case, act = publish_letter(store)
    assert hits(store, index, "路灯") == []
    act("leader", publication.publish)
    letter = [("路灯坏了半个月", f"/mailbox/letters/{case.number}")]
    for text in ("路灯", "一片漆黑", case.number):
        assert hits(store, index, text) == letter
    assert hits(store, index, "钱多多") == hits(store, index, "石桥镇", "letter") == []
    act("leader", publication.unpublish, "写信人要求")
    assert found(store, index, "一片漆黑").results.total == 0
    assert hits(store, index, "一片漆黑") == []


def test_boards_of_all_and_of_a_unit(
    store: Store, index: Engine, centre: Centre, publish: Callable[..., int]
) -> None:
    assert hits(store, index, "公安局收费", "board") == []
    number = publish(complete_guide(unit_id=centre.police))
    assert hits(store, index, "公安局收费", "board") == [("公安局收费公开栏", "/boards/fees?org=police")]
    assert hits(store, index, "收费标准", "board") == [("收费公开栏", "/boards/fees")]
    store.write(publishing.withdraw, number, "重复")
    assert hits(store, index, "公安局收费", "board") == []
    assert set(BOARDS) == set(boards.BOARDS)


@pytest.mark.parametrize(
    ("text", "address"),
    [("投诉", "/mailbox"), ("查进度", "/mailbox/track"), ("今天谁值班", "/schedule"), ("公示栏", "/boards")],
)
def test_pages_by_what_people_want_there(store: Store, index: Engine, text: str, address: str) -> None:
    assert hits(store, index, text)[0][1] == address


def test_every_page_is_there(searcher: Any) -> None:
    for page in PAGES.values():
        searcher.get(page.address, status=200)


def test_every_kind_is_found_in_the_demo_and_its_page_is_there(searcher: Any) -> None:
    asked = {"guide": "身份证", "org": "公安局", "person": "镇长", "market": "赶集", "board": "收费"}
    asked |= {"notice": "身份证", "letter": "赶集日", "page": "投诉"}
    assert set(asked) == set(SOURCES)
    for kind, text in asked.items():
        rows = searcher.get("/api/v1/search", {"q": text, "kind": kind}).json
        assert rows, kind
        assert {row["kind"] for row in rows} == {kind}
        for row in rows:
            searcher.get(row["address"], status=200)


def test_telephones_as_people_type_them() -> None:
    assert numbers("0980-5550110、5550111 转 8") == ["0980-5550110", "5550110", "5550111"]
    assert numbers("12345") == []
    assert numbers("") == []
