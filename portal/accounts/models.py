"""Log-ins, what they may do and where, their sessions, and the counters that slow guessing down."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Word, intpk, org_fk


class Role(StrEnum):
    """What somebody does in the part of the organisation that they are granted; see ``permissions``."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    HANDLER = "handler"
    ADMINISTRATOR = "administrator"


class User(Base):
    """A log-in, folded. ``active`` is taken away, never the row, so that history keeps its names."""

    __tablename__ = "users"

    id: Mapped[intpk]
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Grant(Base):
    """A role on an organisation and everything below it."""

    __tablename__ = "grants"
    public = False
    __table_args__ = (UniqueConstraint("user_id", "role", "org_id"),)

    id: Mapped[intpk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    org_id: Mapped[org_fk]


class StaffSession(Base):
    """A browser that is logged in. Only the SHA-256 of its token is kept; the token is in the cookie."""

    __tablename__ = "staff_sessions"
    public = False

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Throttle(Base):
    """How often something happened since ``window_start``. ``bucket`` is a keyed digest and names nobody."""

    __tablename__ = "throttles"
    public = False

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]
