"""Organisations, windows, posts and people.

What changes over time (names, phones, addresses, who holds a post) stands in dated rows, valid from a day up
to, but not including, another; a page resolves them at its own date.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import NEVER_AGAIN, Base, Word, intpk, org_fk


class OrgKind(StrEnum):
    GOVERNMENT = "government"
    HALL = "hall"
    DEPARTMENT = "department"
    POINT = "point"


class OrgLevel(StrEnum):
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"
    GROUP = "group"


class Rank(StrEnum):
    """A holds the post; B stands in when A is away (practice S11)."""

    A = "a"
    B = "b"


class AbsenceReason(StrEnum):
    """Why somebody is away; pages never show it."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    FIELD = "field"
    OTHER = "other"


class Org(Base):
    """An organisation: identity and place in the tree. ``path`` lists the ids from the root: ``/1/4/``."""

    __tablename__ = "orgs"
    __table_args__ = (Index("ix_orgs_path", "path"),)

    id: Mapped[intpk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[OrgKind] = mapped_column(Word(OrgKind))
    level: Mapped[OrgLevel] = mapped_column(Word(OrgLevel))
    division: Mapped[str] = mapped_column(String(12), default="")
    position: Mapped[int] = mapped_column(default=0)


class OrgCode(Base):
    """A code by which partners name an organisation; one may have several, and some are malformed."""

    __tablename__ = "org_codes"
    __table_args__ = (UniqueConstraint("org_id", "code"), Index("ix_org_codes_code", "code"))

    id: Mapped[intpk]
    org_id: Mapped[org_fk]
    code: Mapped[str] = mapped_column(String(60))


class OrgFacts(Base):
    """What holds of an organisation from ``valid_from`` on. Its window, hours and phones serve as defaults
    for its guides."""

    __tablename__ = "org_facts"
    __table_args__ = (UniqueConstraint("org_id", "valid_from"), Index("ix_org_facts_name", "name"))

    id: Mapped[intpk]
    org_id: Mapped[org_fk]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    supervision_phone: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    duties: Mapped[str] = mapped_column(Text, default="")
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"), index=True)


class Window(Base):
    """A counter in a hall; ``org_id`` is the hall."""

    __tablename__ = "windows"

    id: Mapped[intpk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    org_id: Mapped[org_fk]
    position: Mapped[int] = mapped_column(default=0)


class WindowFacts(Base):
    """What holds of a window from ``valid_from`` on; an empty field: as in its hall."""

    __tablename__ = "window_facts"
    __table_args__ = (UniqueConstraint("window_id", "valid_from"),)

    id: Mapped[intpk]
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    name: Mapped[str] = mapped_column(String(120))
    floor: Mapped[str] = mapped_column(String(40), default="")
    counter: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")


class Post(Base):
    """A post 岗位 of an organisation, perhaps at a window."""

    __tablename__ = "posts"

    id: Mapped[intpk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    org_id: Mapped[org_fk]
    window_id: Mapped[int | None] = mapped_column(ForeignKey("windows.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    duties: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)


class Person(Base):
    """Somebody shown on boards; log-ins are another thing (``accounts``)."""

    __tablename__ = "people"

    id: Mapped[intpk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(60), default="")
    portrait_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)


class Holding(Base):
    """Who holds a post, as A or as B, from a day on."""

    __tablename__ = "holdings"
    __table_args__ = (UniqueConstraint("post_id", "rank", "valid_from"),)

    id: Mapped[intpk]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    rank: Mapped[Rank] = mapped_column(Word(Rank))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Absence(Base):
    """Somebody is away from ``since`` up to, but not including, ``until``; ``None``: until further notice.

    Those of one person never overlap.
    """

    __tablename__ = "absences"
    __table_args__ = NEVER_AGAIN

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[AbsenceReason] = mapped_column(Word(AbsenceReason))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime]
