"""Notices of the demo centre, published by two persons so many days before it is loaded."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from portal.accounts.permissions import Staff
from portal.core.clock import today
from portal.core.work import Store, Writing
from portal.demo.content import DATA
from portal.demo.pictures import hall
from portal.media import files
from portal.media import verbs as media
from portal.media.intake import Prepared, inspect
from portal.notices.body import Attachment, Notice
from portal.notices.columns import ColumnSlug
from portal.notices.projection import KIND
from portal.publishing import review, verbs
from portal.publishing.models import Document, Edition, State
from portal.publishing.review import Window

LAST_DRAFT = timedelta(days=1)
"""A notice that is still to come was approved at least so long before it is loaded."""


_latest = (
    select(Edition.document_id, Edition.state, Edition.digest)
    .join(Document, Document.id == Edition.document_id)
    .where(Document.kind == KIND)
    .order_by(Edition.number.desc())
    .limit(1)
)


class NoticeRow(BaseModel):
    """Days count from the day of loading. ``age``: since when it is visible, less than 0 for what is to come;
    ``ends``: when it disappears; ``valid``: the last day on which it holds; ``picture``: a caption."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    column: ColumnSlug
    org: str
    summary: str
    text: str
    age: int
    ends: int | None = None
    valid: int | None = None
    picture: str = ""


def read_notices() -> dict[str, NoticeRow]:
    """Every notice, by the name of its file, which is its code."""
    found = sorted((DATA / "notices").glob("*.json"))
    return {path.stem: NoticeRow.model_validate_json(path.read_bytes()) for path in found}


def load_notices(store: Store, editor: Staff, publisher: Staff, orgs: Mapping[str, int]) -> int:
    """How many were published; what is there already stays as it is."""
    published = 0
    for code, row in read_notices().items():
        with store.reading() as work:
            latest = work.session.execute(_latest.where(Document.code == code)).first()
        if latest is not None and latest.state is not State.SUBMITTED:
            continue
        now = store.clock()
        begins = now - timedelta(days=row.age)
        past = _store_at(store, min(begins, now - LAST_DRAFT))
        if latest is None:
            prepared = _picture(store, code) if row.picture else None
            notice = _notice(row, orgs[row.org], today(now))
            document_id, digest = past.write_as(editor, _hand_in, code, notice, prepared, row.picture)
        else:
            document_id, digest = latest.document_id, latest.digest
        window = Window(begins, None if row.ends is None else now + timedelta(days=row.ends))
        past.write_as(publisher, review.take, KIND, document_id, "approve", seen=digest, window=window)
        published += 1
    return published


def _store_at(store: Store, moment: datetime) -> Store:
    return Store(store.settings, lambda: moment, store.engine)


def _picture(store: Store, code: str) -> Prepared:
    prepared = inspect(BytesIO(hall()), f"{code}.png")
    files.keep(store, prepared)
    return prepared


def _notice(row: NoticeRow, org_id: int, day: date) -> Notice:
    facts = row.model_dump(include={"title", "column", "summary", "text"})
    valid = None if row.valid is None else day + timedelta(days=row.valid)
    return Notice(**facts, org_id=org_id, valid_until=valid)


def _hand_in(
    work: Writing, code: str, notice: Notice, prepared: Prepared | None, caption: str
) -> tuple[int, str]:
    """The id of the document, and the digest of its edition, which waits for a second person."""
    if prepared is not None:
        attachment = Attachment(media_id=media.add(work, prepared), caption=caption)
        notice = notice.model_copy(update={"attachments": (attachment,)})
    document = verbs.open_document(work, KIND, code, notice.org_id)
    verbs.draft(work, document, notice)
    review.take(work, KIND, document.id, "submit", seen=notice.digest())
    return document.id, notice.digest()
