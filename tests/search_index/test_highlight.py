import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.highlight import Marker


@pytest.mark.parametrize(
    ("marks", "source", "shown"),
    [
        (["身份证"], "居民身份证办理", "居民[身份证]办理"),
        (["身份证"], "居民身份證辦理", "居民[身份證]辦理"),
        (["社会保障卡"], "社会保障卡、社保卡", "[社会保障卡]、社保卡"),
        (["abc"], "ＡＢＣ卡", "[ＡＢＣ]卡"),
        (["队伍"], "隊(duì)伍建设", "[隊](duì)[伍]建设"),
        (["证", "身份"], "身份证", "[身份]证"),
        (["证"], "身份证", "身份[证]"),
        (["烟草专卖零售"], "零售烟草", "[零售烟草]"),
        ([".*", "<b>"], "a<b>.*c", "a[<b>.*]c"),
        ([], "身份证", "身份证"),
        ([""], "身份证", "身份证"),
    ],
)
def test_marks(marks: list[str], source: str, shown: str) -> None:
    fragments = Marker(marks).fragments(source)
    assert "".join(f"[{text}]" if mark else text for text, mark in fragments) == shown


def test_a_snippet_is_short_and_around_the_first_mark() -> None:
    body = "前" * 500 + "户口簿原件" + "后" * 500
    snippet = Marker(["户口簿"]).snippet(body)
    assert [text for text, mark in snippet if mark] == ["户口簿"]
    assert len("".join(text for text, _ in snippet[1:-1])) == 80
    assert snippet[0] == snippet[-1] == ("…", False)
    assert Marker(["没有"]).snippet(body) == [("前" * 80, False), ("…", False)]
    assert Marker(["没有"]).snippet("") == []


def test_a_snippet_does_not_cut_a_marked_word() -> None:
    snippet = Marker(["户口簿"]).snippet("户口簿" + "中" * 76 + "户口簿原件")
    assert snippet[-2:] == [("户口簿", True), ("…", False)]


@pytest.mark.parametrize("stop", "\n。；！？")
def test_a_snippet_begins_with_its_sentence(stop: str) -> None:
    snippet = Marker(["户口簿"]).snippet(f"年满十六周岁的公民{stop}带户口簿来")
    assert snippet == [("带", False), ("户口簿", True), ("来", False)]


@given(st.lists(st.text(max_size=4), max_size=4), st.text(max_size=40))
def test_fragments_are_the_source_again(marks: list[str], source: str) -> None:
    assert "".join(text for text, _ in Marker(marks).fragments(source)) == source
