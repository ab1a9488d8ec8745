"""The words and figures that lists write into cells → values of the guide's fields.

A reader returns ``None`` for what it does not understand; nothing is guessed.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import CODES, DayUnit
from portal.catalogue.importing.words import BLANK, WORDS
from portal.core.text import fold

W = TypeVar("W", bound=StrEnum)

_NUMERALS = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NUMBER = r"(?P<number>\d{1,4}|[〇零一二两三四五六七八九十]{1,3})"
_LIMIT = re.compile(
    rf"(?:自?受理(?:之日)?[起后])?(?:不超过|最长)?{_NUMBER}\s*(?:个)?(?P<unit>工作日|自然日|日历日|周|星期|日|天)?"
    r"(?:内|以内)?(?:办结|完成|作出决定)?\s*(?:\((?P<aside>[^()]*)\))?"
)
_SPOT = re.compile(r"(?:即办|即时|当场|现场|当日|当天|立即|随到随办|即[来到]即办)(?:办结|办理|件)?|即办件")
_AMOUNT = re.compile(r"(?P<amount>\d{1,9}(?:\.\d{1,2})?)元(?P<unit>[/每][^\s,，;；0-9]{1,20})?")
_ITEM = re.compile(
    r"\n+|[;；]\s*(?=\S)|(?:^|(?<=[\s;；。]))(?:\d{1,2}[.、．)](?!\d)|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*",
    re.MULTILINE,
)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YES = frozenset({"是", "1", "支持", "可以", "有", "收费"})
_NO = frozenset({"否", "0", "不支持", "不可以", "没有", "不收费", "免费"})
_UNITS = {
    "": DayUnit.WORKING,
    "working": DayUnit.WORKING,
    "calendar": DayUnit.CALENDAR,
    "工作日": DayUnit.WORKING,
    "个工作日": DayUnit.WORKING,
    "自然日": DayUnit.CALENDAR,
    "日历日": DayUnit.CALENDAR,
    "日": DayUnit.CALENDAR,
    "天": DayUnit.CALENDAR,
}


def one(words: type[W], text: str, own: Mapping[str, str] | None = None) -> W | None:
    """One code: the standard's figure, with or without leading zeros, or a word; ``own`` is asked first."""
    key = fold(text).removesuffix("事项").removesuffix("类")
    if own and key in own:
        return words(own[key]) if own[key] in set(words) else None
    figures = {figure.lstrip("0"): word for word, figure in CODES.get(words, {}).items()}
    known = WORDS.get(words, {})
    found = (
        figures.get(key.lstrip("0") or key)
        or known.get(key)
        or known.get(f"行政{key}")
        or next((word for word in words if word.value == key), None)
    )
    return words(found) if found else None


def several(text: str) -> list[str]:
    """The items of a cell that lists codes."""
    return [item for item in re.split(r"[、,，;；|^\n]", text) if item.strip() not in BLANK]


def limit(text: str, unit: str = "") -> TimeLimit | None:
    """A time limit: ``20个工作日``, ``即办``, ``一周``, ``5`` with its unit behind it or from another column.

    A plain day (日, 天) is a calendar day; a number without any unit means working days, as in the law on
    administrative licensing (行政许可法 §82).
    """
    text = fold(text)
    if _SPOT.fullmatch(text) or text == "0":
        return TimeLimit(days=0)
    found = _LIMIT.fullmatch(text)
    if found is None:
        return None
    days, aside = number(found["number"]), found["aside"] or ""
    word = found["unit"] or (aside if aside in _UNITS else "") or fold(unit)
    note = "" if aside in _UNITS else aside
    if word in ("周", "星期"):
        return TimeLimit(days=days * 7, unit=DayUnit.CALENDAR, note=note)
    known = _UNITS.get(word)
    return TimeLimit(days=days, unit=known, note=note) if known and days <= 3650 else None


def number(text: str) -> int:
    """``12``, ``十二`` or ``二十`` (up to 99 in Chinese numerals)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def yes_no(text: str) -> bool | None:
    return True if fold(text) in _YES else False if fold(text) in _NO else None


def times(text: str) -> int | None:
    """How often somebody must come: ``1``, ``1次``, ``最多跑一次``, ``零跑动``."""
    text = fold(text)
    if text in ("零跑动", "零跑腿", "不见面", "无需到现场", "不需要到现场"):
        return 0
    found = re.fullmatch(rf"(?:最多跑|至多|最多)?{_NUMBER}\s*次?", text)
    return number(found["number"]) if found and number(found["number"]) <= 99 else None


def day(text: str) -> date | None:
    found = _DATE.match(fold(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def amount(text: str) -> tuple[Decimal | None, str]:
    """Yuan and unit of a standard that is one plain amount: ``20元/证`` → (20, ``元/证``); else nothing."""
    found = _AMOUNT.fullmatch(fold(text))
    return (Decimal(found["amount"]), f"元{found['unit'] or ''}") if found else (None, "")


def lines(text: str) -> tuple[str, ...]:
    """The items of a text: its lines, and what stands behind numbers within a line, without the numbers."""
    items = (item.strip(" ;；") for item in _ITEM.split(text))
    return tuple(item for item in items if item not in BLANK)
