"""One-time keys: one submit does it, the second gets the first one's result."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import onetime
from portal.core.work import Store, Writing
from tests.support.portal import NOON

SECRET = b"secret"


def test_a_key_is_good_for_its_purpose_and_time() -> None:
    key = onetime.issue(SECRET, "letter", NOON)
    onetime.check(SECRET, "letter", key, NOON + timedelta(hours=12), 12)
    for secret, purpose, now in (
        (b"other", "letter", NOON),
        (SECRET, "login", NOON),
        (SECRET, "letter", NOON + timedelta(hours=12, seconds=1)),
    ):
        with pytest.raises(onetime.BadKey):
            onetime.check(secret, purpose, key, now, 12)


@given(st.text(max_size=200))
def test_no_made_up_key_passes_and_none_breaks_the_check(key: str) -> None:
    with pytest.raises(onetime.BadKey):
        onetime.check(SECRET, "letter", key, NOON, 12)


@pytest.mark.data
def test_the_second_use_does_nothing_and_gets_the_first_result(store: Store) -> None:
    done: list[int] = []

    def submit(work: Writing, number: int) -> str:
        def act() -> str:
            done.append(number)
            return f"/receipt/{number}"

        return onetime.once(work, "key", act)

    assert [store.write(submit, 1), store.write(submit, 2)] == ["/receipt/1", "/receipt/1"]
    assert done == [1]


@pytest.mark.data
def test_a_double_click_at_the_same_moment_acts_once(store: Store) -> None:
    done: list[int] = []
    results: list[str] = []
    start = threading.Barrier(5)

    def submit(work: Writing, number: int) -> str:
        def act() -> str:
            done.append(number)
            return f"/receipt/{number}"

        return onetime.once(work, "key", act)

    def click(number: int) -> None:
        start.wait()
        results.append(store.write(submit, number))

    threads = [threading.Thread(target=click, args=(i,)) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert results == [f"/receipt/{done[0]}"] * 5
