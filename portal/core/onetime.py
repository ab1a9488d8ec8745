"""One-time keys: every form carries one, so that a double submit does the thing once.

A key is random, dated and signed for one purpose; nothing is stored until it is claimed, and the claim is
part of the transaction that does the work.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base
from portal.core.i18n import Refusal, _
from portal.core.work import Writing


class ClaimedKey(Base):
    """A key that was used, with what its first use led to (an address)."""

    __tablename__ = "one_time_keys"
    public = False

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    result: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(index=True)


class BadKey(Refusal):
    """The form's key is missing, forged, or too old."""


def issue(secret: bytes, purpose: str, now: datetime) -> str:
    """A fresh key for one showing of the form named ``purpose``."""
    body = f"{secrets.token_urlsafe(15)}.{int(now.timestamp())}"
    return f"{body}.{_sign(secret, purpose, body)}"


def check(secret: bytes, purpose: str, key: str, now: datetime, hours: int) -> None:
    """Raises ``BadKey`` where the key was not issued for this purpose within ``hours``."""
    body, _dot, signature = key.rpartition(".")
    if (
        len(key) > 120
        or not key.isascii()
        or not hmac.compare_digest(signature, _sign(secret, purpose, body))
    ):
        raise BadKey(_("This form could not be checked. Please send it once more."))
    issued = datetime.fromtimestamp(int(body.rpartition(".")[2]), UTC)
    if now - issued > timedelta(hours=hours):
        raise BadKey(_("This form was open for too long. Please look through it and send it once more."))


def once(work: Writing, key: str, act: Callable[[], str]) -> str:
    """Claim ``key`` and ``act``; a later use of the same key gets the first result and does nothing.

    ``act`` returns an address of at most 500 characters.
    """
    insert = sqlite_insert if work.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"key": key, "result": "", "at": work.now}
    claimed = work.session.execute(
        insert(ClaimedKey).values(row).on_conflict_do_nothing().returning(ClaimedKey.key)
    ).first()
    if claimed is None:
        return work.session.execute(select(ClaimedKey.result).where(ClaimedKey.key == key)).scalar_one()
    result = act()
    work.session.execute(update(ClaimedKey).where(ClaimedKey.key == key).values(result=result))
    return result


def forget(work: Writing, hours: int) -> None:
    """Drop claims whose keys can no longer be used anyway."""
    work.session.execute(delete(ClaimedKey).where(ClaimedKey.at < work.now - timedelta(hours=2 * hours)))


def _sign(secret: bytes, purpose: str, body: str) -> str:
    return hmac.new(secret, f"{purpose}\n{body}".encode(), hashlib.sha256).hexdigest()[:32]
