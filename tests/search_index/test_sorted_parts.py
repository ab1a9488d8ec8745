from hypothesis import given
from hypothesis import strategies as st

from search_index.sorted_parts import SortedParts

texts = st.lists(st.text("ab证户", max_size=6), max_size=8)


@given(texts, st.text("ab证户", min_size=1, max_size=3), st.integers(1, 4))
def test_parts_are_those_a_plain_search_finds(names: list[str], prefix: str, limit: int) -> None:
    built = SortedParts.build(names, [range(len(name)) for name in names])
    parts = SortedParts.load(names, built.dump())
    places = [
        (number, offset)
        for number, name in enumerate(names)
        for offset in range(len(name))
        if name.startswith(prefix, offset)
    ]
    assert sorted(parts.beginning(prefix)) == places
    starting = [(False, number) for number, offset in places if offset == 0]
    best = parts.best(prefix, limit)
    assert [found for found in best if not found[0]] == starting[:limit]
    assert {number for _, number in best} <= {number for number, _ in places}
    assert len(best) >= min(limit, len(places))


def test_an_empty_prefix_finds_nothing() -> None:
    parts = SortedParts.build(["a"], [[0]])
    assert list(parts.beginning("")) == []
    assert parts.best("", 3) == []
