"""Units of work: what is written together, in which order, and what is tried again."""

import threading
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core import audit, onetime, outbox
from portal.core.settings import Settings
from portal.core.work import Actor, Store, Writing

pytestmark = pytest.mark.data


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def verb(work: Writing) -> None:
        work.record("try", "thing", 1)
        work.announce("thing", 1)
        onetime.once(work, "k", lambda: "/done")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(verb)
    with store.reading() as work:
        assert outbox.pending(work.session, work.now) == []
        assert audit.verify(work.session, store.settings.key).rows == 0
        assert not work.session.execute(text("SELECT count(*) FROM one_time_keys")).scalar()


def test_a_reader_sees_one_moment(store: Store) -> None:
    count = text("SELECT count(*) FROM audit")
    with store.reading() as work:
        before = work.session.execute(count).scalar()
        store.write(lambda writing: writing.record("do", "thing", 1))
        assert work.session.execute(count).scalar() == before
    with store.reading() as work:
        assert work.session.execute(count).scalar() == 1


def test_a_reader_cannot_write_on_postgresql(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        return
    with store.reading() as work, pytest.raises(DBAPIError, match="read-only"):
        work.session.execute(text("DELETE FROM outbox"))


def test_writers_queue_and_none_is_refused(store: Store) -> None:
    def verb(work: Writing, number: int) -> None:
        seen = work.session.execute(text("SELECT count(*) FROM audit")).scalar()
        work.record("count", "thing", number, seen=seen)
        work.announce("thing", number)

    failures: list[Exception] = []

    def writer(start: int) -> None:
        for number in range(start, start + 15):
            try:
                store.write(verb, number)
            except Exception as error:  # the assertion below shows it
                failures.append(error)

    threads = [threading.Thread(target=writer, args=(100 * i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.reading() as work:
        assert len(outbox.pending(work.session, work.now)) == 90
        verdict = audit.verify(work.session, store.settings.key)
    assert (verdict.rows, verdict.broken_at) == (90, None)


def test_a_deadlock_is_tried_again(store: Store) -> None:
    class Deadlock(Exception):
        sqlstate = "40P01"

    tries = []

    def verb(work: Writing) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise DBAPIError("UPDATE", {}, Deadlock())
        return "done"

    assert store.write(verb) == "done"
    assert len(tries) == 3


def test_what_is_not_a_deadlock_is_not_tried_again(store: Store) -> None:
    tries = []

    def verb(work: Writing) -> None:
        tries.append(1)
        raise DBAPIError("UPDATE", {}, Exception("disk full"))

    with pytest.raises(DBAPIError):
        store.write(verb)
    assert len(tries) == 1


def test_sqlite_is_durable_and_checks_references(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        return
    with store.reading() as work:
        values = {
            name: work.session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def test_the_actor_is_on_record(store: Store, author: Actor) -> None:
    store.write_as(author, lambda work: work.record("do", "thing", 7, code="x"))
    with store.reading() as work:
        row = work.session.execute(text("SELECT actor_id, verb, kind, subject_id, facts FROM audit")).one()
    assert tuple(row) == (author.id, "do", "thing", 7, '{"code":"x"}')


def test_sqlite_address_needs_no_folder(tmp_path: Any) -> None:
    settings = Settings(var_dir=tmp_path / "new" / "var", secret="x" * 32)
    with Store(settings).reading() as work:
        assert work.session.execute(text("SELECT 1")).scalar() == 1


def test_a_connection_lost_after_reading_is_let_go(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        return
    with store.reading() as work:
        number = work.session.execute(text("SELECT pg_backend_pid()")).scalar()
        with store.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    assert "Current Checked out connections: 0" in store.engine.pool.status()
    with store.reading() as work:
        assert work.session.execute(text("SELECT 1")).scalar() == 1


def test_what_lasts_is_renewed_once_a_revision_and_from_what_was_known(store: Store) -> None:
    made: list[int | None] = []

    def ask(revision: int | None, holds: bool = True) -> int:
        with store.reading(revision=revision) as work:
            return work.renewed("number", lambda _value: holds, renew)

    def renew(before: int | None) -> int:
        made.append(before)
        return len(made)

    assert [ask(1), ask(1), ask(2), ask(2)] == [1, 1, 2, 2]
    assert ask(2, holds=False) == 3
    assert [ask(1), ask(None)] == [4, 5]  # nobody may share these, but they begin with what is known
    assert ask(2) == 3
    assert store.write(lambda work: work.renewed("number", lambda _value: True, renew)) == 6
    assert made == [None, 1, 2, 3, 4, None]
