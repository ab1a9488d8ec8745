"""The steps that a case offers: who may take which one now, and why not.

The same rule answers the page that offers a step and the write that takes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from portal.accounts.guard import forbidden, who_can
from portal.accounts.permissions import Permission, allows
from portal.cases.access import visible
from portal.cases.channels import CHANNELS
from portal.cases.delegates import named
from portal.cases.errors import NO_CASE, ChangedMeanwhile, NoConsent, NoSuchCase, NotYours
from portal.cases.history import came_from
from portal.cases.models import Case, CaseEvent, DelegateRole, PublishedLetter
from portal.cases.workflow import OPEN, PUBLICATION, WORKFLOW, CaseState
from portal.core.i18n import Message, Refusal, _
from portal.core.work import Reading, Writing
from portal.core.workflow import WrongState
from portal.directory.models import Org


class Who(StrEnum):
    """A leader may publish for the unit, or is the minister; a second person did not propose it."""

    HANDLER = "handler"
    LEADER = "leader"
    SECOND = "second"


class Step(NamedTuple):
    label: Message
    who: Who = Who.HANDLER


STEPS: dict[str, Step] = {
    "take": Step(_("Take it on")),
    "answer": Step(_("Answer the letter")),
    "assign": Step(_("Hand to a unit")),
    "extract": Step(_("Ask a unit, without the author's name")),
    "hand_back": Step(_("Give it back")),
    "extend": Step(_("Give it more time"), Who.LEADER),
    "ask_publication": Step(_("Propose for publication")),
    "publish": Step(_("Publish"), Who.SECOND),
    "refuse_publication": Step(_("Do not publish"), Who.SECOND),
    "unpublish": Step(_("Take off the public pages"), Who.LEADER),
    "close": Step(_("Close the letter")),
    "exclude": Step(_("Keep it from somebody")),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the state allows; ``refusal``: why not by this actor."""

    verb: str
    label: Message
    refusal: Refusal | None


def offers(work: Reading, case: Case) -> list[Offer]:
    """The steps that the case's state allows, each with the refusal that this actor would get."""
    return [
        Offer(verb, step.label, refusal)
        for verb, step in STEPS.items()
        if not isinstance(refusal := why_not(work, case, verb), WrongState | NoConsent)
    ]


def why_not(work: Reading, case: Case, verb: str) -> Refusal | None:
    """Why the actor, who sees the case, may not take the step now; ``None`` where they may."""
    return _wrong_state(case, verb) or _unfit(work, case, verb) or _not_theirs(work, case, STEPS[verb].who)


def begin(work: Writing, case_id: int, verb: str, seen: int) -> Case:
    """The case, locked, for a step that may be taken. ``seen``: its version when the actor looked at it.

    Raises ``NoSuchCase``, ``ChangedMeanwhile``, or the refusal that ``offers`` names.
    """
    case = find(work, case_id, lock=True)
    if case.version != seen:
        raise ChangedMeanwhile(
            _("Somebody else has taken a step with this letter meanwhile. Please look at it again.")
        )
    if refusal := why_not(work, case, verb):
        raise refusal
    return case


def find(work: Reading, case_id: int, *, lock: bool = False) -> Case:
    """A case that the actor may see. Raises ``NoSuchCase``."""
    statement = select(Case).where(Case.id == case_id)
    if lock:
        # Locked first and judged then: PostgreSQL would judge the row as it was before the wait.
        work.session.scalar(statement.with_for_update(), execution_options={"populate_existing": True})
    case = work.session.scalar(statement.where(visible(work)))
    if case is None:
        raise NoSuchCase(NO_CASE)
    return case


def sees(work: Reading, case_id: int) -> bool:
    """Whether the actor may see the case."""
    return work.session.scalar(select(Case.id).where(Case.id == case_id, visible(work))) is not None


def waits_to_be_read(work: Reading, case: Case) -> bool:
    """Whether the actor would be the first of those who have the letter to open it."""
    mine = CHANNELS[case.channel].entrusted or allows(work.actor, Permission.HANDLE, org_path(work, case))
    return case.state is CaseState.RECEIVED and mine


