import pytest

from search_index.analysis import key, words
from search_index.pinyin import common_readings, syllables, usual


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
    ],
)
def test_names(name: str, sounds: str) -> None:
    assert syllables(words(name)) == sounds.split()


def test_one_syllable_for_each_character_of_a_key() -> None:
    for name in ("参保人员（含60岁以上）", "㐂𠮷abc", "《出生医学证明》首次签发"):
        assert len(syllables(words(key(name)))) == len(key(name))


def test_serving_reads_like_indexing() -> None:
    readings = common_readings()
    assert sum(map(len, readings.values())) == 6763
    for sound, characters in readings.items():
        assert usual(characters) == [sound] * len(characters)
    assert usual("身份a𠮷") == ["shen", "fen", "a", "𠮷"]
