"""The audit trail: one HMAC chain, whose key is outside the database.

Rows hold ids, verbs and digests, never personal text, so that erasure leaves the chain whole. A chain alone
hides a cut tail: ``anchor`` writes its head to a file outside the database, and ``verify`` compares both.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import String, Text, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base
from portal.core.i18n import Refusal, _

START = "0" * 64


class AuditRow(Base):
    """One event: who did what to which thing. ``facts`` is canonical JSON of ids, numbers and codes."""

    __tablename__ = "audit"
    public = False

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    facts: Mapped[str] = mapped_column(Text)
    mac: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """One row: the last number and its mac. Locking it is the last thing a write does."""

    __tablename__ = "audit_head"
    public = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    mac: Mapped[str] = mapped_column(String(64))


class AnchorsDamaged(Refusal):
    """The file of anchors cannot be read, so it proves nothing."""


_ANCHOR = re.compile(r"\S+ ([0-9]{1,18}) ([0-9a-f]{64})")
_rows = select(AuditRow.__table__).order_by(AuditRow.number).execution_options(yield_per=1000)


@dataclass(frozen=True, slots=True)
class Event:
    verb: str
    kind: str
    subject_id: int | None
    facts: dict[str, Any]


def append(
    session: Session, events: Sequence[Event], *, key: bytes, at: datetime, actor_id: int | None
) -> None:
    """Chain the events of one write; call it after everything else of that write."""
    if not events:
        return
    head = session.execute(
        select(AuditHead.number, AuditHead.mac).where(AuditHead.id == 1).with_for_update()
    ).one()
    number, mac = head
    rows = []
    for event in events:
        number += 1
        facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        row = {
            "number": number,
            "at": at,
            "actor_id": actor_id,
            "verb": event.verb,
            "kind": event.kind,
            "subject_id": event.subject_id,
            "facts": facts,
        }
        mac = _mac(key, mac, row)
        rows.append({**row, "mac": mac})
    session.execute(insert(AuditRow), rows)
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(number=number, mac=mac))


def _mac(key: bytes, previous: str, row: dict[str, Any]) -> str:
    parts = [
        previous,
        *(str(row[name]) for name in ("number", "actor_id", "verb", "kind", "subject_id", "facts")),
    ]
    parts.append(row["at"].isoformat(timespec="microseconds"))
    return hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken_at``: the first number that is altered, missing or out of order; ``None`` where all holds."""

    rows: int
    broken_at: int | None
    reason: str = ""


def verify(session: Session, key: bytes, anchors: Path | None = None) -> Verdict:
    """Recompute the chain from its start and compare it with the head and the anchored heads.

    Raises ``AnchorsDamaged``.
    """
    anchored = _anchored(anchors)
    macs, mac, number = {0: START}, START, 0
    # Closed by ``with``: a cursor of the server that is left half-read outlives the answer.
    with session.execute(_rows) as rows:
        for row in rows.mappings():
            if row["number"] != number + 1:
                return Verdict(number, number + 1, "a row is missing or out of order")
            number = row["number"]
            mac = _mac(key, mac, dict(row))
            if not hmac.compare_digest(mac, row["mac"]):
                return Verdict(number - 1, number, "a row was altered, or the key is another one")
            if number in anchored:
                macs[number] = mac
    head = session.execute(select(AuditHead.number, AuditHead.mac).where(AuditHead.id == 1)).one_or_none()
    if head is None or (head.number, head.mac) != (number, mac):
        return Verdict(number, number + 1, "the end of the trail was cut off")
    for point, kept in anchored.items():
        if macs.get(point) != kept:
            return Verdict(number, min(point, number + 1), "the trail differs from the anchored one")
    return Verdict(number, None)


def anchor(session: Session, path: Path, at: datetime) -> bool:
    """Add the head to the anchor file where it has moved; True where a line was written.

    Raises ``AnchorsDamaged``.
    """
    head = session.execute(select(AuditHead.number, AuditHead.mac).where(AuditHead.id == 1)).one()
    if head.number == 0 or _anchored(path).get(head.number) == head.mac:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{at.isoformat(timespec='seconds')} {head.number} {head.mac}\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _anchored(path: Path | None) -> dict[int, str]:
    if path is None or not path.exists():
        return {}
    heads = {}
    for place, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        head = _ANCHOR.fullmatch(line)
        if head is None:
            raise AnchorsDamaged(
                _("Line ${line} of ${file} is damaged: put the file back from a copy.", line=place, file=path)
            )
        heads[int(head[1])] = head[2]
    return heads
