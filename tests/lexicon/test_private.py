"""Which questions are not counted."""

import pytest

from portal.lexicon.private import LONGEST, private


@pytest.mark.parametrize(
    "text",
    [
        *("张伟", "王秀英", "李四的低保", "李桂芳 养老金", "张 伟", "我是刘德华想办低保", "王建国"),
        *("13800001111", "１３８ ０００ ０１１１１", "一三八零零零零一一一一", "990121196506070014"),
        *("138\u200b0000\u200b1111", "138/0000/1111", "138，0000，1111", "京a12345 违章"),
        *("欧阳娜娜残疾证", "诸葛亮", "上官云的低保"),
        *("光明路12号", "石桥村三组5号", "wang.li@example.cn", "京A12345", "微信 abcdef12"),
        "字" * (LONGEST + 1),
        "\ufdfa" * LONGEST,  # one character, folded to eighteen
    ],
)
def test_what_may_name_somebody_is_not_counted(text: str) -> None:
    assert private(text)


@pytest.mark.parametrize(
    "text",
    [
        *("娃儿读书没得钱", "高龄补贴", "房产证", "林权证", "石桥镇低保", "金融贷款", "马上办", "施工许可"),
        *("孙子上户口", "2026年养老金", "110", "周三上班没", "shenfenzheng", "x", ""),
    ],
)
def test_words_of_everybody_are_counted(text: str) -> None:
    assert not private(text)
