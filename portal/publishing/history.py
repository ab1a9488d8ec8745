"""All editions of a document, for those who work on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.core.i18n import Message, _
from portal.core.work import Reading
from portal.publishing.errors import NoSuchDocument
from portal.publishing.models import STATE_LABELS, Document, Edition, State


@dataclass(frozen=True, slots=True)
class Past:
    """One edition in the history. Names are empty where nobody acted under an account."""

    number: int
    state: State
    author: str
    approver: str
    policy: str
    reason: str
    source: str
    created_at: datetime
    approved_at: datetime | None
    live_from: datetime | None
    live_until: datetime | None
    ends_at: datetime | None

    def phase(self, now: datetime) -> Message:
        """What the edition is at ``now``: its state, or what follows from its window of time."""
        if self.state is not State.APPROVED:
            return STATE_LABELS[self.state]
        if self.live_until is not None and self.live_until <= now:
            return _("ended") if self.live_until == self.ends_at else _("replaced")
        if self.live_from is not None and self.live_from > now:
            return _("scheduled")
        return STATE_LABELS[self.state]


_author, _approver = aliased(User), aliased(User)
_history = (
    select(
        Edition.number,
        Edition.state,
        _author.name,
        _approver.name,
        Edition.policy,
        Edition.reason,
        Edition.source,
        Edition.created_at,
        Edition.approved_at,
        Edition.live_from,
        Edition.live_until,
        Edition.ends_at,
    )
    .outerjoin(_author, _author.id == Edition.author_id)
    .outerjoin(_approver, _approver.id == Edition.approver_id)
    .order_by(Edition.number.desc())
)
_edition = select(
    Document.id, Document.org_id, Edition.number, Edition.body, Edition.live_from, Edition.live_until
).join(Edition, Edition.document_id == Document.id)


def history(work: Reading, document_id: int) -> list[Past]:
    """Every edition of a document, the newest first."""
    rows = work.session.execute(_history.where(Edition.document_id == document_id))
    return [
        Past(number, state, author or "", approver or "", *rest)
        for number, state, author, approver, *rest in rows
    ]


def edition(work: Reading, document_id: int, number: int) -> Any:
    """The row of document and edition by its number, whatever its state. Raises ``NoSuchDocument``."""
    row = work.session.execute(
        _edition.where(Document.id == document_id, Edition.number == number)
    ).one_or_none()
    if row is None:
        raise NoSuchDocument(_("There is no such edition."))
    return row
