"""Local words of the search, and how often a question led nowhere."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import NEVER_AGAIN, Base, Word, intpk
from search_index.lexicon import Kind

WORD = NOTE = 200
ASKED = 60


class MissKind(StrEnum):
    """What happened to a question: nothing fitted, its visitor then asked otherwise, or took the spelling
    that was offered."""

    ZERO = "zero"
    REFINED = "refined"
    CORRECTED = "corrected"


class LexiconEntry(Base):
    """A folded word with what it means, joined by ``|``; it replaces the shipped entry of its word. One that
    is not ``active`` takes the word out of the lexicon. ``revision``: of the lexicon when it last changed."""

    __tablename__ = "lexicon_entries"
    __table_args__ = NEVER_AGAIN
    public = False

    id: Mapped[intpk]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    word: Mapped[str] = mapped_column(String(WORD), unique=True)
    means: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(NOTE))
    active: Mapped[bool]
    revision: Mapped[int]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    changed_at: Mapped[datetime]


class LexiconRevision(Base):
    """One row: how often local entries have changed. Public: what visitors find hangs on it."""

    __tablename__ = "lexicon_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class SearchMiss(Base):
    """How often a question was asked on a day. ``digest`` is keyed and names it; the folded words themselves
    (``asked``, and ``later`` what was asked next) stay empty until it has been asked often."""

    __tablename__ = "search_misses"
    __table_args__ = (Index("ix_search_misses_asked", "asked"),)
    public = False

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    kind: Mapped[MissKind] = mapped_column(Word(MissKind))
    asked: Mapped[str] = mapped_column(String(ASKED), default="")
    later: Mapped[str] = mapped_column(String(ASKED), default="")
    count: Mapped[int]
    dismissed: Mapped[bool] = mapped_column(default=False)
