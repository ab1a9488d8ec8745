"""The ways in which something comes in, each with its policy, as one table.

Sources: the petition regulations 信访工作条例 (2022): §22, a letter is registered, or its author told where
it went, within 15 days; §34, one that asks for something is answered within 60 days, at most 30 longer with
a reason. The law counts those 60 days from acceptance; here they run from receipt, which is never later. The
other limits are the centre's own promise (practices S7, S12).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.core.calendar.workdays import Unit
from portal.core.i18n import Message, _


class CaseKind(StrEnum):
    """What a letter wants."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    HELP = "help"


KIND_LABELS: dict[CaseKind, Message] = {
    CaseKind.ENQUIRY: _("a question"),
    CaseKind.COMPLAINT: _("a complaint"),
    CaseKind.SUGGESTION: _("a suggestion"),
    CaseKind.HELP: _("a request for help"),
}

DAYS: dict[Unit, Message] = {Unit.WORKING: _("working days"), Unit.CALENDAR: _("days, all counted")}


@dataclass(frozen=True, slots=True)
class Clock:
    """``days`` of ``unit`` to answer, by ``basis``; a leader may add ``longer`` in all.

    ``register``: calendar days within which it is taken up, or its author told where it went; 0: no rule.
    """

    days: int
    unit: Unit
    longer: int
    basis: Message
    register: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """``clocks`` by the kinds that the channel takes. ``public``: residents write to it.

    ``entrusted``: its letters are seen by those alone who were named for it, with dates (``delegates``);
    otherwise by the handlers of the unit that has the letter. ``anonymous``: a name is not demanded.
    ``publication``: letter and answer may be published, masked, where the author agreed; a second person of
    those who see it does so. ``files``: how many may come with a letter.
    """

    slug: str
    label: Message
    purpose: Message
    clocks: Mapping[CaseKind, Clock]
    public: bool = True
    entrusted: bool = False
    anonymous: bool = False
    publication: bool = True
    files: int = 5


PROMISE = Clock(5, Unit.WORKING, 10, _("the centre's promise"))
PETITION = Clock(60, Unit.CALENDAR, 30, _("petition regulations, articles 22 and 34"), register=15)
REFERRED = Clock(10, Unit.WORKING, 10, _("the centre's rule for what a unit is asked to look into"))

LETTER = {
    CaseKind.ENQUIRY: PROMISE,
    CaseKind.SUGGESTION: PROMISE,
    CaseKind.COMPLAINT: PETITION,
    CaseKind.HELP: PETITION,
}

SUGGESTION_BOX = "suggestion-box"
MINISTER = "minister"
REFERRAL = "referral"

CHANNELS: dict[str, Channel] = {
    channel.slug: channel
    for channel in (
        Channel(
            SUGGESTION_BOX,
            _("Suggestion box"),
            _("For what you want to ask, suggest, ask help for or complain about. You need not give a name."),
            LETTER,
            anonymous=True,
        ),
        Channel(
            MINISTER,
            _("Minister's mailbox"),
            _("Straight to the head of the organisation department; nobody else opens it. Give your name."),
            LETTER,
            entrusted=True,
        ),
        Channel(
            REFERRAL,
            _("Referral"),
            _("What a unit is asked to look into, without who wrote about it."),
            dict.fromkeys(CaseKind, REFERRED),
            public=False,
            anonymous=True,
            publication=False,
        ),
    )
}

MAILBOXES = tuple(slug for slug, channel in CHANNELS.items() if channel.public)
ENTRUSTED = tuple(slug for slug, channel in CHANNELS.items() if channel.entrusted)
