"""Files by id, by form, and those that the public may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from portal.core.work import Reading
from portal.media.models import Media, MediaKind, ParkedFile

PublicUse = Callable[[Reading], Select[int | None]]
"""The ids of the files that a room shows to everybody at ``work.now``."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was taken; ``size`` in bytes."""

    id: int
    digest: str
    kind: MediaKind
    size: int
    name: str


_USES: list[PublicUse] = []

_stored = select(Media.id, Media.digest, Media.kind, Media.size, Media.name)


def show_to_all(use: PublicUse) -> None:
    """Register a public use; done once by the composition root."""
    if use not in _USES:
        _USES.append(use)


def public(work: Reading, digest: str) -> Stored | None:
    """The file with this digest, if somebody shows it to everybody now."""
    shown = [Media.id.in_(use(work)) for use in _USES]
    found = work.session.execute(_stored.where(Media.digest == digest, or_(False, *shown)).limit(1)).first()
    return Stored(*found) if found else None


def get(work: Reading, media_id: int) -> Stored | None:
    """One file; who may see it is the caller's question."""
    found = work.session.execute(_stored.where(Media.id == media_id)).first()
    return Stored(*found) if found else None


def several(work: Reading, media_ids: Iterable[int]) -> dict[int, Stored]:
    """Files by id, in one query."""
    rows = work.session.execute(_stored.where(Media.id.in_(list(media_ids))))
    return {row.id: Stored(*row) for row in rows}


def parked(work: Reading, key: str) -> list[Stored]:
    """The files that wait for the form with this key, in the order they came."""
    waiting = select(ParkedFile.media_id).where(ParkedFile.key == key)
    return [
        Stored(*row) for row in work.session.execute(_stored.where(Media.id.in_(waiting)).order_by(Media.id))
    ]
