import csv
from collections import Counter
from pathlib import Path

import pytest

from search_index.analysis import fold
from search_index.lexicon import SHIPPED, Entry, Kind, Lexicon, LexiconError

MARKS = {"primary", "secondary", "synonym"}  # say something of names; the same word may be a wish as well
FILES = {
    "aliases": "alias",
    "components": "component",
    "fillers": "filler",
    "intents": "intent",
    "primary": "primary",
    "secondary": "secondary",
    "situations": "situation",
    "synonyms": "synonym",
    "variants": "variant",
}


def pieces(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in lexicon.split(fold(text))]


@pytest.fixture
def small() -> Lexicon:
    return Lexicon(
        [
            Entry(Kind.ALIAS, "户口", ("户口登记",)),
            Entry(Kind.ALIAS, "上户口", ("出生登记", "户口登记")),
            Entry(Kind.ALIAS, "低保", ("最低生活保障",)),
            Entry(Kind.INTENT, "丢了", ("挂失", "补办")),
            Entry(Kind.FILLER, "怎么办"),
            Entry(Kind.FILLER, "要"),
            Entry(Kind.SECONDARY, "注销"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上户口怎么办", [("alias", "上户口"), ("filler", "怎么办")]),
        ("要户口", [("filler", "要"), ("alias", "户口")]),
        ("身份证丢了", [("word", "身份证"), ("intent", "丢了")]),
        ("注销，户口", [("word", "注销"), ("alias", "户口")]),
        ("", []),
    ],
)
def test_the_longest_match_wins(small: Lexicon, text: str, found: list[tuple[str, str]]) -> None:
    assert pieces(small, text) == found


def test_short_words_count_only_as_whole_words(small: Lexicon) -> None:
    assert ("alias", "低保") not in pieces(small, "最低保障")
    assert ("filler", "要") not in pieces(small, "重要")
    assert ("alias", "低保") in pieces(small, "农村低保")


def test_later_rows_replace_earlier_ones() -> None:
    local = Entry(Kind.ALIAS, "低保", ("本县低保",))
    lexicon = Lexicon([Entry(Kind.ALIAS, "低保", ("最低生活保障",)), local])
    assert lexicon.split("低保")[0].means == ("本县低保",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("nickname,低保,最低生活保障,x", "row 2: unknown kind 'nickname'"),
        ("alias,，,最低生活保障,x", "row 2: no word"),
        ("alias,低保,,x", "row 2: alias '低保' has no meaning"),
        ("filler,怎么,办,x", "row 2: filler '怎么' has a meaning"),
        ("alias", "row 2: no word"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "lexicon.csv"
    path.write_text(f"kind,word,means,source\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        Lexicon.load(path)


def test_a_file_with_bom_and_traditional_writing(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.csv"
    path.write_text("kind,word,means,source\nalias,準生證,生育登記|生育服務登記,x\n", encoding="utf-8-sig")
    assert Lexicon.load(path).aliases == {"准生证": ("生育登记", "生育服务登记")}


def test_shipped_rows_have_a_source_and_stand_once() -> None:
    rows = [
        row for path in SHIPPED.glob("*.csv") for row in csv.DictReader(path.read_text("utf-8").splitlines())
    ]
    assert len(rows) >= 2500
    assert [row for row in rows if not row["source"]] == []
    # any other word is one thing only
    counts = Counter(row["word"] for row in rows if row["kind"] not in MARKS)
    assert [word for word, count in counts.items() if count > 1] == []
    Lexicon.load()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.csv")), ids=lambda path: path.stem)
def test_a_file_holds_its_kind(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        assert {row["kind"] for row in csv.DictReader(file)} == {FILES[path.stem]}
