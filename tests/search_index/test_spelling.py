import pytest

from search_index.spelling import Sounding, Sounds, nearest_part

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
    sounds = Sounds([leave, loss, CARD])
    assert [found.text for found in sounds.corrections(["si", "ye", "deng", "ji"])] == ["失业登记"]
    assert sounds.corrections(["wo", "ai", "ni", "ya"]) == []
    assert sounds.corrections([]) == []
