"""The verbs of publishing: draft, submit, send back, approve, withdraw.

An approved edition becomes visible in its window; a second person approves (practice of every editorial
office, and the check against a slip that reaches the public). An operator's import may approve by a policy
named in ``POLICIES``; the edition keeps that name.
"""

from datetime import datetime

from sqlalchemy import func, select

from portal.core.i18n import _
from portal.core.work import Writing
from portal.publishing.body import Body
from portal.publishing.errors import DraftOpen, NoSuchDocument, SecondPersonNeeded, WrongWindow
from portal.publishing.kinds import kind_of
from portal.publishing.models import OPEN, WORKFLOW, Document, Edition, EditionRef, State, ahead

POLICIES = {
    "import": "An operator publishes a list that its county has already published.",
}


def open_document(work: Writing, kind: str, code: str, org_id: int) -> Document:
    """The document of this kind and code, created where it does not exist; ``org_id`` owns it."""
    document = work.session.scalar(
        select(Document).where(Document.kind == kind, Document.code == code).with_for_update()
    )
    if document is None:
        document = Document(kind=kind, code=code, org_id=org_id, created_at=work.now)
        work.session.add(document)
        work.session.flush()
        work.record("create", kind, document.id)
    elif document.org_id != org_id:
        work.record("move", kind, document.id, org=org_id)
        document.org_id = org_id
    return document


def draft(work: Writing, document: Document, body: Body, source: str = "") -> Edition:
    """Begin the next edition, or go on with the actor's own open one.

    Raises ``DraftOpen`` where somebody else's edition is open.
    """
    edition = _open_edition(work, document.id)
    author = work.actor.id if work.actor else None
    if edition is not None and (edition.author_id != author or edition.state is State.SUBMITTED):
        raise DraftOpen(_("Edition ${number} is still open: finish it first.", number=edition.number))
    if edition is None:
        last = select(func.coalesce(func.max(Edition.number), 0)).where(Edition.document_id == document.id)
        edition = Edition(
            document_id=document.id,
            number=work.session.execute(last).scalar_one() + 1,
            state=State.DRAFT,
            author_id=author,
            created_at=work.now,
        )
    edition.body, edition.digest, edition.source = body.canonical(), body.digest(), source
    work.session.add(edition)
    work.session.flush()
    kind_of(document.kind).project(work, edition, body)
    work.record("draft", document.kind, document.id, edition=edition.number, digest=edition.digest)
    return edition


def submit(work: Writing, document_id: int) -> Edition:
    """Hand the open edition to a second person."""
    document, edition = _latest(work, document_id)
    edition.state = State(WORKFLOW.go(edition.state, "submit"))
    work.record("submit", document.kind, document.id, edition=edition.number)
    return edition


def send_back(work: Writing, document_id: int, reason: str) -> Edition:
    """Return the submitted edition to its author, with the reason."""
    document, edition = _latest(work, document_id)
    edition.state = State(WORKFLOW.go(edition.state, "return"))
    edition.reason = reason
    work.record("return", document.kind, document.id, edition=edition.number)
    return edition


def approve(
    work: Writing, document_id: int, live_from: datetime | None = None, live_until: datetime | None = None
) -> Edition:
    """Approve the submitted edition; visible from ``live_from`` (never earlier than now) to ``live_until``.

    Raises ``WrongWindow`` where it would end before it begins.
    """
    document, edition = _latest(work, document_id)
    edition.state = State(WORKFLOW.go(edition.state, "approve"))
    if work.actor is None or work.actor.id == edition.author_id:
        raise SecondPersonNeeded(_("You wrote this edition: another person must publish it."))
    begin = max(live_from or work.now, work.now)
    if live_until is not None and live_until <= begin:
        raise WrongWindow(_("The end must be later than the beginning, and later than now."))
    _make_live(work, document, edition, begin, live_until)
    work.record("approve", document.kind, document.id, edition=edition.number)
    return edition


def approve_by_policy(work: Writing, document: Document, edition: Edition, policy: str) -> None:
    """Publish a draft at once by a row of ``POLICIES``, under the actor's name."""
    edition.policy = policy if policy in POLICIES else _unknown(policy)
    edition.state = State.APPROVED
    _make_live(work, document, edition, work.now)
    work.record("publish", document.kind, document.id, edition=edition.number, policy=policy)


def withdraw(work: Writing, document_id: int, reason: str) -> Edition:
    """End the edition that the public sees, or that is scheduled, with the reason."""
    document = lock(work, document_id)
    edition = work.session.scalar(
        select(Edition)
        .where(Edition.document_id == document_id, ahead(work.now))
        .order_by(Edition.live_from.desc(), Edition.number.desc())
        .limit(1)
    )
    if edition is None:
        raise NoSuchDocument(_("There is no published edition to withdraw."))
    edition.state = State(WORKFLOW.go(edition.state, "withdraw"))
    edition.reason = reason
    if edition.live_from is not None and edition.live_from > work.now:
        _reopen_predecessor(work, edition)
    edition.live_until = work.now
    work.record("withdraw", document.kind, document.id, edition=edition.number)
    work.announce(document.kind, document.id)
    return edition


def _make_live(
    work: Writing,
    document: Document,
    edition: Edition,
    live_from: datetime,
    live_until: datetime | None = None,
) -> None:
    earlier = work.session.scalars(
        select(Edition).where(
            Edition.document_id == document.id, Edition.state == State.APPROVED, Edition.id != edition.id
        )
    )
    for other in earlier:
        if other.live_until is None or other.live_until > live_from:
            other.live_until = live_from
    edition.live_from, edition.live_until, edition.ends_at = live_from, live_until, live_until
    edition.approved_at, edition.approver_id = work.now, work.actor.id if work.actor else None
    body = kind_of(document.kind).body.parse(edition.body)
    work.session.flush()
    work.session.add_all(EditionRef(edition_id=edition.id, kind=k, ref_id=i) for k, i in sorted(body.refs()))
    work.announce(document.kind, document.id, due=live_from)
    if live_until is not None:
        work.announce(document.kind, document.id, due=live_until)


def _reopen_predecessor(work: Writing, scheduled: Edition) -> None:
    before = select(Edition).where(
        Edition.document_id == scheduled.document_id,
        Edition.state == State.APPROVED,
        Edition.live_until == scheduled.live_from,
    )
    for edition in work.session.scalars(before):
        edition.live_until = edition.ends_at


def lock(work: Writing, document_id: int) -> Document:
    """The document, which nobody else can change until this write ends. Raises ``NoSuchDocument``."""
    document = work.session.get(Document, document_id, with_for_update=True)
    if document is None:
        raise NoSuchDocument(_("There is no such document."))
    return document


def _latest(work: Writing, document_id: int) -> tuple[Document, Edition]:
    document = lock(work, document_id)
    edition = work.session.scalar(
        select(Edition).where(Edition.document_id == document_id).order_by(Edition.number.desc()).limit(1)
    )
    if edition is None:
        raise NoSuchDocument(_("There is no such document."))
    return document, edition


def _open_edition(work: Writing, document_id: int) -> Edition | None:
    return work.session.scalar(
        select(Edition).where(Edition.document_id == document_id, Edition.state.in_(OPEN)).limit(1)
    )


def _unknown(policy: str) -> str:
    raise ValueError(f"no publishing policy is named {policy!r}")
