"""Words and figures of lists; what is not understood gives nothing."""

from datetime import date
from decimal import Decimal

import pytest

from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import DayUnit, Handling, Kind, Level, Served
from portal.catalogue.importing import items, values
from portal.catalogue.importing.unit_codes import well_formed
from portal.catalogue.importing.words import WORDS

WORKING, CALENDAR = DayUnit.WORKING, DayUnit.CALENDAR


@pytest.mark.parametrize(
    "text", ["1", "01", "０１", "行政许可", "许可", "行政许可事项", "行政许可类", "permit", " 行政许可 "]
)
def test_a_kind_is_told_from_figure_and_word(text: str) -> None:
    assert values.one(Kind, text) is Kind.PERMIT


@pytest.mark.parametrize("text", ["", "0", "99", "许", "行政", "nothing"])
def test_an_unknown_kind_is_none(text: str) -> None:
    assert values.one(Kind, text) is None


def test_a_partners_own_codes_win() -> None:
    assert values.one(Kind, "1", {"1": "payment"}) is Kind.PAYMENT
    assert values.one(Kind, "1", {"1": "no kind"}) is None
    assert values.one(Kind, "2", {"1": "payment"}) is Kind.PENALTY


def test_other_codes() -> None:
    assert values.one(Level, "县（区）级") is Level.COUNTY
    assert values.one(Handling, "即办件") is Handling.INSTANT
    assert values.one(Served, "9") is Served.OTHER
    assert all(word in list(words) for words, table in WORDS.items() for word in table.values())


@pytest.mark.parametrize(
    ("text", "unit", "limit"),
    [
        ("20个工作日", "", (20, WORKING)),
        ("自受理之日起２０个工作日内", "", (20, WORKING)),
        ("十五个工作日", "", (15, WORKING)),
        ("30日", "", (30, CALENDAR)),
        ("两天", "", (2, CALENDAR)),
        ("一周", "", (7, CALENDAR)),
        ("即办", "", (0, WORKING)),
        ("当场办结", "", (0, WORKING)),
        ("0", "工作日", (0, WORKING)),
        ("5", "", (5, WORKING)),
        ("5", "自然日", (5, CALENDAR)),
        ("5", "个工作日", (5, WORKING)),
        ("10（工作日）", "", (10, WORKING)),
        ("20个工作日内办结", "", (20, WORKING)),
        ("受理后不超过3天", "", (3, CALENDAR)),
        ("即来即办", "", (0, WORKING)),
        ("3-5个工作日", "", None),
        ("5", "年", None),
        ("3个月", "", None),
        ("20日前", "", None),
        ("9999个工作日", "", None),
        ("尽快", "", None),
    ],
)
def test_limits(text: str, unit: str, limit: tuple[int, DayUnit] | None) -> None:
    assert values.limit(text, unit) == (TimeLimit(days=limit[0], unit=limit[1]) if limit else None)


def test_what_stands_in_brackets_is_kept_with_the_limit() -> None:
    found = values.limit("60日（可延长30日）")
    assert found == TimeLimit(days=60, unit=CALENDAR, note="可延长30日")


def test_small_values() -> None:
    assert [values.times(text) for text in ("1次", "最多跑一次", "零跑动", "100", "少")] == [
        1,
        1,
        0,
        None,
        None,
    ]
    assert [values.yes_no(text) for text in ("是", "否", "不收费", "也许")] == [True, False, False, None]
    assert [values.day(text) for text in ("2024年1月2日", "2024-01-02", "2024-13-01", "x")] == [
        date(2024, 1, 2),
        date(2024, 1, 2),
        None,
        None,
    ]
    assert values.amount("20元/证") == (Decimal(20), "元/证")
    assert values.amount("20元起") == (None, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.身份证；2.户口簿\n3、照片", ("身份证", "户口簿", "照片")),
        ("（一）年满18周岁；（二）常住本县。", ("年满18周岁", "常住本县。")),
        ("一、身份证\n二、2.5寸照片", ("身份证", "2.5寸照片")),
        ("身份证、户口簿", ("身份证、户口簿",)),
        ("无", ()),
    ],
)
def test_lines(text: str, found: tuple[str, ...]) -> None:
    assert values.lines(text) == found


def test_longer_texts() -> None:
    law, decree = items.bases(
        "《居民身份证法》第十条第一款\n《最低生活保障审核确认办法》（民发〔2021〕57号）"
    )
    assert (law.title, law.article, law.text) == ("居民身份证法", "第十条", "《居民身份证法》第十条第一款")
    assert (decree.title, decree.article, decree.text) == ("最低生活保障审核确认办法", "", "")
    steps = items.steps("受理：窗口收件→审核->办结")
    assert [(step.id, step.name, step.detail) for step in steps] == [
        ("step-1", "受理", "窗口收件"),
        ("step-2", "审核", ""),
        ("step-3", "办结", ""),
    ]
    questions = items.questions("问：要多久？答：五天。\n问：收费吗？答：不收。")
    assert questions and [(q.question, q.answer) for q in questions] == [
        ("要多久？", "五天。"),
        ("收费吗？", "不收。"),
    ]
    assert items.questions("常见问题见附件") is None


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43", "D2143569-X", "D2143569X"])
def test_well_formed_codes_of_units(code: str) -> None:
    assert well_formed(code)


@pytest.mark.parametrize("code", ["91350100M000100Y44", "D2143569-1", "1135", "91350100M000100I43", ""])
def test_malformed_codes_of_units(code: str) -> None:
    assert not well_formed(code)


@pytest.mark.parametrize(
    ("line", "name", "originals", "copies"),
    [
        ("居民身份证（原件1份、复印件2份）", "居民身份证", 1, 2),
        ("《合同》(原件 1份 复印件1份)", "《合同》", 1, 1),
        ("户口簿（首页及本人页复印件）", "户口簿（首页及本人页复印件）", 0, 0),
        ("照片（2张）", "照片（2张）", 0, 0),
    ],
)
def test_numbers_of_originals_and_copies(line: str, name: str, originals: int, copies: int) -> None:
    [found] = items.materials(line)
    assert (found.name, found.originals, found.copies) == (name, originals, copies)
