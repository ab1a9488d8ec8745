"""What must follow a committed change, written in the same transaction.

A row is deleted only after the follower has done its part, by its own id: ids commit out of order on PostgreSQL,
so an offset would skip rows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base, intpk


class OutboxRow(Base):
    """``subject_id`` of ``kind`` has changed."""

    __tablename__ = "outbox"

    id: Mapped[intpk]
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    at: Mapped[datetime]


class Change(NamedTuple):
    row_id: int
    kind: str
    subject_id: int


_pending = (
    select(OutboxRow.id, OutboxRow.kind, OutboxRow.subject_id)
    .order_by(OutboxRow.id)
    .limit(bindparam("limit"))
)


def append(session: Session, changes: Sequence[tuple[str, int]], at: datetime) -> None:
    if changes:
        session.execute(
            insert(OutboxRow), [{"kind": kind, "subject_id": subject, "at": at} for kind, subject in changes]
        )


def pending(session: Session, limit: int = 500) -> list[Change]:
    """The oldest changes that nobody has followed yet."""
    return [Change(*row) for row in session.execute(_pending, {"limit": limit})]


def settle(session: Session, changes: Sequence[Change]) -> None:
    """Forget changes that were followed."""
    session.execute(delete(OutboxRow).where(OutboxRow.id.in_([change.row_id for change in changes])))
