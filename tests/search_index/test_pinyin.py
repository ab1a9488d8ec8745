import pytest

from search_index.analysis import key, words
from search_index.pinyin import DATA, sounds, syllables, usual
from tests.support.pinyin import files


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("居民身份证办理", "ju min shen fen zheng ban li"),
        ("长寿区便民服务", "chang shou qu bian min fu wu"),
        ("朝阳区", "chao yang qu"),
        ("救助资金给付", "jiu zhu zi jin ji fu"),
        ("土地重建", "tu di chong jian"),
        ("旅馆业", "lv guan ye"),
        ("80周岁a", "8 0 zhou sui a"),
        ("食品行业协会银行卡", "shi pin hang ye xie hui yin hang ka"),
        ("会计证", "kuai ji zheng"),
        ("人民调解员", "ren min tiao jie yuan"),
    ],
)
def test_names(name: str, sounds: str) -> None:
    assert syllables(words(name)) == sounds.split()


def test_one_syllable_for_each_character_of_a_key() -> None:
    for name in ("参保人员（含60岁以上）", "㐂𠮷abc", "《出生医学证明》首次签发"):
        assert len(syllables(words(key(name)))) == len(key(name))


def test_serving_reads_like_indexing() -> None:
    rows = (
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    )
    common = [char for char in rows if char]
    assert len(common) == 6763
    assert usual("".join(common)) == syllables(common)
    assert set(usual("".join(common))) == sounds()
    assert usual("身份a𠮷") == ["shen", "fen", "a", "𠮷"]


def test_the_files_are_what_pypinyin_says() -> None:
    """Where it says something else after an upgrade: python -m tests.support.pinyin"""
    for name, lines in files().items():
        assert (DATA / name).read_text("utf-8").splitlines() == lines, name
