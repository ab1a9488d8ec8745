"""Words that inspectors object to, and words that only look like them."""

import pytest

from portal.catalogue.wording import CATCH_ALL, IN_PERSON, documents_named, is_form, mentions


@pytest.mark.parametrize(
    "text",
    [
        "其他材料",
        "有关证明材料",
        "身份证等材料",
        "身份证、户口簿等",
        "身份证、户口簿等原件",
        "按规定执行",
        "按照有关规定办理",
        "详见官网",
        "按国家规定的标准收取",
    ],
)
def test_catch_all(text: str) -> None:
    assert CATCH_ALL.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "中等职业学校毕业证",
        "等级证书",
        "同等学力证明",
        "低保家庭等困难群众",
        "依据《居民身份证法》第九条",
        "依规定标准收费20元",
        "平等，自愿",
        "残疾等级为一等、二等",
        "评为甲等。",
        "权利义务对等，双方自愿",
    ],
)
def test_no_catch_all(text: str) -> None:
    assert not CATCH_ALL.search(text)


@pytest.mark.parametrize(
    "text", ["须本人到场", "需要本人亲自到场", "本人前往窗口拍照", "不得代办", "双方共同到场", "应当亲自到场"]
)
def test_in_person(text: str) -> None:
    assert IN_PERSON.search(text)


@pytest.mark.parametrize(
    "text", ["无需本人到场", "不必本人亲自到场", "本人不能到场的可以委托", "不需要本人到场", "无须亲自到场"]
)
def test_not_in_person(text: str) -> None:
    assert not IN_PERSON.search(text)


def test_documents_named() -> None:
    assert list(documents_named("申请人持有居民身份证，并提供《出生医学证明》")) == ["身份证", "出生医学证明"]
    assert list(documents_named("从未领取过身份证的")) == []
    assert list(documents_named("未取得驾驶证，也不持有护照的")) == []
    assert mentions("户口本", "户口簿原件") and not mentions("户口本", "居民身份证")


def test_forms() -> None:
    assert is_form("《常住户口登记表》（原件）") and is_form("个人承诺书")
    assert not is_form("法定代表") and not is_form("居民身份证")
