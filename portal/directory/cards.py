"""What pages show of the directory: plain values, resolved at a date."""

from dataclasses import dataclass
from datetime import datetime

from portal.directory.models import OrgKind, OrgLevel, Rank


@dataclass(frozen=True, slots=True)
class OrgCard:
    """An organisation at a date. Empty texts where nothing is known."""

    id: int
    slug: str
    parent_id: int | None
    path: str
    kind: OrgKind
    level: OrgLevel
    name: str
    short_name: str
    phone: str
    supervision_phone: str
    address: str
    hours: str
    duties: str
    window_id: int | None


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A window at a date; what it does not state itself is its hall's."""

    id: int
    name: str
    floor: str
    counter: str
    address: str
    phone: str
    hours: str
    hall: str
    hall_slug: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post. ``away`` at the moment of reading; ``until`` when, ``None`` where that is
    not known. ``portrait``: digest of a public file, or empty."""

    slug: str
    name: str
    phone: str
    rank: Rank
    portrait: str = ""
    away: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post with the people who hold it, A before B."""

    id: int
    title: str
    duties: str
    promise: str
    org_id: int
    window_id: int | None
    holders: tuple[Holder, ...]

    @property
    def on_duty(self) -> Holder | None:
        """Who answers now: A, else B who stands in (practice S11), else nobody."""
        return next((holder for holder in self.holders if not holder.away), None)
