"""A visit is answered as things stand: by day, over midnight, on holidays, and when somebody is away."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.calendar.local import set_day
from portal.core.settings import Settings
from portal.core.work import Store
from portal.directory import absences, edit
from portal.directory.models import OrgKind, OrgLevel, Person
from portal.directory.queries import org_by_slug
from portal.search.visits import answer
from portal.web.render import load_gettext
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data

CHINESE = load_gettext(Settings().locale)
SATURDAY = datetime(2026, 3, 7, 2, tzinfo=UTC)
HALL = "工作日 9:00–12:00，13:30–17:30；周六 9:00–12:00（户籍、婚姻、医保窗口）"


def said(store: Store, question: str, slug: str = "") -> list[str]:
    """The title and the lines of the answer, as visitors read them; empty where there is none."""
    with store.reading() as work:
        found = answer(work, question, org_by_slug(work, slug) if slug else None)
    if found is None:
        return []
    return [line if isinstance(line, str) else line.render(CHINESE) for line in (found.title, *found.lines)]


def person(store: Store, slug: str) -> int:
    with store.reading() as work:
        return work.session.scalars(select(Person.id).where(Person.slug == slug)).one()


def test_hours_of_a_working_day(demo: Store) -> None:
    assert said(demo, "几点上班") == [
        "晴溪县便民服务中心什么时候上班",
        HALL,
        "今天（3月2日 星期一）上班。",
    ]


def test_hours_of_a_day_off(demo: Store, clock: MovableClock) -> None:
    clock.now = SATURDAY + timedelta(days=1)
    assert said(demo, "今天上班吗")[1:] == [
        "今天（3月8日 星期日）不是工作日。",
        "休息日值班：叶秋岚 · 中心主任 · 0980-5550112 · 先打电话再来",
        "下一个工作日是3月9日 星期一。",
        HALL,
    ]


def test_what_the_hours_say_of_a_day_comes_first(demo: Store) -> None:
    assert said(demo, "星期六开门不")[1] == "3月7日 星期六：周六 9:00–12:00（户籍、婚姻、医保窗口）"
    assert said(demo, "白石周三几点开门")[1] == "3月4日 星期三：赶集日 8:00–14:00"
    assert said(demo, "柳湾周日几点开门")[1].startswith("3月8日 星期日")


def test_a_place_that_is_open_every_day(demo: Store) -> None:
    with demo.reading() as work:
        police = org_by_slug(work, "public-security")
    assert police
    demo.write(edit.state_org, police.id, date(2026, 3, 2), hours="每天 8:00–20:00")
    assert said(demo, "公安局星期天开门吗")[1] == "3月8日 星期日：每天 8:00–20:00"


def test_a_day_off_of_the_place_itself(demo: Store) -> None:
    demo.write(set_day, date(2026, 3, 3), working=False, reason="全县停电检修")
    assert said(demo, "明天上班吗")[1] == "3月3日 星期二不上班（全县停电检修）。"
    assert said(demo, "今天上班吗")[1] == "今天（3月2日 星期一）上班。"


def test_over_midnight_it_is_another_day(demo: Store, clock: MovableClock) -> None:
    clock.now = datetime(2026, 3, 6, 15, 59, tzinfo=UTC)
    assert said(demo, "今天上班吗")[1] == "今天（3月6日 星期五）上班。"
    clock.pass_time(minutes=1)
    assert said(demo, "今天上班吗")[1].startswith("今天（3月7日 星期六）：周六 9:00")


def test_a_holiday_is_told_with_the_days_worked_for_it(demo: Store, clock: MovableClock) -> None:
    assert said(demo, "国庆放假吗")[1:] == [
        "国庆节：10月1日 星期四到10月7日 星期三放假。",
        "9月20日 星期日上班。",
        "10月10日 星期六上班。",
        HALL,
    ]
    clock.now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert "那时候的放假安排还没有公布，可能会变。" in said(demo, "国庆放假吗")


def test_who_is_on_duty_and_who_stands_in(demo: Store, clock: MovableClock) -> None:
    enquiry = "问询岗：方小满 · 问询岗 · 0980-5550113"
    assert said(demo, "今天谁值班")[2] == enquiry
    away = person(demo, "fang-xiaoman")
    demo.write(absences.mark_away, away, clock.now, clock.now + timedelta(hours=1))
    assert said(demo, "今天谁值班")[2].endswith("（方小满不在，由 B 岗顶岗）")
    clock.pass_time(hours=1)
    assert said(demo, "今天谁值班")[2] == enquiry


def test_another_day_is_named_and_a_holiday_is_its_first_day(demo: Store) -> None:
    assert said(demo, "谁值班")[0] == "晴溪县便民服务中心谁值班"
    assert said(demo, "明天谁值班")[0] == "3月3日 星期二晴溪县便民服务中心谁值班"
    assert said(demo, "国庆谁值班")[0] == "10月1日 星期四晴溪县便民服务中心谁值班"
    assert said(demo, "国庆白石赶场吗")[1] == "10月1日 星期四不赶场。"


def test_when_a_and_b_are_away(demo: Store, clock: MovableClock) -> None:
    for slug in ("fang-xiaoman", "xie-anlan"):
        demo.write(absences.mark_away, person(demo, slug), clock.now)
    assert "问询岗：方小满不在，也没有人顶岗。" in said(demo, "谁值班")


def test_market_days(demo: Store, clock: MovableClock) -> None:
    assert said(demo, "今天逢场吗", "baishi") == [
        "白石镇哪天赶场",
        "今天（3月2日 星期一）不赶场。",
        "下一场：3月4日 星期三 · 正月十六 · 白石镇便民服务中心一楼赶场窗口 · 7:30–12:00",
    ]
    clock.pass_time(days=2)
    assert said(demo, "竹坪村今天赶场吗")[1:3] == [
        "今天（3月4日 星期三）赶场。",
        "3月4日 星期三 · 正月十六 · 白石镇便民服务中心一楼赶场窗口 · 7:30–12:00",
    ]
    assert [line.partition("：")[0] for line in said(demo, "哪天赶集")[1:]] == ["白石镇", "柳湾镇", "松岭乡"]


def test_a_market_that_falls_away_is_told_with_the_reason(demo: Store) -> None:
    # The demo drops the first one of 白石 from the 21st day after it was loaded on.
    assert said(demo, "白石3月14号赶场吗")[1] == "3月14日 星期六不赶场：集镇主街铺路，停一场"


def test_how_to_reach_a_unit(demo: Store) -> None:
    assert said(demo, "医保局电话") == [
        "晴溪县医疗保障局的电话和地址",
        "电话：0980-5550151",
        "监督电话：0980-5550159",
        "地址：晴溪县城关建设路24号",
        "办事窗口：晴溪县便民服务中心 一楼 8–9号 医保窗口",
    ]
    assert said(demo, "医保局在哪里")[1] == "地址：晴溪县城关建设路24号"
    assert said(demo, "电话", "liuwan-hall")[1] == "电话：0980-5550310"


def test_what_is_not_known_is_not_answered(store: Store) -> None:
    assert said(store, "几点上班") == said(store, "哪天赶场") == said(store, "电话") == []


def test_a_unit_without_hours_or_market(store: Store, centre: Centre) -> None:
    point: dict[str, Any] = {"kind": OrgKind.POINT, "level": OrgLevel.VILLAGE, "parent_id": centre.county}
    village = store.write(edit.put_org, "village", **point)
    store.write(edit.state_org, village, date(2020, 1, 1), name="白马村便民服务点")
    assert said(store, "白马村几点上班") == said(store, "白马哪天赶场") == said(store, "白马村电话") == []
    assert said(store, "白马村谁值班")[1] == "今天（3月2日 星期一）没有登记值班的人。"
