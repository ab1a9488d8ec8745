import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import (
    analyzer_version,
    boundaries,
    fold,
    fold_with_origin,
    key,
    stem,
    tokens,
    words,
)


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("居民身份證辦理", "居民身份证办理"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("隊(duì)伍和（重）複（chóng fù）", "队伍和(重)复(chong fu)".replace("chong fu", "chóng fù")),
        ("便(biàn)民", "便民"),
        ("户\u200b口\ufeff本", "户口本"),
        ("POS(pos)机", "pos(pos)机"),
        ("坏\ud800\x00字", "坏  字"),
        ("㍿①", "株式会社1"),
    ],
)
def test_folding(source: str, folded: str) -> None:
    assert fold(source) == folded


def test_origin_points_into_the_source() -> None:
    source = "㍿隊(duì)伍ＡBß"
    folded = fold_with_origin(source)
    assert folded.text == "株式会社队伍abss"
    assert [source[place] for place in folded.origin] == list("㍿㍿㍿㍿隊伍ＡBßß")


@given(st.text())
def test_folding_takes_any_text(source: str) -> None:
    folded = fold_with_origin(source)
    assert len(folded.origin) == len(folded.text)
    assert all(0 <= place < len(source) for place in folded.origin)
    assert "".join(words(folded.text)) == folded.text


def test_keys_are_equal_where_names_are() -> None:
    assert key("居民身份證 办理（包括：临时）") == key("居民身份证办理(包括临时)")


@pytest.mark.parametrize(
    ("name", "core"),
    [("身份证办理（包括临时）", "身份证办理"), ("（县级）", "县级"), ("发票（县级行使)领用", "发票领用")],
)
def test_stem_leaves_asides_out(name: str, core: str) -> None:
    assert stem(name) == core


def test_words_within_words_are_indexed() -> None:
    assert set(tokens("居民身份证，办理")) == {"居民", "身份", "身份证", "居民身份证", "办理"}


def test_boundaries() -> None:
    edges = boundaries("居民身份证办理")
    assert edges.starts == [0, 2, 5]
    assert edges.ends == [5, 7]


def test_the_version_is_stable_and_short() -> None:
    assert analyzer_version() == analyzer_version.__wrapped__()
    assert len(analyzer_version()) == 16
