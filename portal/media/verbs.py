"""Naming files that are on disk, and parking them under the form that is still being filled in."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from portal.core.work import Store, Writing
from portal.media import files
from portal.media.errors import TOO_MANY, RefusedFile
from portal.media.intake import Prepared
from portal.media.models import Media, ParkedFile
from portal.media.queries import parked


def add(work: Writing, prepared: Prepared) -> int:
    """The id of a new row for a file that ``files.keep`` has put on disk."""
    row = Media(
        digest=prepared.digest,
        kind=prepared.kind,
        size=len(prepared.content),
        name=prepared.name,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def again(work: Writing, media_id: int, name: str) -> int:
    """The id of a new row for the bytes of another one, under a name of its own."""
    row = work.session.get_one(Media, media_id)
    other = Media(digest=row.digest, kind=row.kind, size=row.size, name=name, created_at=work.now)
    work.session.add(other)
    work.session.flush()
    return other.id


def park(work: Writing, key: str, prepared: Prepared, limit: int) -> int:
    """The id of a file that waits for the form with this key, ``limit`` at most. Raises ``RefusedFile``.

    What waits there already does not wait twice: a form that is sent twice brings its files twice.
    """
    waiting = {stored.digest: stored.id for stored in parked(work, key)}
    if prepared.digest in waiting:
        return waiting[prepared.digest]
    if len(waiting) >= limit:
        raise RefusedFile(TOO_MANY)
    number = add(work, prepared)
    work.session.add(ParkedFile(media_id=number, key=key, parked_at=work.now))
    return number


def unpark(work: Writing, key: str, media_id: int) -> None:
    """Take one file away from the form; another form's stays."""
    gone = delete(ParkedFile).where(ParkedFile.key == key, ParkedFile.media_id == media_id)
    if work.session.scalar(gone.returning(ParkedFile.media_id)) is not None:
        work.session.execute(delete(Media).where(Media.id == media_id))


def repark(work: Writing, old: str, new: str) -> None:
    """The form got a fresh key; its files go with it."""
    work.session.execute(update(ParkedFile).where(ParkedFile.key == old).values(key=new))


def claim(work: Writing, key: str) -> tuple[int, ...]:
    """The files of a form that is accepted, in the order they came; they are now the claimant's."""
    gone = delete(ParkedFile).where(ParkedFile.key == key).returning(ParkedFile.media_id)
    return tuple(sorted(work.session.scalars(gone)))


def clear_out(store: Store) -> int:
    """Forget files whose form was never accepted, and remove from disk what no row names; how many files."""
    hours = 2 * store.settings.form_hours
    store.write(_forget, hours)
    with store.reading() as work:
        named = set(work.session.scalars(select(Media.digest)))
        return files.sweep(store, named, work.now - timedelta(hours=hours))


def _forget(work: Writing, hours: int) -> None:
    over = delete(ParkedFile).where(ParkedFile.parked_at < work.now - timedelta(hours=hours))
    lapsed = list(work.session.scalars(over.returning(ParkedFile.media_id)))
    work.session.execute(delete(Media).where(Media.id.in_(lapsed)))
