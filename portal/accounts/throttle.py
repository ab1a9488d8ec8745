"""Counters that slow guessing and hurrying down, kept in the database, so that every process counts the same.

The ``limits`` package is not used: it stores in memory, Redis, Memcached or MongoDB, but in no SQL database,
and a counter in memory counts anew in each process and after each restart.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from portal.accounts.models import Throttle
from portal.core.settings import Settings
from portal.core.work import Store, Writing

KEPT = timedelta(days=1)


def hit(store: Store, *buckets: str, limit: int, seconds: int) -> int:
    """Count one more in each bucket; 0, or the seconds to wait where one had over ``limit`` in its window.

    A bucket that is over keeps the later ones as they are: who must wait can use up nobody else's attempts.
    A window is ``seconds`` long and begins with its first hit. One short write of its own.
    """
    return store.write(_hit_all, [_digest(store.settings, bucket) for bucket in buckets], limit, seconds)


def give_back(work: Writing, *buckets: str) -> None:
    """Take one hit out of each bucket: what was counted turned out to be rightful."""
    for digest in [_digest(work.settings, bucket) for bucket in buckets]:
        work.session.execute(
            update(Throttle)
            .where(Throttle.bucket == digest, Throttle.count > 0)
            .values(count=Throttle.count - 1)
        )


def _hit_all(work: Writing, digests: list[str], limit: int, seconds: int) -> int:
    waits = (_hit(work, digest, limit, seconds) for digest in digests)
    return next(filter(None, waits), 0)


def _hit(work: Writing, digest: str, limit: int, seconds: int) -> int:
    insert = sqlite_insert if work.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    over = Throttle.window_start <= work.now - timedelta(seconds=seconds)
    count, start = work.session.execute(
        insert(Throttle)
        .values(bucket=digest, window_start=work.now, count=1)
        .on_conflict_do_update(
            index_elements=[Throttle.bucket],
            set_={
                "count": case((over, 1), else_=Throttle.count + 1),
                "window_start": case((over, work.now), else_=Throttle.window_start),
            },
        )
        .returning(Throttle.count, Throttle.window_start)
    ).one()
    if count == 1:
        work.session.execute(delete(Throttle).where(Throttle.window_start < work.now - KEPT))
    return 0 if count <= limit else _wait(start, work.now, seconds)


def _wait(start: datetime, now: datetime, seconds: int) -> int:
    return max(1, ceil((start + timedelta(seconds=seconds) - now).total_seconds()))


def _digest(settings: Settings, bucket: str) -> str:
    """What is kept of a bucket's name, which may hold an address or a log-in."""
    return hmac.new(settings.key, f"throttle\n{bucket}".encode(), hashlib.sha256).hexdigest()
