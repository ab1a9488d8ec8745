"""Tickets: an address that only its holder knows, for one thing and for a while; nothing is stored.

The id inside is veiled, so that two tickets do not tell how many things came between them.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

LONGEST = 120


def issue(secret: bytes, purpose: str, subject: int, now: datetime, lifetime: timedelta) -> str:
    """A ticket to the thing with the id ``subject``, good for ``lifetime``."""
    head = f"{secrets.token_urlsafe(9)}.{int((now + lifetime).timestamp())}"
    body = f"{head}.{subject ^ _veil(secret, purpose, head):x}"
    return f"{body}.{_seal(secret, purpose, body).hex()[:32]}"


def redeem(secret: bytes, purpose: str, ticket: str, now: datetime) -> int | None:
    """The id that the ticket leads to; ``None`` for a forged ticket, or one whose time is over."""
    body, _dot, seal = ticket.rpartition(".")
    if len(ticket) > LONGEST or not ticket.isascii():
        return None
    if not hmac.compare_digest(seal, _seal(secret, purpose, body).hex()[:32]):
        return None
    head, _dot, veiled = body.rpartition(".")
    if now.timestamp() >= int(head.rpartition(".")[2]):
        return None
    return int(veiled, 16) ^ _veil(secret, purpose, head)


def _veil(secret: bytes, purpose: str, head: str) -> int:
    return int.from_bytes(_seal(secret, f"veil {purpose}", head)[:8])


def _seal(secret: bytes, purpose: str, body: str) -> bytes:
    return hmac.new(secret, f"ticket {purpose}\n{body}".encode(), hashlib.sha256).digest()
