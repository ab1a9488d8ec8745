"""The invented guides and the questions to them are the same in every process and on every machine."""

import pytest

from bench.corpus import MATTERS, World, document, documents
from bench.questions import Kind, questions
from search_index.analysis import fold, tokens


def test_a_guide_is_always_the_same() -> None:
    assert document(World.SHARED, 1234) == document(World.SHARED, 1234)
    assert document(World.SHARED, 1234, "v1").title.endswith("v1")
    assert document(World.SHARED, 1234, "v1").id == document(World.SHARED, 1234).id


def test_the_worlds_differ_in_whether_titles_are_shared() -> None:
    count = 2 * MATTERS
    assert len({doc.title for doc in documents(World.SHARED, count)}) == MATTERS
    assert len({doc.title for doc in documents(World.DISTINCT, count)}) == count
    assert len({doc.id for doc in documents(World.SHARED, count)}) == count


@pytest.mark.parametrize("world", World)
@pytest.mark.parametrize("kind", Kind)
def test_every_round_asks_its_own_questions(kind: Kind, world: World) -> None:
    first, second = (questions(kind, world, 1_000, 20, round_) for round_ in (1, 2))
    assert first == questions(kind, world, 1_000, 20, 1)
    assert first != second
    assert all(question.words and question.text for question in first)


def test_two_words_stand_in_one_document() -> None:
    texts = [{*tokens(fold(doc.title)), *tokens(fold(doc.body))} for doc in documents(World.SHARED, 300)]
    for question in questions(Kind.AND2, World.SHARED, 300, 20, 1):
        assert any(words.issuperset(question.words) for words in texts)
