"""Taking in what somebody wrote: number, clock, and the unit that it goes to first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from portal.cases import clocks, codes
from portal.cases.channels import CHANNELS, Channel
from portal.cases.delegates import is_open, named
from portal.cases.errors import NoSuchMailbox, NotAnonymous
from portal.cases.letter import LetterIn
from portal.cases.models import Case, CaseFile
from portal.cases.steps import note
from portal.cases.workflow import CaseState, Publication
from portal.core.calendar.local import local_calendar
from portal.core.i18n import _
from portal.core.privacy import squeeze
from portal.core.work import Reading, Writing
from portal.directory.centre import centre
from portal.directory.models import Org, Person


def mailboxes(work: Reading) -> list[Channel]:
    """The channels to which residents can write now."""
    people = named(work)
    return [c for c in CHANNELS.values() if c.public and (not c.entrusted or is_open(people, c.slug))]


def mailbox(work: Reading, slug: str) -> Channel:
    """One of them. Raises ``NoSuchMailbox``."""
    for channel in mailboxes(work):
        if channel.slug == slug:
            return channel
    raise NoSuchMailbox(_("This mailbox is not open. Please use the suggestion box, or call the hall."))


def receive(work: Writing, letter: LetterIn, file_ids: Sequence[int] = ()) -> Case:
    """The case of a letter, with the files that its form had claimed, in their order.

    Raises ``NoSuchMailbox`` or ``NotAnonymous``.
    """
    channel = mailbox(work, letter.channel)
    if letter.anonymous and not channel.anonymous:
        raise NotAnonymous(_("Please write your name: letters to this mailbox are answered in person."))
    org = None if channel.entrusted else _first_unit(work, letter)
    author = {} if letter.anonymous else _author(letter)
    case = create(
        work,
        channel,
        file_ids,
        kind=letter.kind,
        title=letter.title,
        text=letter.text,
        anonymous=letter.anonymous,
        consent=letter.consent and channel.publication,
        about_org_id=_known(work, Org, letter.about_org_id),
        about_person_id=_known(work, Person, letter.about_person_id),
        org_id=org,
        intake_id=org,
        **author,
    )
    note(work, case, "receive")
    return case


def create(work: Writing, channel: Channel, file_ids: Sequence[int], **values: Any) -> Case:
    """A new case with its number and clock; the caller notes its first step."""
    person = work.session.get(Person, values.get("about_person_id") or 0)
    named_in = "\n".join((values["title"], values["text"], person.name if person else ""))
    case = Case(
        channel=channel.slug,
        state=CaseState.RECEIVED,
        publication=Publication.NONE,
        version=0,
        named=squeeze(named_in),
        received_at=work.now,
        **values,
    )
    clocks.start(case, local_calendar(work), channel.clocks[case.kind])
    case = _numbered(work, case)
    work.session.add_all(
        CaseFile(case_id=case.id, position=position, media_id=number)
        for position, number in enumerate(file_ids, 1)
    )
    return case


def _numbered(work: Writing, case: Case) -> Case:
    """Store the case under a number that no other has."""
    insert = sqlite_insert if work.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    values = {name: value for name, value in vars(case).items() if not name.startswith("_")}
    while True:
        number = codes.new_number(work.today)
        free = insert(Case).values(**values, number=number).on_conflict_do_nothing(index_elements=["number"])
        if (stored := work.session.scalar(free.returning(Case.id))) is not None:
            return work.session.get_one(Case, stored)


def _first_unit(work: Reading, letter: LetterIn) -> int:
    """The unit written to, else the centre's hall; the unit above where the letter is about that one."""
    hall = centre(work)
    wanted = _known(work, Org, letter.to_org_id) or (hall.id if hall else None)
    unit = work.session.get(Org, wanted) if wanted else None
    if unit is None:
        raise NoSuchMailbox(_("This portal has no hall yet that could take your letter."))
    accused = work.session.get(Org, letter.about_org_id or 0)
    if accused is not None and accused.parent_id is not None and unit.path.startswith(accused.path):
        return accused.parent_id
    return unit.id


def _author(letter: LetterIn) -> dict[str, str]:
    return {
        "author_name": letter.name.strip(),
        "author_phone": letter.phone,
        "author_address": letter.address.strip(),
    }


def _known(work: Reading, model: Any, number: int | None) -> int | None:
    """The id, if it is one: a form that was open for hours may name what is gone."""
    return work.session.scalar(select(model.id).where(model.id == number)) if number else None
