"""The review of a guide: who may take which step with it now, and why not.

The same rule answers the page that offers a step and the write that takes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from portal.accounts.guard import forbidden, who_can
from portal.accounts.permissions import Permission
from portal.catalogue.body import Guide
from portal.catalogue.checks import Finding, Severity
from portal.catalogue.errors import ChangedMeanwhile, ReasonMissing, UnfinishedGuide
from portal.catalogue.findings import findings
from portal.catalogue.projection import KIND
from portal.core.i18n import Message, Refusal, _
from portal.core.work import Reading, Writing
from portal.directory.models import Org
from portal.publishing import verbs
from portal.publishing.errors import NoSuchDocument, SecondPersonNeeded
from portal.publishing.models import WORKFLOW, Document, Edition, State

REASON_LENGTH = 500


class Step(NamedTuple):
    """``take(work, document_id, …)``; ``reason``: somebody must say why."""

    label: Message
    permission: Permission
    take: Callable[..., Edition]
    reason: bool = False


STEPS: dict[str, Step] = {
    "submit": Step(_("Hand to a second person"), Permission.EDIT, verbs.submit),
    "approve": Step(_("Publish"), Permission.PUBLISH, verbs.approve),
    "return": Step(_("Send back"), Permission.PUBLISH, verbs.send_back, reason=True),
    "withdraw": Step(_("Withdraw"), Permission.PUBLISH, verbs.withdraw, reason=True),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A guide as the desk sees it: its latest edition, and the published one that can be withdrawn."""

    document_id: int
    code: str
    org_path: str
    latest: Any
    published: Any
    guide: Guide
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the state allows; ``refusal``: why not by this actor; ``seen``: the edition's digest."""

    verb: str
    step: Step
    number: int
    seen: str
    refusal: Refusal | None


_documents = (
    select(Document.id, Document.code, Org.path)
    .join(Org, Org.id == Document.org_id)
    .where(Document.kind == KIND)
)
_editions = select(
    Edition.number, Edition.state, Edition.digest, Edition.author_id, Edition.body, Edition.live_from
).limit(1)


def standing(work: Reading, document_id: int) -> Standing:
    """How a guide stands. Raises ``NoSuchDocument``, or ``Forbidden`` where the actor may not see it."""
    document = work.session.execute(_documents.where(Document.id == document_id)).one_or_none()
    if document is None:
        raise NoSuchDocument(_("There is no such guide."))
    if refusal := forbidden(work, Permission.SEE, document.path):
        raise refusal
    editions = _editions.where(Edition.document_id == document_id)
    latest = work.session.execute(editions.order_by(Edition.number.desc())).one()
    published = work.session.execute(
        editions.where(
            Edition.state == State.APPROVED,
            or_(Edition.live_until.is_(None), Edition.live_until > work.now),
        ).order_by(Edition.live_from.desc(), Edition.number.desc())
    ).one_or_none()
    guide = Guide.parse(latest.body)
    found = tuple(findings(work, guide))
    return Standing(document.id, document.code, document.path, latest, published, guide, found)


def offers(work: Reading, guide: Standing) -> list[Offer]:
    """The steps that the guide's state allows, each with the refusal that this actor would get."""
    found = [
        _offer(work, guide, verb, guide.latest)
        for verb in WORKFLOW.verbs(guide.latest.state)
        if verb != "withdraw"
    ]
    if guide.published is not None:
        found.append(_offer(work, guide, "withdraw", guide.published))
    return found


def take(work: Writing, document_id: int, verb: str, *, seen: str, reason: str = "") -> None:
    """Take a step with the edition whose digest was ``seen``; the reason is kept with the edition.

    Raises the refusal that ``offers`` names, ``ChangedMeanwhile`` or ``ReasonMissing``.
    """
    # Locked before it is looked at: what is judged here is what the step is taken with.
    verbs.lock(work, document_id)
    offer = next((o for o in offers(work, standing(work, document_id)) if o.verb == verb), None)
    if offer is None or offer.seen != seen:
        raise ChangedMeanwhile(
            _("The guide has changed since you opened this page. Please look at it again.")
        )
    if offer.refusal is not None:
        raise offer.refusal
    if offer.step.reason and not reason.strip():
        raise ReasonMissing(_("Write the reason: the author and later readers need it."))
    given = (reason.strip()[:REASON_LENGTH],) if offer.step.reason else ()
    offer.step.take(work, document_id, *given)


def _offer(work: Reading, guide: Standing, verb: str, edition: Any) -> Offer:
    step = STEPS[verb]
    refusal = forbidden(work, step.permission, guide.org_path) or _second_person(work, guide, verb)
    return Offer(verb, step, edition.number, edition.digest, refusal or _errors(guide, verb))


def _second_person(work: Reading, guide: Standing, verb: str) -> Refusal | None:
    author = guide.latest.author_id
    if verb != "approve" or work.actor is None or author != work.actor.id:
        return None
    who = who_can(work, Permission.PUBLISH, guide.org_path, but=author)
    return SecondPersonNeeded(
        _("You wrote this edition: another person must publish it. Who can: ${people}.", people=who)
    )


def _errors(guide: Standing, verb: str) -> Refusal | None:
    errors = sum(finding.severity is Severity.ERROR for finding in guide.findings)
    if verb != "submit" or not errors:
        return None
    return UnfinishedGuide(_("The checks found ${n} errors: put them right first.", n=errors))
