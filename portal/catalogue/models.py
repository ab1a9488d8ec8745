"""The rows by which lists of guides filter and sort; they belong to an edition and hold as long as it."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.catalogue.codes import Handling, Kind, Level
from portal.core.db import Base, Word, org_fk


class GuideCard(Base):
    """An edition of a guide as lists and boards show it. ``days``: promised limit, in days of ``day_unit``.

    ``basis``: its legal bases, one a line.
    """

    __tablename__ = "guide_cards"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    org_id: Mapped[org_fk]
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    level: Mapped[Level | None] = mapped_column(Word(Level))
    handling: Mapped[Handling | None] = mapped_column(Word(Handling))
    days: Mapped[int | None]
    day_unit: Mapped[str] = mapped_column(String(10), default="")
    statutory_days: Mapped[int | None]
    statutory_unit: Mapped[str] = mapped_column(String(10), default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    free: Mapped[bool | None]
    complete: Mapped[bool]


class GuideTag(Base):
    """One value of a facet with many values: ``life_event``, ``served``, ``way``."""

    __tablename__ = "guide_tags"
    __table_args__ = (Index("ix_guide_tags_value", "facet", "value"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class GuideFee(Base):
    """A fee of an edition, in the guide's order. ``amount`` in yuan as written, empty where the standard is a
    formula; ``cases``: the names of the cases that it is for."""

    __tablename__ = "guide_fees"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(500))
    cases: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[str] = mapped_column(String(20), default="")
    standard: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[str] = mapped_column(String(500), default="")
    reduction: Mapped[str] = mapped_column(String(500), default="")
