"""What the public may read: an author their own letter, everybody those that were published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.cases import codes
from portal.cases.channels import CHANNELS, MAILBOXES, CaseKind, Channel
from portal.cases.history import Told, told
from portal.cases.models import Case, CaseFile, PublishedLetter
from portal.cases.workflow import CaseState, Publication
from portal.core.i18n import Message
from portal.core.paging import pages
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.media import queries as media
from portal.media.queries import Stored

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Tracked:
    """A letter as its author sees it. ``unit``: who has it, or answered; empty for an entrusted channel."""

    case_id: int
    number: str
    channel: Channel
    kind: CaseKind
    state: CaseState
    title: str
    text: str
    received_at: datetime
    due: date
    provisional: bool
    late: bool
    basis: Message
    unit: str
    steps: tuple[Told, ...]
    answer: str
    answered_at: datetime | None
    consent: bool
    published: bool
    files: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A letter that everybody may read, in its masked wording."""

    case_id: int
    number: str
    channel: Channel
    kind: CaseKind
    title: str
    text: str
    answer: str
    unit: str
    received_at: datetime
    answered_at: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedPage:
    rows: tuple[Published, ...]
    total: int
    page: int
    pages: int


everybodys = Case.publication == Publication.PUBLISHED
"""The cases whose wording for the public everybody may read."""

_published = (
    select(
        Case.id,
        Case.number,
        Case.channel,
        Case.kind,
        PublishedLetter.title,
        PublishedLetter.text,
        PublishedLetter.answer,
        Case.org_id,
        Case.received_at,
        Case.answered_at,
        PublishedLetter.published_at,
    )
    .join(PublishedLetter, PublishedLetter.case_id == Case.id)
    .where(everybodys)
    .order_by(PublishedLetter.published_at.desc(), Case.id.desc())
)


def track(work: Reading, number: str, code: str) -> Tracked | None:
    """The letter with this number, for whoever brings its query code.

    An unknown number costs the same reading and the same computing as a wrong code.
    """
    found = work.session.execute(
        select(Case.id, Case.channel).where(Case.number == codes.plain_number(number))
    ).one_or_none()
    fits = codes.fits(work.settings, found.id if found else 0, code)
    if found is None or found.channel not in MAILBOXES or not fits:
        return None
    return tracked(work, found.id)


def tracked(work: Reading, case_id: int) -> Tracked:
    """A letter for its author, whom the caller has made sure of."""
    case = work.session.get_one(Case, case_id)
    channel = CHANNELS[case.channel]
    return Tracked(
        case_id=case.id,
        number=case.number,
        channel=channel,
        kind=case.kind,
        state=case.state,
        title=case.title,
        text=case.text,
        received_at=case.received_at,
        due=case.due,
        provisional=case.provisional,
        late=case.late(work.today),
        basis=channel.clocks[case.kind].basis,
        unit=_units(work, {case.org_id}).get(case.org_id or 0, ""),
        steps=tuple(told(work, case.id)),
        answer=case.answer,
        answered_at=case.answered_at,
        consent=case.consent,
        published=case.publication is Publication.PUBLISHED,
        files=files_of(work, case.id),
    )


def files_of(work: Reading, case_id: int) -> tuple[Stored, ...]:
    """The files of a case in their order; who may see them is the caller's question."""
    wanted = select(CaseFile.media_id).where(CaseFile.case_id == case_id).order_by(CaseFile.position)
    ids = list(work.session.scalars(wanted))
    found = media.several(work, ids)
    return tuple(found[number] for number in ids)


def published(work: Reading, page: int = 1, channel: str = "") -> PublishedPage:
    """One page of what everybody may read, newest first; of one channel, or of all."""
    statement = _published.where(Case.channel == channel) if channel else _published
    counting = statement.with_only_columns(func.count()).order_by(None)
    total = work.session.execute(counting).scalar_one()
    page = min(max(page, 1), pages(total, PER_PAGE))
    rows = _letters(work, statement.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return PublishedPage(rows, total, page, pages(total, PER_PAGE))


def published_letter(work: Reading, number: str) -> Published | None:
    """One of them by its number."""
    rows = _letters(work, _published.where(Case.number == codes.plain_number(number)))
    return rows[0] if rows else None


def published_letters(work: Reading, case_ids: Iterable[int]) -> dict[int, Published]:
    """Those of these cases that everybody may read, by id."""
    rows = _letters(work, _published.where(Case.id.in_(list(case_ids))))
    return {letter.case_id: letter for letter in rows}


def _letters(work: Reading, statement: Select[*tuple[Any, ...]]) -> tuple[Published, ...]:
    found = work.session.execute(statement).all()
    units = _units(work, {row.org_id for row in found})
    return tuple(
        Published(
            case_id=row.id,
            number=row.number,
            channel=CHANNELS[row.channel],
            kind=row.kind,
            title=row.title,
            text=row.text,
            answer=row.answer,
            unit=units.get(row.org_id or 0, ""),
            received_at=row.received_at,
            answered_at=row.answered_at,
            published_at=row.published_at,
        )
        for row in found
    )


def _units(work: Reading, ids: set[int | None]) -> dict[int, str]:
    cards = directory.orgs(work, {number for number in ids if number})
    return {number: card.name for number, card in cards.items()}
