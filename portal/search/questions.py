"""Whether a question is really a visit: when, where, by which telephone, who is there, is it market day.

It is one where nothing else is asked: a topic, a place, a day and small words must leave nothing over.
So 柳湾几点上班 is a visit, and 上班受伤怎么办 a matter to search for.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core.calendar.lunar import DAYS, MONTHS, lunar
from portal.directory.cards import OrgCard
from portal.directory.models import OrgKind
from portal.search.places import Places
from search_index.analysis import key

LUNAR_YEAR = 385
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
        Topic.DUTY: "值班(?:领导|人员|干部|电话|表)?|坐班|当班|当值|领导(?:[今明]天)?在",
        Topic.MARKET: "[赶逢开](?:场|集|圩|墟)[天日期]?|赶街[天日]?|[场集圩街]期|[集圩]日|集市",
        Topic.HOURS: (
            "上下班(?:时间)?|[上下]班(?:时间)?|[开关]门(?:时间)?"
            "|(?:工作|办公|作息|营业|开放|服务|办事|对外)时间|营业|办公|办业务|午休|休息|放(?:不放|几天)?假|放几天|有没有人|有人"
        ),
        Topic.PHONE: "(?:联系|咨询|服务|监督|投诉|办公|客服)?(?:电话|热线|座机)(?:号码?)?|联系(?:方式)?",
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
    "|是不是|是否|有没有|办不|多少|怎么|逢几|规律|领导|节假日|假日|法定|你好|您好|你们|我们|咱们|他们|那边|这边|那里|这里|本地|附近|号码"
    "|[的了呢吗么嘛啊呀吧哈哦不没有是在还都也又要能可会到去来给打个我你您他问请想说那这里边上县镇乡村几点得]"
)
_HALL = re.compile("[县镇乡]?(?:(?:便民|政务|行政|审批|办[事证]|服务)+(?:中心|大厅|点|站)|大厅|中心)")
_DAYS = {
    re.compile(pattern): days
    for pattern, days in (("大后天", 3), ("后天", 2), ("明[天日儿早晚]", 1), ("今[天日儿早晚]", 0))
}
_WEEKDAY = re.compile("(下)?个?(?:周|星期|礼拜|双休)([一二三四五六日天末])")
_LUNAR = re.compile(f"({'|'.join(MONTHS)})?({'|'.join(reversed(DAYS))})")
_DATE = re.compile(r"(?:(\d{1,2})月(?:份)?)?(\d{1,2})[日号]")
_HOLIDAYS = {
    re.compile(f"(?:{pattern})节?(?:假期|期间)?"): name
    for pattern, name in (
        ("国庆|十一(?![月点])", "国庆节"),
        ("春节|过年|除夕|大?年三十", "春节"),
        ("元旦", "元旦"),
        ("清明", "清明节"),
        ("五一|劳动节", "劳动节"),
        ("端午", "端午节"),
        ("中秋", "中秋节"),
    )
}
"""By the name in the calendar."""


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
    holiday = next((name for pattern, name in _HOLIDAYS.items() if pattern.search(said)), "")
    for pattern in (*_HOLIDAYS, *TOPICS.values(), _SMALL):
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
    """The day that is named, and what else is said."""
    for pattern, days in _DAYS.items():
        if pattern.search(said):
            return today + timedelta(days=days), pattern.sub(" ", said)
    if found := _WEEKDAY.search(said):
        return _weekday(found, today), _WEEKDAY.sub(" ", said)
    if (found := _DATE.search(said)) and (day := _date(found, today)):
        return day, said.replace(found[0], " ")
    said = said.replace("二十", "廿")
    # A bare 十一 is as well the national holiday.
    if (found := _LUNAR.search(said)) and (found[1] or found[2][0] in "初廿"):
        ahead = (today + timedelta(days=n) for n in range(LUNAR_YEAR))
        day = next((each for each in ahead if lunar(each).text().endswith(found[0])), None)
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
