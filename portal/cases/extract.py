"""Asking a unit about an entrusted letter: it gets an extract that tells nothing of the author.

The extract is a case of its own, with another number and no author. The unit answers it, the answer comes
back to the letter, and those whom the letter was written to answer its author (practice S7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from portal.cases import clocks
from portal.cases.channels import CHANNELS, REFERRAL
from portal.cases.confidential import all_secrets, names_in
from portal.cases.intake import create
from portal.cases.models import Case, CaseFile
from portal.cases.publication import TEXT, TITLE, demand_clean
from portal.cases.steps import begin, note
from portal.cases.verbs import check_unit
from portal.cases.workflow import WORKFLOW, CaseState
from portal.core.calendar.workdays import Due
from portal.core.privacy import mask_text
from portal.core.work import Reading, Writing
from portal.directory import queries as directory
from portal.media import verbs as media


class Extract(NamedTuple):
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Referred:
    """What a unit was asked, and what it said."""

    number: str
    unit: str
    title: str
    state: CaseState
    due: date
    answer: str


def masked(work: Reading, case: Case) -> Extract:
    """An extract for a person to look through: what names anybody is masked."""
    names = names_in(work, case)
    return Extract(mask_text(case.title, names), mask_text(case.text, names))


def send(
    work: Writing, case_id: int, org_id: int, extract: Extract, *, files: Iterable[int] = (), seen: int
) -> Case:
    """The new case of a unit. ``files``: positions of those that go with it; photos may show their author.

    Raises ``WrongUnit``, ``TextMissing`` or ``Leaks``.
    """
    case = begin(work, case_id, "extract", seen)
    check_unit(work, case, org_id)
    extract = Extract(extract.title.strip()[:TITLE], extract.text.strip()[:TEXT])
    demand_clean(extract._asdict(), all_secrets(work, case))
    child = create(
        work,
        CHANNELS[REFERRAL],
        _picked(work, case, files),
        kind=case.kind,
        parent_id=case.id,
        org_id=org_id,
        intake_id=org_id,
        anonymous=True,
        **extract._asdict(),
    )
    clocks.cap(child, Due(case.due, case.provisional))
    note(work, child, "receive")
    assert work.actor is not None  # ``begin`` lets nobody else in
    case.handler_id, case.registered_at = work.actor.id, case.registered_at or work.now
    case.state = CaseState(WORKFLOW.go(case.state, "extract"))
    note(work, case, "extract")
    return child


def referred(work: Reading, case: Case) -> list[Referred]:
    """The units that were asked about a letter that the actor sees."""
    children = work.session.scalars(select(Case).where(Case.parent_id == case.id).order_by(Case.id)).all()
    units = directory.orgs(work, {child.org_id for child in children if child.org_id})
    return [
        Referred(
            child.number,
            units[child.org_id].name if child.org_id in units else "",
            child.title,
            child.state,
            child.due,
            child.answer,
        )
        for child in children
    ]


def _picked(work: Writing, case: Case, positions: Iterable[int]) -> list[int]:
    """The files at these positions, under numbers for names: an author's file often bears the author's."""
    wanted = select(CaseFile.media_id).where(
        CaseFile.case_id == case.id, CaseFile.position.in_(list(positions))
    )
    found = work.session.scalars(wanted.order_by(CaseFile.position)).all()
    return [media.again(work, media_id, str(number)) for number, media_id in enumerate(found, start=1)]
