"""Writing a notice: a new one, and the next edition of one that is there."""

import secrets
from typing import Annotated

from portal.accounts.guard import demand, forbidden
from portal.accounts.permissions import Permission, Staff, within
from portal.core.i18n import Refusal, _
from portal.core.ui import Ui, Widget
from portal.core.work import Reading, Writing
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.media import queries as media
from portal.media import verbs as files
from portal.notices.body import FILES, TITLE, Attachment, Notice
from portal.notices.projection import KIND
from portal.publishing import review, verbs
from portal.publishing.errors import ChangedMeanwhile, DraftOpen
from portal.publishing.history import history
from portal.publishing.models import OPEN, State
from portal.publishing.review import Standing


class NoticeForm(Notice):
    """A notice as its form asks for it. ``seen``: digest of the edition that the form was filled with."""

    seen: Annotated[str, Ui(_("Edition"), widget=Widget.HIDDEN)] = ""

    @property
    def notice(self) -> Notice:
        return Notice.model_validate(self.model_dump(exclude={"seen"}))


class StrangeFile(Refusal):
    """A file that does not belong to the notice, or one too many."""


def units(work: Reading) -> list[OrgCard]:
    """The units for which the actor may write. Raises ``Forbidden`` where there are none."""
    roots = work.actor.paths(Permission.EDIT) if isinstance(work.actor, Staff) else ()
    found = [org for org in directory.all_orgs(work) if within(org.path, roots)]
    if not found:
        seen = work.actor.paths(Permission.SEE) if isinstance(work.actor, Staff) else ()
        demand(work, Permission.EDIT, next(iter(seen), "/"))
    return found


def obstacle(work: Reading, standing: Standing) -> Refusal | None:
    """Why the actor cannot write on; ``None`` where they can."""
    if refusal := forbidden(work, Permission.EDIT, standing.org_path):
        return refusal
    latest = standing.latest
    n = latest.number
    if latest.state is State.SUBMITTED:
        return DraftOpen(_("Edition ${n} waits for a second person. Sent back, it can be changed.", n=n))
    if latest.state in OPEN and (work.actor is None or latest.author_id != work.actor.id):
        name = history(work, standing.document_id)[0].author
        return DraftOpen(_("${name} is writing edition ${n}. Ask them to finish it.", name=name, n=n))
    return None


def create(work: Writing, form: NoticeForm, key: str) -> int:
    """A new notice with the files that wait under the form's ``key``; the document's id."""
    _demand_unit(work, form.org_id)
    document = verbs.open_document(work, KIND, secrets.token_hex(8), form.org_id)
    verbs.draft(work, document, _with_files(work, form.notice, key, frozenset()))
    return document.id


def revise(work: Writing, document_id: int, form: NoticeForm, key: str) -> None:
    """Change the actor's open edition, or begin the next one.

    Raises what ``obstacle`` names, ``ChangedMeanwhile`` where another text stands there than the form showed.
    """
    verbs.lock(work, document_id)
    standing = review.standing(work, KIND, document_id)
    if refusal := obstacle(work, standing):
        raise refusal
    if standing.latest.digest != form.seen:
        raise ChangedMeanwhile(
            _("This notice has changed since you opened the form. Copy what you wrote, and open it anew.")
        )
    _demand_unit(work, form.org_id)
    known = frozenset(attachment.media_id for attachment in standing.body.attachments)
    notice = _with_files(work, form.notice, key, known)
    if standing.latest.state in OPEN or notice.digest() != standing.latest.digest:
        verbs.draft(work, verbs.open_document(work, KIND, standing.code, notice.org_id), notice)


def _with_files(work: Writing, notice: Notice, key: str, known: frozenset[int]) -> Notice:
    """The notice with the new files; one that nobody gave to it (a letter's photo) is never taken."""
    if any(attachment.media_id not in known for attachment in notice.attachments):
        raise StrangeFile(_("A file does not belong to this notice. Remove it and add it again."))
    new = files.claim(work, key)
    if len(notice.attachments) + len(new) > FILES:
        raise StrangeFile(_("A notice has ${n} files at most. Remove some.", n=FILES))
    stored = media.several(work, new)
    added = (Attachment(media_id=one, caption=_caption(stored[one].name)) for one in new)
    return notice.model_copy(update={"attachments": (*notice.attachments, *added)})


def _caption(name: str) -> str:
    """What a file is called at first: its name without the ending."""
    return (name.rpartition(".")[0] or name or "file").strip()[:TITLE]


def _demand_unit(work: Reading, org_id: int) -> None:
    org = directory.orgs(work, [org_id]).get(org_id)
    demand(work, Permission.EDIT, org.path if org else "/")
