"""Which questions are really a visit, of which place and which day."""

from datetime import date

import pytest

from portal.directory.cards import OrgCard, WindowCard
from portal.directory.models import OrgKind, OrgLevel
from portal.search.places import Places, spoken
from portal.search.questions import Topic, read, topic

WEDNESDAY = date(2026, 3, 4)


def org(number: int, slug: str, names: tuple[str, str], kind: OrgKind, parent: int | None = 1) -> OrgCard:
    path = f"/1/{number}/" if parent else "/1/"
    empty = ("", "", "", "", "")
    return OrgCard(number, slug, parent, path, kind, OrgLevel.COUNTY, *names, *empty, None)


ORGS = [
    org(1, "county", ("云溪县人民政府", "县政府"), OrgKind.GOVERNMENT, None),
    org(2, "hall", ("云溪县便民服务中心", "县便民中心"), OrgKind.HALL),
    org(3, "police", ("云溪县公安局", "公安局"), OrgKind.DEPARTMENT),
    org(4, "estate", ("云溪县不动产登记中心", ""), OrgKind.DEPARTMENT),
    org(5, "liuhe", ("云溪县柳河镇人民政府", "柳河镇"), OrgKind.GOVERNMENT),
    org(6, "liuhe-hall", ("柳河镇便民服务中心", "柳河镇便民中心"), OrgKind.HALL, 5),
    org(7, "dongtang", ("东塘村便民服务点", ""), OrgKind.POINT, 5),
]
DESK = WindowCard(1, "医保窗口", "一楼", "8号", "中心路1号", "0990-5551008", "工作日 9:00–12:00", "", "hall")
PLACES = Places(ORGS, [DESK])


def asked(question: str) -> tuple[Topic, str, date | None, str] | None:
    visit = read(question, PLACES, WEDNESDAY)
    return (visit.topic, visit.org.slug if visit.org else "", visit.day, visit.holiday) if visit else None


@pytest.mark.parametrize(
    ("question", "found", "slug"),
    [
        ("几点上班", Topic.HOURS, ""),
        ("請問幾點上班？", Topic.HOURS, ""),
        ("中午开门不", Topic.HOURS, ""),
        ("大厅什么时候关门", Topic.HOURS, ""),
        ("县便民中心上班时间", Topic.HOURS, ""),
        ("柳河几点开门", Topic.HOURS, "liuhe-hall"),
        ("柳河便民中心好久下班", Topic.HOURS, "liuhe-hall"),
        ("公安局有人吗", Topic.HOURS, "police"),
        ("你好，节假日办不办业务", Topic.HOURS, ""),
        ("办证大厅几点开门", Topic.HOURS, ""),
        ("谁值班", Topic.DUTY, ""),
        ("哪个领导在值班", Topic.DUTY, ""),
        ("领导在不在", Topic.DUTY, ""),
        ("柳河镇值班电话", Topic.DUTY, "liuhe-hall"),
        ("赶场", Topic.MARKET, ""),
        ("柳河哪天赶场", Topic.MARKET, "liuhe-hall"),
        ("东塘村下一场赶集是几号", Topic.MARKET, "dongtang"),
        ("便民中心电话", Topic.PHONE, ""),
        ("怎么联系你们", Topic.PHONE, ""),
        ("公安局的联系电话是多少", Topic.PHONE, "police"),
        ("柳河镇政府电话", Topic.PHONE, "liuhe"),
        ("在哪里", Topic.PLACE, ""),
        ("不动产登记中心怎么走", Topic.PLACE, "estate"),
        ("你们那里地址", Topic.PLACE, ""),
    ],
)
def test_a_visit(question: str, found: Topic, slug: str) -> None:
    assert asked(question) == (found, slug, None, "")


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("今天上班吗", WEDNESDAY),
        ("明天有人吗", date(2026, 3, 5)),
        ("后天上班不", date(2026, 3, 6)),
        ("大后天上班不", date(2026, 3, 7)),
        ("星期六上班没", date(2026, 3, 7)),
        ("周日开门吗", date(2026, 3, 8)),
        ("周三上班吗", WEDNESDAY),
        ("下周三上班吗", date(2026, 3, 11)),
        ("周末上班吗", date(2026, 3, 7)),
        ("4月6号上班吗", date(2026, 4, 6)),
        ("3月1日上班吗", date(2027, 3, 1)),
        ("3号上班吗", date(2026, 4, 3)),
        ("31日上班吗", date(2026, 3, 31)),
        ("周六周日上班吗", date(2026, 3, 7)),
        ("明早几点开门", date(2026, 3, 5)),
        ("腊月二十三上班吗", date(2027, 1, 30)),
        ("初一上班吗", date(2026, 3, 19)),
    ],
)
def test_the_day_that_is_meant(question: str, day: date) -> None:
    assert asked(question) == (Topic.HOURS, "", day, "")


@pytest.mark.parametrize(
    ("question", "name"),
    [("国庆放假吗", "国庆节"), ("过年放几天假", "春节"), ("十一上班不", "国庆节"), ("年三十有人吗", "春节")],
)
def test_the_holiday_that_is_meant(question: str, name: str) -> None:
    assert asked(question) == (Topic.HOURS, "", None, name)


@pytest.mark.parametrize(
    "question",
    [
        "身份证",
        "失业登记在哪里办",
        "上班受伤怎么办",
        "电话费",
        "赶集补贴",
        "户口地址变更",
        "护照多久能拿",
        "放假回来办护照",
        "没有上班单位怎么交社保",
        "有人占我家地",
        "营业执照",
        "投诉公安局",
        "派出所几点上班",
        "2月30号上班吗",
        "几点上班" + "呢" * 40,
        "",
        "？？",
    ],
)
def test_not_a_visit(question: str) -> None:
    assert asked(question) is None


def test_a_window_is_its_hall_with_a_name_hours_and_a_telephone_of_its_own() -> None:
    visit = read("医保窗口几点下班", PLACES, WEDNESDAY)
    assert visit
    assert visit.org
    assert (visit.org.id, visit.org.name, visit.org.hours) == (2, "医保窗口", "工作日 9:00–12:00")
    assert (visit.org.phone, visit.org.address) == ("0990-5551008", "中心路1号 一楼 8号")


def test_most_searches_need_no_look_at_the_directory() -> None:
    assert topic("身份证丢了怎么补办") is None


def test_what_people_call_a_place() -> None:
    assert spoken(ORGS[4], "云溪县")[0] == "柳河镇"
    assert {"柳河", "柳河镇政府", "柳河镇人民政府"} <= set(spoken(ORGS[4], "云溪县"))
    assert Places([]).named("柳河") is None
