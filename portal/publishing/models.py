"""Documents and editions: a document is an identity and an address, an edition is what it said for a while.

State is stored, time is derived: scheduled, published, superseded and expired follow from the window
``live_from <= now < live_until``.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_, or_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Word, intpk, org_fk
from portal.core.i18n import Message, _
from portal.core.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[StrEnum, Message] = {
    State.DRAFT: _("a draft"),
    State.SUBMITTED: _("waiting for a second person"),
    State.RETURNED: _("sent back"),
    State.APPROVED: _("published"),
    State.WITHDRAWN: _("withdrawn"),
}

OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})

WORKFLOW = Workflow(
    (
        Transition("submit", frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
        Transition("approve", frozenset({State.SUBMITTED}), State.APPROVED),
        Transition("return", frozenset({State.SUBMITTED}), State.RETURNED),
        Transition("withdraw", frozenset({State.APPROVED}), State.WITHDRAWN),
    ),
    STATE_LABELS,
)


class Document(Base):
    """What keeps its address over all editions."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[intpk]
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(100))
    org_id: Mapped[org_fk]
    created_at: Mapped[datetime]


class Edition(Base):
    """One edition; after approval only its window of time may change."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_editions_window", "live_from", "live_until"),
    )

    id: Mapped[intpk]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(Word(State), index=True)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    policy: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    live_from: Mapped[datetime | None]
    live_until: Mapped[datetime | None] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    """The end that its publisher set; ``live_until`` is earlier where another edition takes over."""

    @hybrid_method
    def live(self, now: datetime) -> bool:
        """Published at ``now``."""
        if self.live_from is None or self.live_from > now:
            return False
        return self.live_until is None or now < self.live_until

    @live.expression
    @classmethod
    def _live_sql(cls, now: datetime) -> ColumnElement[bool]:
        return and_(cls.live_from <= now, or_(cls.live_until.is_(None), now < cls.live_until))


def ahead(now: datetime) -> ColumnElement[bool]:
    """Of approved editions, those that are published at ``now`` or will be."""
    goes_on = and_(now < Edition.live_until, Edition.live_from < Edition.live_until)
    return and_(Edition.state == State.APPROVED, or_(Edition.live_until.is_(None), goes_on))


class EditionRef(Base):
    """An edition's body points to a directory row: for usage lists, deletion guards and reindexing."""

    __tablename__ = "edition_refs"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    ref_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    __table_args__ = (Index("ix_edition_refs_target", "kind", "ref_id"),)
