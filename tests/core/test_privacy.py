"""What is masked stays hidden, in whatever way it was written; what is no secret stays readable."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.privacy import address_parts, identifiers, leaks, mask_name, mask_phone, mask_text

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")

mobiles = st.builds("1{}{:09}".format, st.integers(3, 9), st.integers(0, 10**9 - 1))
cards = st.builds(
    "{:06}{:04}{:02}{:02}{:03}{}".format,
    st.integers(110000, 659999),
    st.integers(1900, 2020),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
    st.sampled_from("0123456789Xx"),
)
old_cards = st.integers(10**14, 10**15 - 1).map(str)
landlines = st.builds("0{}-{}".format, st.integers(10, 999), st.integers(2000000, 88888888))
around = st.text(st.sampled_from("我的电话是，。、家住请联系 \n《》！"), max_size=12)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and one of the ways in which people write it."""
    number = draw(st.one_of(mobiles, cards, old_cards, landlines))
    gap = draw(st.sampled_from(["", "", " ", "-", "－", "　", " - ", "·"]))
    size = draw(st.integers(1, 5))
    parts = [number[i : i + size] for i in range(0, len(number), size)]
    shown = gap.join(parts).translate(draw(st.sampled_from([{}, WIDE, CHINESE])))
    return number, draw(st.sampled_from(["", "", "+86 ", "0086"])) + shown


@given(around, written(), around)
def test_a_masked_number_is_not_found_again(before: str, number: tuple[str, str], after: str) -> None:
    plain, shown = number
    text = f"{before}{shown}{after}"
    assert leaks(text, [plain]) == [plain]
    assert leaks("".join(identifiers(text)), [plain]) == [plain]
    masked = mask_text(text)
    assert leaks(masked, [plain]) == []
    assert leaks(masked, identifiers(text)) == []
    assert mask_text(masked) == masked


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=3))
def test_masking_any_text_is_quiet_and_settled(text: str, names: list[str]) -> None:
    masked = mask_text(text, names)
    assert mask_text(masked, ()) == mask_text(mask_text(masked, ()), ())
    assert set(masked) <= set(text) | {"*"}


@given(
    st.text(string.ascii_letters + "王李张明华，。 ", max_size=40),
    st.sampled_from(["王小丽", "欧阳明", "买买提·吐尔逊"]),
)
def test_a_masked_name_is_not_found_again(text: str, name: str) -> None:
    spaced = " ".join(name)
    full = f"{text}{name}{text}{spaced}"
    assert leaks(full, [name]) == [name]
    assert leaks(mask_text(full, [name]), [name]) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我是１３８ ００１３ ８０００", "我是138****8000"),
        ("座机0980-5550121转8", "座机********转8"),
        ("+86 138-0013-8000", "138****8000"),
        ("Tel13800138000", "Tel138****8000"),
        ("一三八零零一三八零零零", "138****8000"),
        ("壹叁捌零零壹叁捌零零零", "138****8000"),
        ("身份证11010519491231002X。", "身份证********。"),
        ("银行卡6222 0212 3456 7890 123", "银行卡********"),
        ("2026-11-22 09:30去的，2026年11月22日", "2026-11-22 09:30去的，2026年11月22日"),
        ("打12345和110，交了200元，3号窗口", "打12345和110，交了200元，3号窗口"),
        ("家住石桥镇大湾村3组12号，", "家住石桥镇大湾村**，"),
        ("大湾村三组", "大湾村**"),
        ("迎春路18号2栋3单元401室", "迎春路**"),
        ("11月3号，第3组数据", "11月3号，第3组数据"),
        ("邮箱 a.b@qq.com 微信号abc_123", "邮箱 **** 微信号****"),
        ("车牌川A·12345", "车牌川A*****"),
        ("我叫李小明，", "我叫李**，"),
        ("王丽和 王 丽、欧阳丽", "王*和 王*、欧阳丽"),
    ],
)
def test_what_is_masked(text: str, masked: str) -> None:
    assert mask_text(text, ["王丽"]) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("李", "李*"),
        ("欧阳锋", "欧阳*"),
        ("Aisha Khan", "A***"),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800013210", "138****3210"),
        ("+8613800013210", "138****3210"),
        ("0980-5550121", "********"),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("text", "secret", "found"),
    [
        ("请打5550121", "0980-5550121", True),
        ("请打5550122", "0980-5550121", False),
        ("张 三·丰同志", "张三丰", True),
        ("张三说", "张三丰", False),
        ("李某", "李", False),
        ("138****3210", "13800013210", False),
        ("", "13800013210", False),
    ],
)
def test_leaks(text: str, secret: str, found: bool) -> None:
    assert (leaks(text, [secret]) == [secret]) is found


def test_nothing_stays_nothing() -> None:
    assert mask_name(" ") == mask_phone("") == mask_text("") == ""


def test_parts_of_an_address() -> None:
    whole = "晴溪县石桥镇大湾村3组12号"
    assert address_parts(whole) == (whole, "大湾村3组12号", "3组12号")
    assert leaks("大湾村三组十二号", address_parts(whole)) == ["大湾村3组12号", "3组12号"]
    assert address_parts("城关") == address_parts("") == ()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("run", ["1", "a.", "_", "a@"])
def test_no_letter_keeps_its_reader_waiting(run: str) -> None:
    """A pattern that is tried at each letter of a run takes minutes for a text of this length."""
    text = run * 50_000
    assert len(mask_text(text, ["张三丰"])) <= len(text)
