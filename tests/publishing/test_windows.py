"""The window of time of an edition: given at approval, cut by the next edition, given back when that goes."""

from datetime import datetime, timedelta

import pytest

from portal.core import outbox
from portal.core.clock import TZ
from portal.core.work import Actor, Store
from portal.notices.queries import NoticePage, one
from portal.publishing import verbs
from portal.publishing.errors import WrongWindow
from portal.publishing.history import history
from portal.publishing.moments import moment
from tests.support.notices import Announce, drafted, notice
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data


def shown(store: Store, number: int) -> str:
    """The text that the notice's address shows, with ``over`` where its time has passed."""
    with store.reading() as work:
        found = one(work, number)
        assert isinstance(found, NoticePage)
        return found.notice.text + (" over" if found.over(work.now, work.today) else "")


def phases(store: Store, number: int) -> list[str]:
    with store.reading() as work:
        return [str(past.phase(work.now)) for past in history(work, number)]


def test_an_end_before_the_beginning_is_refused(
    store: Store, centre: Centre, author: Actor, approver: Actor, clock: MovableClock
) -> None:
    number = drafted(store, author, notice(centre.hall))
    store.write_as(author, verbs.submit, number)
    later = clock.now + timedelta(days=2)
    for window in ((None, clock.now), (None, clock.now - timedelta(days=1)), (later, later)):
        with pytest.raises(WrongWindow):
            store.write_as(approver, verbs.approve, number, *window)
    store.write_as(approver, verbs.approve, number, None, later)
    assert phases(store, number) == ["published"]


def test_both_ends_of_a_window_are_announced(store: Store, announce: Announce, clock: MovableClock) -> None:
    number = announce(window=(clock.now + timedelta(days=1), clock.now + timedelta(days=2)))
    for _boundary in range(2):
        store.write(lambda work: outbox.settle(work.session, outbox.pending(work.session, work.now)))
        clock.pass_time(days=1)
        with store.reading() as work:
            assert [change[1:] for change in outbox.pending(work.session, work.now)] == [("notice", number)]


def test_a_scheduled_edition_that_is_withdrawn_gives_back_the_end(
    store: Store, announce: Announce, clock: MovableClock, approver: Actor
) -> None:
    end = clock.now + timedelta(days=20)
    number = announce(text="第一版", window=(None, end))
    announce(text="第二版", window=(clock.now + timedelta(days=7), None))
    store.write_as(approver, verbs.withdraw, number, "不改了")
    clock.pass_time(days=19)
    assert shown(store, number) == "第一版"
    clock.now = end
    assert shown(store, number) == "第一版 over"
    assert phases(store, number) == ["withdrawn", "ended"]


def test_a_scheduled_edition_gives_way_to_one_that_is_published_before_it(
    store: Store, announce: Announce, clock: MovableClock, approver: Actor
) -> None:
    number = announce(text="第一版")
    announce(text="第二版", window=(clock.now + timedelta(days=7), None))
    clock.pass_time(days=1)
    announce(text="第三版")
    assert phases(store, number) == ["published", "replaced", "replaced"]
    clock.pass_time(days=10)
    assert shown(store, number) == "第三版"
    store.write_as(approver, verbs.withdraw, number, "撤")
    assert phases(store, number) == ["withdrawn", "replaced", "replaced"]


@pytest.mark.parametrize(
    "written",
    [
        *("2026-03-04 09:05", "2026-03-04T09:05", "2026-03-04T09:05:00", "2026年3月4日9点05分"),
        *("２０２６－０３－０４　９：０５", "2026/3/4 9:05", " 2026.3.4 9:05 "),
    ],
)
def test_moments_are_read_as_people_write_them(written: str) -> None:
    assert moment(written) == datetime(2026, 3, 4, 9, 5, tzinfo=TZ)


def test_a_day_begins_at_midnight_and_nothing_is_no_moment() -> None:
    assert moment("2026-03-04") == datetime(2026, 3, 4, tzinfo=TZ)
    assert moment("2026年3月4日 9点") == datetime(2026, 3, 4, 9, tzinfo=TZ)
    assert moment(" ") is None


@pytest.mark.parametrize("written", ["明天", "2026-13-01", "2026-02-30 8:00", "2026-03-04 25:00", "9" * 400])
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(WrongWindow):
        moment(written)
