"""What must follow a committed change, written in the same transaction.

A row may be due later: an edition that begins next Monday announces itself then, and no job has to watch
the boundaries of time. A row is deleted only after the follower has done its part, by its own id: ids
commit out of order on PostgreSQL, so an offset would skip rows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base, intpk


class OutboxRow(Base):
    """``subject_id`` of ``kind`` changes at ``due``."""

    __tablename__ = "outbox"
    public = False

    id: Mapped[intpk]
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    due: Mapped[datetime] = mapped_column(index=True)


class Due(NamedTuple):
    kind: str
    subject_id: int
    due: datetime


class Change(NamedTuple):
    row_id: int
    kind: str
    subject_id: int


_pending = (
    select(OutboxRow.id, OutboxRow.kind, OutboxRow.subject_id)
    .where(OutboxRow.due <= bindparam("now", type_=OutboxRow.due.type))
    .order_by(OutboxRow.id)
    .limit(bindparam("limit"))
)


def append(session: Session, changes: Iterable[Due]) -> None:
    """Store what changes when."""
    rows = [change._asdict() for change in sorted(changes)]
    if rows:
        session.execute(insert(OutboxRow), rows)


def pending(session: Session, now: datetime, limit: int = 500) -> list[Change]:
    """The oldest changes that are due and that nobody has followed yet."""
    return [Change(*row) for row in session.execute(_pending, {"now": now, "limit": limit})]


def settle(session: Session, changes: Sequence[Change]) -> None:
    """Forget changes that were followed."""
    session.execute(delete(OutboxRow).where(OutboxRow.id.in_([change.row_id for change in changes])))
