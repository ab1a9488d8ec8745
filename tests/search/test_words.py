"""A word that staff have taught is known to every engine at its next search."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from portal.core.work import Store
from portal.lexicon import queries, verbs
from portal.lexicon.entries import checked
from portal.search import open_index
from portal.search.find import find
from portal.search.follow import mend
from portal.search.words import keep_up, read_by
from search_index.engine import Engine, Query
from search_index.lexicon import Kind, Lexicon, shipped
from tests.support.guides import complete_guide
from tests.support.portal import Centre

pytestmark = pytest.mark.data

WORD = "苍蝇馆馆儿"
TITLE = "小饭馆开办许可"


@pytest.fixture
def engines(store: Store, centre: Centre, publish: Callable[..., int]) -> list[Engine]:
    """Those of two processes."""
    publish(complete_guide(unit_id=centre.police))
    opened = [open_index(store) for _process in range(2)]
    assert mend(store, opened[0])
    return opened


def first(store: Store, index: Engine) -> list[str]:
    with store.reading() as work:
        hits = find(work, index, Query(WORD)).results.hits
    return ["".join(part for part, _marked in hit.title) for hit in hits[:1]]


def teach(store: Store, *, active: bool) -> None:
    said = checked(Kind.ALIAS, WORD, TITLE, "")
    store.write(verbs.take, {said.word: (said, active)})


def test_every_engine_takes_a_word_and_lets_go_of_it(store: Store, engines: list[Engine]) -> None:
    assert [first(store, index) for index in engines] == [[], []]
    teach(store, active=True)
    assert [first(store, index) for index in engines] == [[TITLE], [TITLE]]
    assert [index.suggest(WORD)[0].text for index in engines] == [TITLE, TITLE]
    teach(store, active=False)
    assert [first(store, index) for index in engines] == [[], []]


def test_trying_out_reads_by_the_lexicon_in_use_and_makes_none(store: Store, engines: list[Engine]) -> None:
    def meaning() -> list[Lexicon]:
        with store.reading() as work:
            return [read_by(work, index) for index in engines]

    assert all(lexicon is shipped() for lexicon in meaning())
    teach(store, active=True)
    taught = meaning()
    assert [list(lexicon.aliases[WORD]) for lexicon in taught] == [[TITLE], [TITLE]]
    assert all(again is lexicon for again, lexicon in zip(meaning(), taught, strict=True))


def test_nobody_waits_while_another_search_brings_the_words(store: Store) -> None:
    begun, go_on = Event(), Event()

    class Slow:
        given = 0

        def use(self, lexicon: Lexicon) -> None:
            assert lexicon.aliases
            begun.set()
            assert go_on.wait(10)
            self.given += 1

    def search() -> None:
        with store.reading() as work:
            keep_up(work, index)  # type: ignore[arg-type]  # of an engine, only this is called

    index = Slow()
    search()
    teach(store, active=True)
    bringing = Thread(target=search)
    bringing.start()
    assert begun.wait(10)
    search()
    assert index.given == 0
    go_on.set()
    bringing.join()
    search()
    assert index.given == 1


def test_a_search_that_began_before_a_change_does_not_bring_the_old_words_back(store: Store) -> None:
    class Counted:
        given = 0

        def use(self, _lexicon: Lexicon) -> None:
            self.given += 1

    index = Counted()
    teach(store, active=True)
    with store.reading() as before:
        assert queries.revision(before) > 1
        teach(store, active=False)
        with store.reading() as after:
            keep_up(after, index)  # type: ignore[arg-type]  # of an engine, only this is called
        keep_up(before, index)  # type: ignore[arg-type]  # as above
    assert index.given == 1
