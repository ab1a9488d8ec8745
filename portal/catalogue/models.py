"""The rows by which lists of guides filter and sort; they belong to an edition and hold as long as it."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.catalogue.codes import Handling, Kind, Level
from portal.core.db import Base, Word, org_fk


class GuideCard(Base):
    """An edition of a guide as a list shows it. ``days``: promised limit, in days of ``day_unit``."""

    __tablename__ = "guide_cards"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    org_id: Mapped[org_fk]
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    level: Mapped[Level | None] = mapped_column(Word(Level))
    handling: Mapped[Handling | None] = mapped_column(Word(Handling))
    days: Mapped[int | None]
    day_unit: Mapped[str] = mapped_column(String(10), default="")
    free: Mapped[bool | None]
    complete: Mapped[bool]


class GuideTag(Base):
    """One value of a facet with many values: ``life_event``, ``served``, ``way``."""

    __tablename__ = "guide_tags"
    __table_args__ = (Index("ix_guide_tags_value", "facet", "value"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
