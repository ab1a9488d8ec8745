"""How a guide stands here before a row is stored, and the write that must find it so."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.catalogue.body import Guide
from portal.catalogue.importing.cells import UnusableRow
from portal.catalogue.projection import KIND
from portal.core.i18n import Refusal, _
from portal.core.work import Reading, Writing
from portal.publishing.errors import DraftOpen
from portal.publishing.models import OPEN, Document, Edition, State
from portal.publishing.verbs import approve_by_policy, draft, open_document

Mark = tuple[int, str, str]
"""Number, state and digest of the last edition."""


_last_two = (
    select(Edition.number, Edition.state, Edition.digest, Edition.body, Edition.author_id)
    .join(Document, Document.id == Edition.document_id)
    .where(Document.kind == KIND, Document.code == bindparam("code"))
    .order_by(Edition.number.desc())
    .limit(2)
)
_mark = (
    select(Edition.number, Edition.state, Edition.digest)
    .where(Edition.document_id == bindparam("document"))
    .order_by(Edition.number.desc())
    .limit(1)
)


class Moved(Refusal):
    """The guide is another one than when it was read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``guide``: what the row is laid over: the actor's own draft, else what was approved last, else the
    draft that somebody else has begun; ``waiting``: it is not published.

    ``mark`` is ``None`` where the document has no edition; ``draft_of``: ``own``, ``other`` or empty.
    """

    guide: Guide | None = None
    mark: Mark | None = None
    draft_of: str = ""
    waiting: bool = False

    def says(self, guide: Guide, *, publish: bool) -> bool:
        """Nothing is to be done: the guide is here, and is live if it is to be."""
        unpublished = publish and self.waiting
        return self.guide is not None and not unpublished and guide.digest() == self.guide.digest()

    def check_open(self) -> None:
        """Raises ``DraftOpen`` where somebody else is at work on the guide."""
        if self.draft_of == "other":
            raise DraftOpen(_("An editor's draft is open: it must be finished first."))


def standing(work: Reading, code: str) -> Standing:
    """Read how the guide of this code stands. Raises ``UnusableRow`` where it was withdrawn here."""
    editions = work.session.execute(_last_two, {"code": code}).all()
    if not editions:
        return Standing()
    latest = base = editions[0]
    draft_of = ""
    if latest.state in OPEN:
        own = latest.author_id == (work.actor.id if work.actor else None)
        draft_of = "own" if own and latest.state is not State.SUBMITTED else "other"
        base = latest if draft_of == "own" else editions[-1]
    if base.state is State.WITHDRAWN:
        raise UnusableRow(_("The guide was withdrawn here; it must be taken up again by hand."))
    mark = (latest.number, latest.state, latest.digest)
    return Standing(Guide.parse(base.body), mark, draft_of, waiting=base.state in OPEN)


def put(work: Writing, guide: Guide, mark: Mark | None, *, publish: bool, source: str) -> None:
    """Store the next edition of a guide. Raises ``Moved`` where ``mark`` no longer fits."""
    document = open_document(work, KIND, guide.code, guide.unit_id)
    row = work.session.execute(_mark, {"document": document.id}).one_or_none()
    if (tuple(row) if row else None) != mark:
        raise Moved(_("Somebody else has changed the guide at the same time; import it again."))
    edition = draft(work, document, guide, source)
    if publish:
        approve_by_policy(work, document, edition, "import")
