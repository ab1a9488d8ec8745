"""The steps of those who handle a letter. Each locks the case, says why not, or does it and notes it.

``seen`` is the version of the case that the actor looked at: two who act at once do not undo one another.
"""

from sqlalchemy import select

from portal.accounts.models import User
from portal.cases import clocks
from portal.cases.channels import CHANNELS
from portal.cases.errors import TextMissing, TooLong, WrongUnit
from portal.cases.history import came_from
from portal.cases.intake import receive
from portal.cases.models import Case, CaseParty
from portal.cases.steps import begin, find, note, waits_to_be_read
from portal.cases.workflow import WORKFLOW, CaseState
from portal.core.calendar.local import local_calendar
from portal.core.i18n import Message, _
from portal.core.work import Writing
from portal.directory.models import Org

__all__ = [
    "answer",
    "assign",
    "close",
    "exclude",
    "extend",
    "hand_back",
    "read",
    "receive",
    "take",
]

TEXT = 5000
REASON = 500


def read(work: Writing, case_id: int) -> Case:
    """Note that somebody of the unit that has the case has opened it; only the first time is a step."""
    case = find(work, case_id, lock=True)
    if waits_to_be_read(work, case):
        _go(case, "read")
        note(work, case, "read")
    return case


def take(work: Writing, case_id: int, *, seen: int) -> Case:
    """Make the actor the one who handles it."""
    case = begin(work, case_id, "take", seen)
    _taken_by_actor(work, case)
    _go(case, "take")
    note(work, case, "take")
    return case


def assign(work: Writing, case_id: int, org_id: int, *, seen: int, reason: str = "") -> Case:
    """Hand it to a unit; ``reason`` is for that unit. Raises ``WrongUnit``."""
    case = begin(work, case_id, "assign", seen)
    check_unit(work, case, org_id)
    case.org_id, case.handler_id = org_id, None
    case.registered_at = case.registered_at or work.now
    _go(case, "assign")
    note(work, case, "assign", private=reason.strip()[:REASON])
    return case


def hand_back(work: Writing, case_id: int, reason: str, *, seen: int) -> Case:
    """Give it back to the unit that handed it on, with the reason."""
    case = begin(work, case_id, "hand_back", seen)
    before = came_from(work, case.id)
    _demand(reason, _("Write why it goes back: the other unit needs it."), "reason")
    case.org_id, case.handler_id = before, None
    _go(case, "hand_back")
    note(work, case, "hand_back", private=reason.strip()[:REASON])
    return case


def answer(work: Writing, case_id: int, text: str, *, seen: int) -> Case:
    """Answer it, once; the author reads the text."""
    case = begin(work, case_id, "answer", seen)
    _demand(text, _("Write the answer."), "answer")
    _taken_by_actor(work, case)
    case.answer, case.answered_at = text.strip()[:TEXT], work.now
    case.answerer_id = case.handler_id
    _go(case, "answer")
    note(work, case, "answer")
    if case.parent_id is not None:
        parent = work.session.get_one(Case, case.parent_id, with_for_update=True, populate_existing=True)
        note(work, parent, "report")
    return case


def extend(work: Writing, case_id: int, days: int, reason: str, *, seen: int) -> Case:
    """Give it more days of its clock; the actor is the approver whom the rule asks for, the author reads why.

    Raises ``TooLong``.
    """
    case = begin(work, case_id, "extend", seen)
    left = CHANNELS[case.channel].clocks[case.kind].longer - case.extended
    if not 1 <= days <= left:
        raise TooLong(_("The rules allow ${days} more days at most.", days=left), "days")
    _demand(reason, _("Write why it takes longer: the author will read it."), "reason")
    clocks.lengthen(case, local_calendar(work), days)
    _go(case, "extend")
    note(work, case, "extend", told=reason.strip()[:REASON])
    return case


def exclude(work: Writing, case_id: int, user_id: int, *, seen: int) -> Case:
    """Keep it from somebody who is accused in it or has an interest; who had taken it loses it."""
    case = begin(work, case_id, "exclude", seen)
    if work.session.scalar(select(User.id).where(User.id == user_id)) is None:
        raise TextMissing(_("Choose the person."), "user")
    work.session.merge(CaseParty(case_id=case.id, user_id=user_id))
    for part in work.session.scalars(select(Case).where((Case.id == case.id) | (Case.parent_id == case.id))):
        if part.handler_id == user_id:
            part.handler_id = None
    note(work, case, "exclude")
    return case


def close(work: Writing, case_id: int, *, seen: int) -> Case:
    """Close an answered case; letter and history are kept."""
    case = begin(work, case_id, "close", seen)
    _go(case, "close")
    note(work, case, "close")
    return case


def check_unit(work: Writing, case: Case, org_id: int) -> Org:
    """The unit that is to get the case, or a part of it. Raises ``WrongUnit``."""
    unit = work.session.get(Org, org_id)
    if unit is None:
        raise WrongUnit(_("Choose the unit."), "unit")
    if unit.id == case.org_id:
        raise WrongUnit(_("This unit has it already."), "unit")
    accused = work.session.get(Org, case.about_org_id or 0)
    if accused is not None and accused.parent_id is not None and unit.path.startswith(accused.path):
        raise WrongUnit(_("The letter is about this unit: choose another one, or the one above it."), "unit")
    return unit


def _demand(text: str, sentence: Message, field: str) -> None:
    if not text.strip():
        raise TextMissing(sentence, field)


def _taken_by_actor(work: Writing, case: Case) -> None:
    assert work.actor is not None  # ``begin`` lets nobody else in
    case.handler_id = work.actor.id
    case.registered_at = case.registered_at or work.now


def _go(case: Case, verb: str) -> None:
    case.state = CaseState(WORKFLOW.go(case.state, verb))
