"""A letter on the desk of somebody who may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.cases import extract, publication
from portal.cases.channels import CHANNELS, DAYS, Channel
from portal.cases.extract import Extract, Referred
from portal.cases.history import Event, history
from portal.cases.models import Case, CaseParty, PublishedLetter
from portal.cases.publication import Wording
from portal.cases.queries import Published, files_of
from portal.cases.steps import Offer, find, offers
from portal.core.i18n import Message
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.models import Person
from portal.media.queries import Stored


@dataclass(frozen=True, slots=True)
class Sheet:
    """``unit``, ``about_unit``, ``about_person``, ``handler``: names, empty where there is none.

    ``kept_from``: who was found to be a party. ``proposal``: the wording that was proposed last; ``masked``
    and ``extract``: what the portal proposes. ``longer``: ``days`` by which it can still be extended.
    """

    case: Case
    channel: Channel
    unit: str
    about_unit: str
    about_person: str
    handler: str
    late: bool
    longer: int
    days: Message
    files: tuple[Stored, ...]
    history: list[Event]
    offers: list[Offer]
    refused: list[tuple[Message, list[Message]]]
    referred: list[Referred]
    kept_from: tuple[str, ...]
    proposal: Wording | None
    masked: Wording
    extract: Extract


def sheet(work: Reading, case_id: int) -> Sheet:
    """Raises ``NoSuchCase``."""
    case = find(work, case_id)
    channel, offered = CHANNELS[case.channel], offers(work, case)
    units = directory.orgs(work, {number for number in (case.org_id, case.about_org_id) if number})
    names = {number: card.name for number, card in units.items()}
    person = work.session.scalar(select(Person.name).where(Person.id == case.about_person_id))
    handler = work.session.scalar(select(User.name).where(User.id == case.handler_id))
    parties = select(User.name).join(CaseParty, CaseParty.user_id == User.id)
    return Sheet(
        case=case,
        channel=channel,
        unit=names.get(case.org_id or 0, ""),
        about_unit=names.get(case.about_org_id or 0, ""),
        about_person=person or "",
        handler=handler or "",
        late=case.late(work.today),
        longer=channel.clocks[case.kind].longer - case.extended,
        days=DAYS[case.unit],
        files=files_of(work, case.id),
        history=history(work, case.id),
        offers=offered,
        refused=_refused(offered),
        referred=extract.referred(work, case),
        kept_from=tuple(work.session.scalars(parties.where(CaseParty.case_id == case.id))),
        proposal=publication.proposed(work, case),
        masked=publication.masked(work, case),
        extract=extract.masked(work, case),
    )


def _refused(found: list[Offer]) -> list[tuple[Message, list[Message]]]:
    """Each reason once, with the steps that it keeps from the actor."""
    reasons: dict[str, tuple[Message, list[Message]]] = {}
    for offer in found:
        if offer.refusal is not None:
            message = offer.refusal.message
            reasons.setdefault(str(message), (message, []))[1].append(offer.label)
    return list(reasons.values())


def colleagues(work: Reading) -> list[tuple[int, str]]:
    """Everybody with an account, for "keep it from somebody"."""
    rows = work.session.execute(select(User.id, User.name).where(User.active).order_by(User.name, User.id))
    return [(row.id, row.name) for row in rows]


def preview(work: Reading, case_id: int) -> Published | None:
    """The public page of the wording that was proposed last; ``None`` where none was."""
    case = find(work, case_id)
    letter = work.session.get(PublishedLetter, case.id)
    if letter is None:
        return None
    units = directory.orgs(work, {case.org_id} if case.org_id else ())
    answered: datetime = case.answered_at or work.now
    return Published(
        case_id=case.id,
        number=case.number,
        channel=CHANNELS[case.channel],
        kind=case.kind,
        title=letter.title,
        text=letter.text,
        answer=letter.answer,
        unit=units[case.org_id].name if case.org_id in units else "",
        received_at=case.received_at,
        answered_at=answered,
        published_at=letter.published_at or work.now,
    )