def note(work: Writing, case: Case, verb: str, *, private: str = "", told: str = "") -> None:
    """Add a step to the history and to the audit trail, once the case is as the step leaves it."""
    case.version += 1
    work.session.add(
        CaseEvent(
            case_id=case.id,
            verb=verb,
            at=work.now,
            actor_id=work.actor.id if work.actor else None,
            state=case.state,
            publication=case.publication,
            org_id=case.org_id,
            note=private,
            told=told,
        )
    )
    work.record(verb, "case", case.id, state=case.state.value, org=case.org_id, version=case.version)


def _wrong_state(case: Case, verb: str) -> Refusal | None:
    try:
        if verb in PUBLICATION.transitions:
            if case.state in OPEN:
                raise WrongState(_("It must be answered first."))
            PUBLICATION.go(case.publication, verb)
        elif verb in WORKFLOW.transitions:
            WORKFLOW.go(case.state, verb)
    except WrongState as refusal:
        return refusal
    return None


def _unfit(work: Reading, case: Case, verb: str) -> Refusal | None:
    """Steps that this channel, or this letter, has no use for."""
    consent = case.consent and CHANNELS[case.channel].publication
    if verb in {"ask_publication", "publish"} and not consent:
        return NoConsent(_("The author has not agreed to publication."))
    unfit, sentence = UNFIT.get(verb, (None, None))
    return WrongState(sentence) if unfit and sentence and unfit(work, case) else None


def _entrusted(_work: Reading, case: Case) -> bool:
    return CHANNELS[case.channel].entrusted


# verb → (when the letter has no use for it, the sentence)
UNFIT: dict[str, tuple[Callable[[Reading, Case], bool], Message]] = {
    "take": (
        lambda work, case: work.actor is not None and case.handler_id == work.actor.id,
        _("You have it already."),
    ),
    "assign": (
        _entrusted,
        _("This letter stays with those it was written to: ask a unit by an extract."),
    ),
    "extract": (
        lambda work, case: not _entrusted(work, case),
        _("Only a letter that stays with few needs an extract: hand this one to the unit."),
    ),
    "hand_back": (
        lambda work, case: came_from(work, case.id) is None,
        _("Nobody handed it to this unit: hand it on instead."),
    ),
    "extend": (
        lambda _work, case: case.extended >= CHANNELS[case.channel].clocks[case.kind].longer,
        _("It was given all the time that the rules allow."),
    ),
}


def _not_theirs(work: Reading, case: Case, who: Who) -> Refusal | None:
    if CHANNELS[case.channel].entrusted:
        refusal = _not_for_delegate(work, case, who)
    else:
        refusal = _not_for_staff(work, case, who)
    return refusal or (_same_person(work, case) if who is Who.SECOND else None)


def _not_for_staff(work: Reading, case: Case, who: Who) -> Refusal | None:
    path = org_path(work, case)
    refusal = forbidden(work, Permission.HANDLE, path)
    return refusal or (forbidden(work, Permission.PUBLISH, path) if who is not Who.HANDLER else None)


def _not_for_delegate(work: Reading, case: Case, who: Who) -> Refusal | None:
    actor = work.actor.id if work.actor else 0
    roles = {p.role for p in named(work) if p.current and p.channel == case.channel and p.user_id == actor}
    if who is Who.LEADER and not roles & {DelegateRole.MINISTER, DelegateRole.ALTERNATE}:
        return NotYours(_("This is for the one whom the letter was written to."))
    return None


def _same_person(work: Reading, case: Case) -> Refusal | None:
    proposer = work.session.scalar(
        select(PublishedLetter.proposer_id).where(PublishedLetter.case_id == case.id)
    )
    if work.actor is None or proposer != work.actor.id:
        return None
    if CHANNELS[case.channel].entrusted:
        return NotYours(_("You proposed this wording: another of those who read this mailbox must decide."))
    people = who_can(work, Permission.PUBLISH, org_path(work, case), but=proposer)
    return NotYours(
        _("You proposed this wording: another person must decide. Who can: ${people}.", people=people)
    )


def org_path(work: Reading, case: Case) -> str:
    """Where the unit that has the case stands in the tree; empty in an entrusted channel."""
    return work.session.scalar(select(Org.path).where(Org.id == case.org_id)) or ""
