"""Whatever is typed, an answer comes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index.engine import Engine, Query

HOSTILE = [
    "", " ", "\x00", "\ud800", "？！。、", ".*", "a* OR b", "title:身份证", '"身份证', "(身份证", "[a TO b]",
    "^~",
    "AND", "NOT 低保", "' OR 1=1 --", "<script>", "../../etc/passwd", "%00", "证" * 10_000, "低 保 " * 3_000,
    "a" * 10_000,
    "\u202e低保", "👨‍👩‍👧低保", "٣", "ﷺ", "İ", "怎么办", "的", "1", "丢了",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_known_tricks(engine: Engine, text: str) -> None:
    results = engine.search(Query(text))
    assert results.total >= len(results.hits)
    assert len(engine.suggest(text, 8)) <= 8


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.characters(), st.sampled_from("身份证低保丢了怎么办 sfz（）")), max_size=30))
def test_any_text(engine: Engine, text: str) -> None:
    results = engine.search(Query(text))
    assert all("".join(part for part, _ in hit.title) for hit in results.hits)
    engine.suggest(text)


@pytest.mark.parametrize("page_size", [-1, 0, 10**9])
def test_page_sizes(engine: Engine, page_size: int) -> None:
    assert engine.search(Query("许可证", per_page=page_size)).hits
