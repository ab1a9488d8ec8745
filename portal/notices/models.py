"""The row by which lists of notices filter and sort; it belongs to an edition and holds as long as it."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Word, org_fk
from portal.notices.columns import ColumnSlug


class NoticeCard(Base):
    """An edition of a notice as a list shows it. ``valid_until``: the last day on which it holds."""

    __tablename__ = "notice_cards"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    org_id: Mapped[org_fk]
    column: Mapped[ColumnSlug] = mapped_column(Word(ColumnSlug), index=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    valid_until: Mapped[date | None]
