"""Files that somebody sent: what they are; their bytes are on disk under their digest."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Word, intpk


class MediaKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"


class Media(Base):
    """A file that was taken. ``digest`` is the SHA-256 of its bytes as kept, ``name`` its sender's.

    The same bytes may have several rows: two senders must not learn of each other.
    """

    __tablename__ = "media"
    public = False

    id: Mapped[intpk]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[MediaKind] = mapped_column(Word(MediaKind))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class ParkedFile(Base):
    """A file that waits under a form's one-time key until the form is accepted."""

    __tablename__ = "parked_files"
    public = False

    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(120), index=True)
    parked_at: Mapped[datetime] = mapped_column(index=True)
