"""Sessions: begun, renewed, ended by the server; and how guessing is slowed down."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from portal.accounts import passwords, sessions, throttle, users
from portal.accounts.errors import TooManyAttempts, WrongPassword
from portal.accounts.models import Role, StaffSession, Throttle, User
from portal.core.work import Store
from tests.support.portal import Centre, MovableClock
from tests.support.staff import PASSWORD, add_staff

pytestmark = pytest.mark.data

HOME = "203.0.113.9"


@pytest.fixture(autouse=True)
def limin(store: Store, centre: Centre) -> None:
    add_staff(store, "limin", Role.EDITOR, "police", name="李敏")


def begin(store: Store, password: str = PASSWORD, *, login: str = "limin", address: str = HOME) -> str:
    return sessions.log_in(store, login, password, address=address)


def count(store: Store) -> int:
    with store.reading() as work:
        return work.session.execute(select(func.count()).select_from(StaffSession)).scalar_one()


def test_a_session_is_found_by_its_token_only(store: Store, centre: Centre) -> None:
    token = begin(store, login="ＬＩＭＩＮ")
    staff = sessions.resolve(store, token)
    assert staff is not None
    assert (staff.name, staff.grants) == ("李敏", ((Role.EDITOR, f"/{centre.county}/{centre.police}/"),))
    with store.reading() as work:
        kept = work.session.scalar(select(StaffSession.token_hash))
    assert kept != token
    assert sessions.resolve(store, str(kept)) is None
    assert sessions.resolve(store, token[:-1]) is None


def test_a_session_ends_after_its_idle_time(store: Store, clock: MovableClock) -> None:
    token = begin(store)
    for _ in range(3):
        clock.pass_time(minutes=59)
        assert sessions.resolve(store, token) is not None
    clock.pass_time(minutes=60)
    assert sessions.resolve(store, token) is None


def test_a_busy_session_ends_too(store: Store, clock: MovableClock) -> None:
    token = begin(store)
    for _ in range(8):
        assert sessions.resolve(store, token) is not None
        clock.pass_time(minutes=60, seconds=-1)
    clock.pass_time(seconds=8)
    assert sessions.resolve(store, token) is None


def test_use_is_noted_once_a_minute(store: Store, clock: MovableClock) -> None:
    token, began = begin(store), clock.now

    def seen() -> object:
        with store.reading() as work:
            return work.session.scalar(select(StaffSession.seen_at))

    clock.pass_time(seconds=59)
    sessions.resolve(store, token)
    assert seen() == began
    clock.pass_time(seconds=1)
    sessions.resolve(store, token)
    assert seen() == clock.now


def test_logging_in_again_ends_the_old_session(store: Store) -> None:
    old = begin(store)
    new = sessions.log_in(store, "limin", PASSWORD, address=HOME, old_token=old)
    assert sessions.resolve(store, old) is None
    assert sessions.resolve(store, new) is not None


def test_logging_out_ends_one_session(store: Store) -> None:
    here, there = begin(store), begin(store)
    store.write(sessions.log_out, here)
    store.write(sessions.log_out, here)
    assert sessions.resolve(store, here) is None
    assert sessions.resolve(store, there) is not None


@pytest.mark.parametrize("change", ["password", "closed"])
def test_a_changed_account_ends_all_its_sessions(store: Store, change: str) -> None:
    tokens = [begin(store), begin(store)]
    if change == "password":
        store.write(users.set_password, "limin", passwords.hash_password("another lantern", "limin"))
    else:
        store.write(users.deactivate, "limin")
    assert [sessions.resolve(store, token) for token in tokens] == [None, None]
    with pytest.raises(WrongPassword):
        begin(store)


def test_a_password_changed_while_it_is_verified_opens_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed_meanwhile(kept: str, password: str) -> None:
        store.write(users.set_password, "limin", "another")

    monkeypatch.setattr(passwords, "renewed", changed_meanwhile)
    with pytest.raises(WrongPassword):
        begin(store)
    assert count(store) == 0


def test_an_old_way_of_hashing_is_renewed(store: Store) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    store.write(lambda work: work.session.execute(update(User).values(password_hash=old)))
    begin(store)
    with store.reading() as work:
        kept = str(work.session.scalar(select(User.password_hash)))
    assert kept != old
    assert passwords.verify(kept, PASSWORD)


def test_ended_sessions_are_dropped(store: Store, clock: MovableClock) -> None:
    begin(store)
    clock.pass_time(hours=9)
    begin(store)
    assert count(store) == 1


def test_an_account_waits_after_failures_from_anywhere(store: Store, clock: MovableClock) -> None:
    limit = store.settings.login_attempts
    for number in range(limit):
        with pytest.raises(WrongPassword):
            begin(store, "wrong", address=f"203.0.113.{number}")
    clock.pass_time(minutes=5)
    with pytest.raises(TooManyAttempts) as refused:
        begin(store, address="198.51.100.1")
    assert refused.value.seconds == 600
    assert "10 minutes" in str(refused.value)
    clock.pass_time(minutes=10)
    assert begin(store)


def test_an_address_waits_after_failures_with_any_account(store: Store) -> None:
    for number in range(store.settings.login_attempts):
        with pytest.raises(WrongPassword):
            begin(store, login=f"guess{number}")
    with pytest.raises(TooManyAttempts):
        begin(store)
    assert begin(store, address="198.51.100.1")


def test_who_must_wait_uses_up_nobody_s_attempts(store: Store) -> None:
    limit = store.settings.login_attempts
    for _ in range(limit):
        with pytest.raises(WrongPassword):
            begin(store, "wrong", login="guess")
    for _ in range(limit):
        with pytest.raises(TooManyAttempts):
            begin(store, "wrong")
    assert begin(store, address="198.51.100.1")


def test_success_does_not_count(store: Store) -> None:
    for _ in range(2 * store.settings.login_attempts):
        begin(store)


def test_an_unknown_account_costs_the_same_work(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []

    def verify(kept: str | None, password: str) -> bool:
        verified.append(kept)
        return False

    monkeypatch.setattr(passwords, "verify", verify)
    for login in ("limin", "nobody"):
        with pytest.raises(WrongPassword):
            begin(store, login=login)
    assert [kept is None for kept in verified] == [False, True]


def test_hits_at_once_are_all_counted(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(
            pool.map(lambda _: throttle.hit(store, "search 203.0.113.9", limit=5, seconds=60), range(12))
        )
    assert sorted(map(bool, waits)) == [False] * 5 + [True] * 7


def test_a_window_begins_anew_and_old_ones_are_dropped(store: Store, clock: MovableClock) -> None:
    assert [throttle.hit(store, "a", limit=1, seconds=60) for _ in range(2)] == [0, 60]
    clock.pass_time(seconds=60)
    assert throttle.hit(store, "a", limit=1, seconds=60) == 0
    clock.pass_time(days=1, seconds=1)
    assert throttle.hit(store, "b", limit=1, seconds=60) == 0
    with store.reading() as work:
        assert len(work.session.scalars(select(Throttle.bucket)).all()) == 1


def test_a_counter_names_nobody(store: Store) -> None:
    begin(store)
    with store.reading() as work:
        kept = " ".join(work.session.scalars(select(Throttle.bucket)))
    assert len(kept) == 64 * 2 + 1
    assert HOME not in kept
    assert "limin" not in kept
