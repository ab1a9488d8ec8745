"""What happened to a case: for staff with names and notes, for its author in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.cases.models import CaseEvent
from portal.core.i18n import Message, _
from portal.core.work import Reading
from portal.directory import queries as directory

# verb → (what staff read, what the author reads, if anything)
WORDS: dict[str, tuple[Message, Message | None]] = {
    "receive": (_("came in"), _("Your letter has arrived.")),
    "read": (_("opened and read"), _("Your letter was read.")),
    "take": (_("taken on"), _("Somebody is working on it.")),
    "assign": (_("handed to a unit"), _("It was handed to ${unit}.")),
    "hand_back": (_("given back"), _("It is with ${unit} again.")),
    "extract": (_("a unit was asked"), _("A unit was asked to look into it. Your name was not passed on.")),
    "report": (_("the unit has answered"), None),
    "extend": (_("more time"), _("It takes longer than we promised: ${told}")),
    "exclude": (_("kept from somebody"), None),
    "answer": (_("answered"), _("We have answered.")),
    "close": (_("closed"), _("The letter is closed.")),
    "ask_publication": (_("proposed for publication"), None),
    "publish": (_("published"), _("Letter and answer were published, without your name.")),
    "refuse_publication": (_("not published"), None),
    "unpublish": (_("taken off the public pages"), _("Letter and answer were taken off the public pages.")),
}


@dataclass(frozen=True, slots=True)
class Event:
    """A step for staff. ``actor`` is empty for what nobody on the staff did."""

    at: datetime
    label: Message
    actor: str
    unit: str
    note: str
    told: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step for the author."""

    at: datetime
    message: Message


_events = select(CaseEvent).order_by(CaseEvent.id)


def history(work: Reading, case_id: int) -> list[Event]:
    """Every step with who took it."""
    rows = work.session.execute(
        _events.add_columns(User.name)
        .outerjoin(User, User.id == CaseEvent.actor_id)
        .where(CaseEvent.case_id == case_id)
    ).all()
    units = _units(work, [event for event, _name in rows])
    return [
        Event(
            event.at,
            WORDS[event.verb][0],
            name or "",
            units.get(event.org_id or 0, ""),
            event.note,
            event.told,
        )
        for event, name in rows
    ]


def told(work: Reading, case_id: int) -> list[Told]:
    """The steps that concern the author, in their words."""
    events = work.session.scalars(_events.where(CaseEvent.case_id == case_id)).all()
    units = _units(work, events)
    return [
        Told(event.at, Message(words.msgid, {"unit": units.get(event.org_id or 0, ""), "told": event.told}))
        for event in events
        if (words := WORDS[event.verb][1]) is not None
    ]


def came_from(work: Reading, case_id: int) -> int | None:
    """The unit that handed the case to the one that has it; ``None`` where nobody did."""
    events = work.session.execute(
        select(CaseEvent.verb, CaseEvent.org_id).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
    ).all()
    way: list[int | None] = []
    before: int | None = None
    for verb, org_id in events:
        if verb == "assign":
            way.append(before)
        elif verb == "hand_back":
            way.pop()
        before = org_id
    return way[-1] if way else None


def _units(work: Reading, events: Sequence[CaseEvent]) -> dict[int, str]:
    cards = directory.orgs(work, {event.org_id for event in events if event.org_id})
    return {number: card.name for number, card in cards.items()}
