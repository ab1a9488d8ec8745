"""The review of a document: who may take which step with it now, and why not.

The same rule answers the page that offers a step and the write that takes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.accounts.guard import forbidden, who_can
from portal.accounts.permissions import Permission
from portal.core.i18n import Message, Refusal, _
from portal.core.work import Reading, Writing
from portal.directory.models import Org
from portal.publishing import verbs
from portal.publishing.body import Body
from portal.publishing.errors import ChangedMeanwhile, NoSuchDocument, ReasonMissing, SecondPersonNeeded
from portal.publishing.kinds import kind_of
from portal.publishing.models import WORKFLOW, Document, Edition, ahead

REASON_LENGTH = 500


class Window(NamedTuple):
    """When an edition is to be visible; ``None``: from now on, without end."""

    live_from: datetime | None = None
    live_until: datetime | None = None


class Step(NamedTuple):
    """``take(work, document_id, …)``; ``reason``: somebody must say why; ``window``: they may say when."""

    label: Message
    permission: Permission
    take: Callable[..., Edition]
    reason: bool = False
    window: bool = False


STEPS: dict[str, Step] = {
    "submit": Step(_("Hand to a second person"), Permission.EDIT, verbs.submit),
    "approve": Step(_("Publish"), Permission.PUBLISH, verbs.approve, window=True),
    "return": Step(_("Send back"), Permission.PUBLISH, verbs.send_back, reason=True),
    "withdraw": Step(_("Withdraw"), Permission.PUBLISH, verbs.withdraw, reason=True),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as the desk sees it: its latest edition with its body, and the one that can be withdrawn."""

    document_id: int
    kind: str
    code: str
    org_path: str
    latest: Any
    published: Any
    body: Any


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the state allows; ``refusal``: why not by this actor; ``seen``: the edition's digest."""

    verb: str
    step: Step
    number: int
    seen: str
    refusal: Refusal | None


_documents = select(Document.id, Document.kind, Document.code, Org.path).join(Org, Org.id == Document.org_id)
_editions = select(
    Edition.number,
    Edition.state,
    Edition.digest,
    Edition.author_id,
    Edition.body,
    Edition.live_from,
    Edition.live_until,
    Edition.reason,
).limit(1)


def standing(work: Reading, kind: str, document_id: int) -> Standing:
    """How a document stands. Raises ``NoSuchDocument``, or ``Forbidden`` where the actor may not see it."""
    document = work.session.execute(
        _documents.where(Document.id == document_id, Document.kind == kind)
    ).one_or_none()
    if document is None:
        raise NoSuchDocument(_("There is no such document."))
    if refusal := forbidden(work, Permission.SEE, document.path):
        raise refusal
    editions = _editions.where(Edition.document_id == document_id)
    latest = work.session.execute(editions.order_by(Edition.number.desc())).one()
    published = work.session.execute(
        editions.where(ahead(work.now)).order_by(Edition.live_from.desc(), Edition.number.desc())
    ).one_or_none()
    body: Body = kind_of(kind).body.parse(latest.body)
    return Standing(document.id, kind, document.code, document.path, latest, published, body)


def offers(work: Reading, document: Standing) -> list[Offer]:
    """The steps that the document's state allows, each with the refusal that this actor would get."""
    found = [
        _offer(work, document, verb, document.latest)
        for verb in WORKFLOW.verbs(document.latest.state)
        if verb != "withdraw"
    ]
    if document.published is not None:
        found.append(_offer(work, document, "withdraw", document.published))
    return found


def take(
    work: Writing,
    kind: str,
    document_id: int,
    verb: str,
    *,
    seen: str,
    reason: str = "",
    window: Window | None = None,
) -> None:
    """Take a step with the edition whose digest was ``seen``; the reason is kept with the edition.

    Raises the refusal that ``offers`` names, ``ChangedMeanwhile``, ``ReasonMissing`` or ``WrongWindow``.
    """
    # Locked before it is looked at: what is judged here is what the step is taken with.
    verbs.lock(work, document_id)
    offer = next((o for o in offers(work, standing(work, kind, document_id)) if o.verb == verb), None)
    if offer is None or offer.seen != seen:
        raise ChangedMeanwhile(_("This has changed since you opened this page. Please look at it again."))
    if offer.refusal is not None:
        raise offer.refusal
    if offer.step.reason and not reason.strip():
        raise ReasonMissing(_("Write the reason: the author and later readers need it."))
    given = (reason.strip()[:REASON_LENGTH],) if offer.step.reason else ()
    when = tuple(window or ()) if offer.step.window else ()
    offer.step.take(work, document_id, *given, *when)


def _offer(work: Reading, document: Standing, verb: str, edition: Any) -> Offer:
    step = STEPS[verb]
    refusal = forbidden(work, step.permission, document.org_path) or _second_person(work, document, verb)
    if refusal is None and verb == "submit":
        refusal = kind_of(document.kind).obstacle(work, document.body)
    return Offer(verb, step, edition.number, edition.digest, refusal)


def _second_person(work: Reading, document: Standing, verb: str) -> Refusal | None:
    author = document.latest.author_id
    if verb != "approve" or work.actor is None or author != work.actor.id:
        return None
    who = who_can(work, Permission.PUBLISH, document.org_path, but=author)
    return SecondPersonNeeded(
        _("You wrote this edition: another person must publish it. Who can: ${people}.", people=who)
    )
