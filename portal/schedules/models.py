"""Market days and the duty table: rules in words, with the days that differ from them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import NEVER_AGAIN, Base, Word, intpk, org_fk


class DutyKind(StrEnum):
    """What somebody is on duty for, and with it on which days: on days that are worked (practice S2), at the
    enquiry post (S24), on days that are not worked (S12), on market days (S1)."""

    LEADER = "leader"
    ENQUIRY = "enquiry"
    WEEKEND = "weekend"
    MARKET = "market"


class EntryKind(StrEnum):
    """The lists of the back office, as its addresses name them."""

    RULES = "rules"
    EXCEPTIONS = "exceptions"
    DUTIES = "duties"


class MarketRule(Base):
    """On which days a place has its market: ``text`` as ``rules.parse`` reads it."""

    __tablename__ = "market_rules"
    __table_args__ = NEVER_AGAIN

    id: Mapped[intpk]
    org_id: Mapped[org_fk]
    text: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class MarketException(Base):
    """One day that differs from the rules of ``org_id``: a market is held, or is not, with the reason."""

    __tablename__ = "market_exceptions"
    __table_args__ = (UniqueConstraint("org_id", "day"), NEVER_AGAIN)

    id: Mapped[intpk]
    org_id: Mapped[org_fk]
    day: Mapped[date]
    held: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200))


class Duty(Base):
    """Somebody is on duty; ``text`` narrows the days of the kind as a rule does, empty: all of them."""

    __tablename__ = "duties"
    __table_args__ = NEVER_AGAIN

    id: Mapped[intpk]
    org_id: Mapped[org_fk]
    kind: Mapped[DutyKind] = mapped_column(Word(DutyKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
