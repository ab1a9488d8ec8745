"""How a question is read, before anything is looked up."""

import csv

import pytest

from search_index.analysis import tokens
from search_index.asked import Asked, read
from search_index.engine import MAX_QUERY, Engine, Query
from search_index.hearing import lookalikes
from search_index.lexicon import SHIPPED, Entry, Kind, Lexicon, Piece
from search_index.pinyin import sounds, usual

PLACES = {"白马镇": "1/7", "柳湾镇": "1/8", "柳湾镇青石村": "1/8/3"}


def said(asked: Asked) -> list[str]:
    return [piece.text for piece in asked.pieces if piece.kind is not Kind.SITUATION]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("shenfenzheng", ["身份证"]),
        ("shen fen zheng", ["身份证"]),
        ("sen fen zen", ["身份证"]),  # as it is spoken in the south-west
        ("shen份证", ["身份证"]),
        ("社bao卡", ["社保卡"]),
        ("sfz掉了", ["身份证", "掉了"]),
        ("jvzhuzheng", ["居住证"]),
        ("身 份 证", ["身份证"]),
        ("身份證", ["身份证"]),
        ("ｋｔｖ", ["ktv"]),
        ("wifi", ["wifi"]),
        ("C1驾照", ["c1", "驾照"]),
        ("sfz diule", ["身份证", "丢了"]),  # initials beside pinyin
        ("jzz", ["居住证"]),  # a document rather than 救助站
        ("511A0138000000-511602000000", ["511a0138000000511602000000"]),
    ],
)
def test_what_is_spelled_is_heard(lexicon: Lexicon, typed: str, heard: list[str]) -> None:
    assert said(read(typed, lexicon)) == heard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("法律元助", "法律援助"),  # sounds like it
        ("低宝", "低保"),
        ("普通化考试", "普通话考试"),
        ("社保卡挂矢", "社保卡挂失"),  # looks like it
        ("末成年人", "未成年人"),
        ("工商认定", "工伤认定"),  # two words, but not together
        ("两家争一块地", ""),
        ("身份证", ""),
    ],
)
def test_mistaken_characters_are_corrected(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert read(typed, lexicon).corrected == meant


@pytest.mark.parametrize(
    ("dialect", "standard"),
    [
        ("娃儿读书没得钱", "孩子读书没钱"),
        ("堂客的户口啷个迁", "老婆的户口怎么迁"),
        ("身分证搞丢了", "身份证丢了"),
    ],
)
def test_dialect_is_read_as_the_common_word(lexicon: Lexicon, dialect: str, standard: str) -> None:
    assert read(dialect, lexicon).pieces == read(standard, lexicon).pieces


def test_a_situation_is_told_in_any_order() -> None:
    lexicon = Lexicon([Entry(Kind.SITUATION, "读书/上学 没钱", ("学生资助", "助学金"))])
    for told in ("孩子读书没钱了", "家里没钱，孩子怎么上学"):
        assert read(told, lexicon).pieces[0].means == ("学生资助", "助学金")
    assert all(piece.kind is not Kind.SITUATION for piece in read("读书", lexicon).pieces)


def test_a_name_that_says_what_is_to_be_done_is_a_wish_too() -> None:
    lost = Entry(Kind.INTENT, "丢了", ("补办",))
    lexicon = Lexicon(
        [Entry(Kind.ALIAS, "营运证丢了", ("道路运输证",)), Entry(Kind.ALIAS, "丢了", ("招领",)), lost]
    )
    assert read("营运证丢了", lexicon).pieces[1:] == (Piece(*lost),)
    assert [piece.kind for piece in read("丢了", lexicon).pieces] == [Kind.INTENT]


def test_a_single_character_before_a_whole_name_is_a_wish_besides() -> None:
    change = Entry(Kind.INTENT, "换", ("换领",))
    names = [Entry(Kind.ALIAS, word, ("证",)) for word in ("驾照", "换驾照", "换气点")]
    lexicon = Lexicon([*names, change])
    assert read("换驾照", lexicon).pieces[1:] == (Piece(*change),)
    assert read("换气点", lexicon).pieces[1:] == ()


def test_situations_are_no_words_to_be_found(engine: Engine) -> None:
    explained = engine.explain(Query("我的残疾证丢了怎么办"), engine.search(Query("残疾证丢了")).hits[0].id)
    assert explained is not None
    assert any(kind == "situation" for kind, _, _ in explained.pieces)
    assert not any("/" in mark for mark in explained.in_title)


def test_a_word_hints_at_what_the_names_with_it_agree_on() -> None:
    names = {"暖气不热": "供热", "报停暖气": "供热", "暖气片": "建材", "取暖费": "采暖"}
    lexicon = Lexicon(Entry(Kind.ALIAS, word, (mean,)) for word, mean in names.items())
    assert lexicon.hinted("暖气")[0] == "供热"
    assert lexicon.hinted("取暖") == ("采暖",)
    assert lexicon.hinted("供热") == lexicon.hinted("暖") == ()  # no name says so


def test_filler_says_something_only_where_nothing_else_does(lexicon: Lexicon) -> None:
    assert said(read("请问低保怎么办理", lexicon)) == ["低保"]
    assert said(read("怎么办理", lexicon)) == ["怎么办理"]
    assert read("", lexicon).pieces == read("，。", lexicon).pieces == ()


def test_a_place_beside_a_matter_is_a_wish(lexicon: Lexicon) -> None:
    asked = read("柳湾镇青石村的低保", lexicon, PLACES)
    assert (asked.near, said(asked)) == ("1/8/3", ["低保", "柳湾镇青石村"])
    assert asked.pieces[-1].kind is Kind.INTENT
    alone = read("白马镇", lexicon, PLACES)
    assert (alone.near, alone.pieces[0].kind) == ("1/7", Kind.WORD)
    assert read("低保", lexicon, PLACES).near == ""


def test_a_place_is_known_without_its_rank_as_a_whole_word(lexicon: Lexicon) -> None:
    assert read("白马低保", lexicon, {"白马": "1/7"}).near == "1/7"
    assert read("白马低保", lexicon, {"马低": "1/7"}).near == ""  # no word


def test_official_wordings_go_both_ways_and_say_no_less() -> None:
    lexicon = Lexicon(
        [Entry(Kind.SYNONYM, "补领", ("补办",)), Entry(Kind.SYNONYM, "居民身份证", ("身份证",))]
    )
    assert lexicon.wordings("结婚证补办") == ["结婚证补领"]
    assert lexicon.wordings("补领结婚证") == ["补办结婚证"]
    assert lexicon.wordings("身份证遗失") == ["居民身份证遗失"]
    assert lexicon.wordings("居民身份证") == []


@pytest.mark.parametrize("length", [200, 1, 0])
@pytest.mark.parametrize("unit", ["低", "未末", "a", "shenfenzheng", "'", "1", "啊", "\ud800"])
def test_no_question_takes_long(lexicon: Lexicon, unit: str, length: int) -> None:
    """The look-alikes of 200 characters are not combined: this would not end."""
    read((unit * length)[:200], lexicon)


def rows(kind: str) -> list[dict[str, str]]:
    files = (path.read_text("utf-8") for path in SHIPPED.glob("*.csv"))
    return [row for file in files for row in csv.DictReader(file.splitlines()) if row["kind"] == kind]


def test_the_lexicon_is_worth_the_name() -> None:
    assert len(rows("alias")) >= 1500
    assert len(rows("situation")) >= 100


def test_an_alias_of_itself_is_an_official_form() -> None:
    """It makes one piece of several words, which names a matter."""
    assert {row["source"] for row in rows("alias") if row["means"] == row["word"]} <= {"form"}


def test_variants_end() -> None:
    """What a variant stands for is not a variant itself."""
    variants = {row["word"] for row in rows("variant")}
    assert [row["word"] for row in rows("variant") if row["means"] in variants or "|" in row["means"]] == []


def test_meanings_are_words(lexicon: Lexicon) -> None:
    means = {mean for row in rows("alias") + rows("situation") for mean in row["means"].split("|")}
    assert [mean for mean in means if not tokens(mean)] == []


def test_readings_cover_the_lexicon() -> None:
    words = "".join(row["word"] for row in rows("alias"))
    unread = {char for char in words if "\u4e00" <= char <= "\u9fff" and usual(char) == [char]}
    assert unread <= set("冇")
    assert {"shen", "lv", "zhuang"} <= sounds()


def test_lookalikes_look_both_ways() -> None:
    found = lookalikes()
    assert all(char in found[other] for char, others in found.items() for other in others)


def test_data_files_end_with_a_line() -> None:
    assert [path.name for path in SHIPPED.iterdir() if not path.read_bytes().endswith(b"\n")] == []


def test_a_question_has_its_bound_as_it_is_folded() -> None:
    assert 0 < len(read("\ufdfa" * MAX_QUERY, Lexicon([])).key) <= MAX_QUERY
