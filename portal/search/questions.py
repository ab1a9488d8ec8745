"""Whether a question is really a visit: when, where, by which telephone, who is there, is it market day.

It is one where nothing else is asked: a topic, a place, a day and small words must leave nothing over.
So 柳湾几点上班 is a visit, and 上班受伤怎么办 a matter to search for.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.directory.cards import OrgCard
from portal.directory.models import OrgKind
from portal.search.places import Places
from search_index.analysis import key

LONGEST = 40
"""Characters of a question that may be a visit."""


class Topic(StrEnum):
    """What is asked of a place."""

    DUTY = "duty"
    MARKET = "market"
    HOURS = "hours"
    PHONE = "phone"
    PLACE = "place"


TOPICS: dict[Topic, re.Pattern[str]] = {
    topic: re.compile(pattern)
    for topic, pattern in {
        Topic.DUTY: "值班(?:领导|人员|干部|电话|表)?|坐班|当班|当值",
        Topic.MARKET: "[赶逢开](?:场|集|圩|墟)[天日期]?|赶街[天日]?|[场集圩街]期|[集圩]日|集市",
        Topic.HOURS: (
            "上下班(?:时间)?|[上下]班(?:时间)?|[开关]门(?:时间)?"
            "|(?:工作|办公|作息|营业|开放|服务|办事|对外)时间|营业|午休|休息|放(?:不放|几天)?假|有没有人|有人"
        ),
        Topic.PHONE: "(?:联系|咨询|服务|监督|投诉|办公|客服)?(?:电话|热线|座机)(?:号码?)?|联系方式",
        Topic.PLACE: (
            "(?:在|去)?(?:哪里|哪儿|哪点|哪块|[啥何]处|(?:啥子?|什么|哪个)(?:地方|位置))|在哪(?![个天位些])"
            "|(?:怎么|怎样|如何|咋个?|咋样)(?:走|去|过去)|地址|位置|地点|几楼|哪一?层|路线"
        ),
    }.items()
}
"""By the words that ask for it; of several, the first counts."""

_SMALL = re.compile(
    "什么时[候间]|[啥么]时候?|啥子时候|几时|好久|多久|几点钟?|哪一?[天日]|哪几天|几号|哪[个位些]|哪里|什么人|啥人|谁"
    "|下一?[次场个]|最近|请问|问一?下|告诉|知道|一下|到底|平时|每天|现在|[上下中]午|早上|晚上|开不|上不|放不|休不"
    "|是不是|是否|有没有|多少|领导|办公|你们|我们|咱们|他们|那边|这边|那里|这里|本地|附近|号码"
    "|[的了呢吗么嘛啊呀吧哈哦不没有是在还都也又要能可会到去来给打个我你您他问请想说那这里边上县镇乡村几点得]"
)
_HALL = re.compile(
    "(?:县|镇|乡)?(?:(?:便民|政务|行政)?(?:服务)(?:中心|大厅|点|站)|(?:便民|政务|行政|办事)(?:中心|大厅|点|站)|大厅|中心)"
)
_DAYS = {"大后天": 3, "今天": 0, "今日": 0, "今儿": 0, "今晚": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2}
_WEEKDAY = re.compile("(下)?个?(?:周|星期|礼拜)([一二三四五六日天末])")
_DATE = re.compile(r"(?:(\d{1,2})月(?:份)?)?(\d{1,2})[日号]")
_HOLIDAYS = {
    "国庆": "国庆节",
    "春节": "春节",
    "过年": "春节",
    "元旦": "元旦",
    "清明": "清明节",
    "五一": "劳动节",
    "劳动节": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
}
_HOLIDAY = re.compile(f"(?:{'|'.join(_HOLIDAYS)})节?(?:假期|期间)?")


@dataclass(frozen=True, slots=True)
class Visit:
    """A question of a place. ``org`` ``None``: it names none; ``day`` ``None``: it names none; ``holiday``:
    its name in the calendar, or empty."""

    topic: Topic
    org: OrgCard | None
    day: date | None
    holiday: str


def topic(question: str) -> Topic | None:
    """What a question may ask of a place, by its words alone."""
    said = key(question[: LONGEST + 1])
    if len(said) > LONGEST:
        return None
    return next((each for each, pattern in TOPICS.items() if pattern.search(said)), None)


def read(question: str, places: Places, today: date) -> Visit | None:
    """The visit that a question asks for; ``None`` where it asks for anything else as well."""
    asked = topic(question)
    if asked is None:
        return None
    said = key(question)
    org, said = _place(said, places)
    day, said = _day(said, today)
    found = _HOLIDAY.search(said)
    holiday = next((name for word, name in _HOLIDAYS.items() if found and word in found[0]), "")
    said = said.replace(found[0], " ") if found else said
    for pattern in (*TOPICS.values(), _SMALL):
        said = pattern.sub(" ", said)
    return None if said.strip() else Visit(asked, org, day, holiday)


def _place(said: str, places: Places) -> tuple[OrgCard | None, str]:
    """The organisation that is named, and what else is said; a town alone means its hall."""
    named = places.named(said)
    if named is None or _HALL.fullmatch(named[1]):
        hall = _HALL.search(said)
        said = said.replace(hall[0], " ") if hall else said
        named = places.named(said)
    if named is None:
        return None, said
    org, name = named
    if org.kind is OrgKind.GOVERNMENT and "政府" not in name:
        org = places.hall(org) or org
    return org, said.replace(name, " ")


def _day(said: str, today: date) -> tuple[date | None, str]:
    for word, days in _DAYS.items():
        if word in said:
            return today + timedelta(days=days), said.replace(word, " ")
    if found := _WEEKDAY.search(said):
        return _weekday(found, today), said.replace(found[0], " ")
    if (found := _DATE.search(said)) and (day := _date(found, today)):
        return day, said.replace(found[0], " ")
    return None, said


def _weekday(found: re.Match[str], today: date) -> date:
    """The next such day, today's included; 下周 is the week after this one, which begins on Monday."""
    wanted = "一二三四五六日天末".index(found[2])
    wanted = {7: 6, 8: 5}.get(wanted, wanted)
    if found[1]:
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _date(found: re.Match[str], today: date) -> date | None:
    """The next day of that date; ``None`` where there is none."""
    day = int(found[2])
    for months in range(13):
        month = (today.month - 1 + months) % 12 + 1
        year = today.year + (today.month - 1 + months) // 12
        try:
            day_found = date(year, month, day)
        except ValueError:
            continue
        if day_found >= today and found[1] in (None, str(month), f"0{month}"):
            return day_found
    return None
