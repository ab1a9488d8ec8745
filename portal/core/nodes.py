"""What all nodes of a portal have in common besides the database: the secret, and the folder of files.

The first one that starts leaves its marks in the database. Another secret would break every signature and the
audit trail; another folder, or one that is not mounted, would lose the files that are put there.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base
from portal.core.i18n import Message, Refusal, _
from portal.core.lock import only_one
from portal.core.settings import Settings, place
from portal.core.work import Reading, Store, Writing

MARK = "portal-mark"
CLOCK = timedelta(seconds=2)


class CommonMarks(Base):
    """One row. ``secret``: a digest keyed with it; ``media``: what the file ``MARK`` in the folder says."""

    __tablename__ = "common_marks"
    public = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(64))
    media: Mapped[str] = mapped_column(String(64))


class ForeignNode(Refusal):
    """This node does not belong to the portal of its database."""


WRONG_SECRET = _(
    "This node's secret is not the one of this portal: copy it from another node or a backup. If it is lost "
    "for good, run portal init --adopt."
)
_marks = select(CommonMarks.secret, CommonMarks.media)


def join(store: Store, *, adopt: bool = False) -> None:
    """Take part in the portal of this database; ``adopt``: what this node has is right from now on.

    Raises ``ForeignNode``.
    """
    with store.reading() as work:
        known = work.session.execute(_marks).first() is not None
    if adopt or not known:
        with only_one(store, "marks", wait=True):
            store.write(_found, _secret_mark(store.settings), _media_mark(store.settings), adopt)
    with store.reading() as work:
        for problem in problems(work):
            raise ForeignNode(problem)


def problems(work: Reading) -> Iterator[Message]:
    """Why this node must not take part; nothing where no node has been started yet."""
    marks = work.session.execute(_marks).first()
    if marks is None:
        return
    if not hmac.compare_digest(marks.secret, _secret_mark(work.settings)):
        yield WRONG_SECRET
    path = work.settings.media_dir / MARK
    if not path.exists() or path.read_text(encoding="ascii", errors="replace") != marks.media:
        yield _(
            "The folder ${folder} is not the one of this portal's files: mount it, or name it in `media_dir`."
            " If it is lost for good, run portal init --adopt.",
            folder=work.settings.media_dir,
        )


def ahead(work: Reading) -> timedelta:
    """How far this node's clock is ahead of the database's; SQLite has none of its own."""
    if work.session.get_bind().dialect.name != "postgresql":
        return timedelta(0)
    there: datetime = work.session.execute(select(func.clock_timestamp())).scalar_one()
    return work.now - there


def _found(work: Writing, secret: str, media: str, adopt: bool) -> None:
    if adopt:
        work.session.execute(delete(CommonMarks))
    elif work.session.execute(_marks).first() is not None:
        return  # another node was first
    work.session.add(CommonMarks(id=1, secret=secret, media=media))
    work.record("adopt" if adopt else "found", "portal", None)


def _secret_mark(settings: Settings) -> str:
    return hmac.new(settings.key, b"the secret of a portal", hashlib.sha256).hexdigest()


def _media_mark(settings: Settings) -> str:
    """The folder's mark, made where there is none."""
    path = settings.media_dir / MARK
    if not path.exists():
        settings.media_dir.mkdir(parents=True, exist_ok=True)
        place(path, secrets.token_hex(16))
    return path.read_text(encoding="ascii", errors="replace")[:64]
