"""Cases: what came in, what happened to it, who may not see it, and what of it is public.

The history is append-only, and the state of a case is where its last event left it.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.channels import CaseKind
from portal.cases.workflow import OPEN, CaseState, Publication
from portal.core.calendar.workdays import Unit
from portal.core.db import Base, Word, intpk


class DelegateRole(StrEnum):
    """The alternate sees what accuses a minister, and nothing else; the other two see the rest."""

    MINISTER = "minister"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"


class Case(Base):
    """Something that came in. ``org_id``: the unit that has it now, none in an entrusted channel;
    ``intake_id``: the unit that it reached first, which keeps it in sight.

    ``about_org_id`` and ``about_person_id``: whom its author picked as those it is about. ``named``: title
    and text as names are looked for in it (``privacy.squeeze``). The clock: ``days`` of ``unit`` from the day
    of receipt, ``extended`` among them. ``version`` counts its events.
    """

    __tablename__ = "cases"
    public = False
    __table_args__ = (Index("ix_cases_state_due", "state", "due"),)

    id: Mapped[intpk]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[CaseKind] = mapped_column(Word(CaseKind))
    state: Mapped[CaseState] = mapped_column(Word(CaseState))
    publication: Mapped[Publication] = mapped_column(Word(Publication), default=Publication.NONE)
    version: Mapped[int] = mapped_column(default=0)
    org_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), index=True)
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(String(60), default="")
    author_phone: Mapped[str] = mapped_column(String(60), default="")
    author_address: Mapped[str] = mapped_column(String(200), default="")
    anonymous: Mapped[bool] = mapped_column(default=False)
    consent: Mapped[bool] = mapped_column(default=False)
    about_org_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), index=True)
    about_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    named: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(index=True)
    registered_at: Mapped[datetime | None]
    register_due: Mapped[date | None]
    days: Mapped[int]
    unit: Mapped[Unit] = mapped_column(Word(Unit))
    extended: Mapped[int] = mapped_column(default=0)
    due: Mapped[date]
    provisional: Mapped[bool]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    @hybrid_method
    def late(self, today: date) -> bool:
        """Unanswered after its limit; a limit that may still change holds nobody late."""
        return self.state in OPEN and not self.provisional and self.due < today

    @late.expression
    @classmethod
    def _late_sql(cls, today: date) -> ColumnElement[bool]:
        return and_(cls.state.in_(OPEN), cls.provisional.is_(False), cls.due < today)


class CaseEvent(Base):
    """One step, and where it left the case. ``note`` is for staff, ``told`` may be read by the author too."""

    __tablename__ = "case_events"
    public = False

    id: Mapped[intpk]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[CaseState] = mapped_column(Word(CaseState))
    publication: Mapped[Publication] = mapped_column(Word(Publication))
    org_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")


class CaseFile(Base):
    """A file of a case; ``position`` counts from 1."""

    __tablename__ = "case_files"
    public = False

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), index=True)


class CaseParty(Base):
    """Somebody on the staff who was found at triage to be accused, or to have an interest."""

    __tablename__ = "case_parties"
    public = False

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class Delegation(Base):
    """Somebody named for an entrusted channel, from a day up to and with another."""

    __tablename__ = "delegations"

    id: Mapped[intpk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    role: Mapped[DelegateRole] = mapped_column(Word(DelegateRole))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    named_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)


class PublishedLetter(Base):
    """The masked wording of a letter and its answer, as proposed; public while its case says so."""

    __tablename__ = "published_letters"
    public = False

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
