"""Questions that led nowhere: when they get a name, how they are listed, and what is forgotten."""

import pytest
from sqlalchemy import select

from portal.core.work import Actor, Store
from portal.lexicon import misses
from portal.lexicon.misses import Miss
from portal.lexicon.models import MissKind, SearchMiss
from tests.support.portal import MovableClock

pytestmark = pytest.mark.data

ASKED = Miss(MissKind.ZERO, "娃儿补助")
LATER = Miss(MissKind.REFINED, "娃儿补助", "困境儿童")


def rows(store: Store) -> list[SearchMiss]:
    with store.reading() as work:
        return list(work.session.scalars(select(SearchMiss).order_by(SearchMiss.day)))


def found(store: Store, days: int = 180, page: int = 1) -> misses.Found:
    with store.reading() as work:
        return misses.questions(work, days, page)


def test_what_is_asked_seldom_has_no_name_in_the_database(store: Store, clock: MovableClock) -> None:
    store.write(misses.keep, {ASKED: misses.NAMED_FROM - 1})
    assert [(row.asked, row.later, row.count) for row in rows(store)] == [("", "", misses.NAMED_FROM - 1)]
    assert (found(store).rows, found(store).unnamed) == ((), misses.NAMED_FROM - 1)
    clock.pass_time(days=1)
    store.write(misses.keep, {ASKED: 1})
    assert [(row.asked, row.count) for row in rows(store)] == [("娃儿补助", 2), ("娃儿补助", 1)]
    assert found(store).unnamed == 0


def test_the_list_has_the_most_fruitless_first_and_what_was_asked_instead(store: Store) -> None:
    store.write(misses.keep, {ASKED: 3, LATER: 5, Miss(MissKind.ZERO, "阴生证"): 4})
    store.write(misses.keep, {ASKED: 2})
    listed = found(store)
    assert [(each.asked, each.zero, each.refined) for each in listed.rows] == [
        ("娃儿补助", 5, 5),
        ("阴生证", 4, 0),
    ]
    assert listed.rows[0].later == (("困境儿童", 5),)


def test_the_list_looks_back_as_far_as_it_is_asked_to(store: Store, clock: MovableClock) -> None:
    store.write(misses.keep, {ASKED: 3})
    clock.pass_time(days=7)
    assert found(store, days=7).total == 0
    assert found(store, days=30).total == 1


def test_pages(store: Store) -> None:
    many = {Miss(MissKind.ZERO, f"词{number:03}"): 3 for number in range(misses.PER_PAGE + 1)}
    store.write(misses.keep, many)
    last = found(store, page=99)
    assert (last.page, last.pages, len(last.rows), last.total) == (2, 2, 1, misses.PER_PAGE + 1)


def test_a_question_that_was_put_aside_stays_away(store: Store, author: Actor, clock: MovableClock) -> None:
    store.write(misses.keep, {ASKED: 3})
    store.write(misses.dismiss, "娃儿补助")
    clock.pass_time(days=1)
    store.write(misses.keep, {ASKED: 3})
    assert found(store).total == 0
    store.write(misses.dismiss, "")
    assert {row.asked for row in rows(store)} == {"娃儿补助"}


def test_a_question_that_was_answered_is_counted_anew(store: Store) -> None:
    store.write(misses.keep, {ASKED: 3, LATER: 3})
    store.write(misses.settle, "娃儿补助")
    assert rows(store) == []
    store.write(misses.keep, {ASKED: 1})
    assert found(store).total == 0


def test_old_questions_are_forgotten(store: Store, clock: MovableClock) -> None:
    store.write(misses.keep, {ASKED: 3, Miss(MissKind.ZERO, "once"): 1})
    clock.pass_time(days=misses.UNNAMED_KEPT.days + 1)
    assert store.write(misses.forget) == 1
    assert [row.asked for row in rows(store)] == ["娃儿补助"]
    clock.pass_time(days=misses.KEPT.days)
    assert store.write(misses.forget) == 1
    assert rows(store) == []


def test_a_full_table_takes_no_new_questions_and_lets_rare_ones_go(
    store: Store, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misses, "MOST", 3)
    store.write(misses.keep, {ASKED: 3, Miss(MissKind.ZERO, "a"): 1, Miss(MissKind.ZERO, "b"): 1})
    store.write(misses.keep, {Miss(MissKind.ZERO, "c"): 1, ASKED: 1})
    assert sorted(row.count for row in rows(store)) == [1, 1, 4]
    clock.pass_time(days=1)
    store.write(misses.keep, {Miss(MissKind.ZERO, "c"): 1})
    assert sorted(row.count for row in rows(store)) == [1, 4]
