import pytest

from search_index.spelling import Sounding, corrections, long_enough, nearest_part, shared_at_least

CARD = Sounding("居民身份证办理", ["ju", "min", "shen", "fen", "zheng", "ban", "li"], [0, 2, 5], [5, 7])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("shen fen zheng", (0, "身份证")),
        ("ju ming shen fen zheng", (0.5, "居民身份证")),
        ("ju shen fen zheng", (1, "居民身份证")),
        ("ju min fen zheng", (1, "居民身份证")),
        ("shen fen zheng ban ni", (0.5, "身份证办理")),
    ],
)
def test_nearest_part(asked: str, expected: tuple[float, str]) -> None:
    distance, start, end = nearest_part(asked.split(), CARD)
    assert (distance, CARD.text[start:end]) == expected


def test_a_part_consists_of_whole_words() -> None:
    distance, start, end = nearest_part(["min", "shen", "fen"], CARD)
    assert (start in CARD.starts, end in CARD.ends) == (True, True)
    assert distance > 0


def test_corrections_are_near_and_the_nearest_comes_first() -> None:
    loss = Sounding("失业登记", ["shi", "ye", "deng", "ji"], [0, 2], [2, 4])
    leave = Sounding("食宿登记", ["shi", "su", "deng", "ji"], [0, 2], [2, 4])
    names = [leave, loss, CARD]
    assert [found.text for found in corrections(["si", "ye", "deng", "ji"], names)] == ["失业登记"]
    assert corrections(["wo", "ai", "ni", "ya"], names) == []
    assert corrections([], names) == []


@pytest.mark.parametrize(("asked", "least"), [("a", 1), ("a b c d", 4), ("a b c d e", 4), ("a a a a a", 0)])
def test_fewer_syllables_in_common_are_no_correction(asked: str, least: int) -> None:
    assert shared_at_least(asked.split()) == least


@pytest.mark.parametrize("length", range(1, 12))
def test_what_is_too_short_to_be_a_correction_is_the_nearest_part_of_nothing(length: int) -> None:
    asked = [str(number) for number in range(length)]
    parts = [Sounding("字" * size, asked[:size], [0], [size]) for size in range(length + 1)]
    near = [name for name in parts if nearest_part(asked, name)[0] < length / 4]
    assert list(long_enough(asked, parts)) == near
