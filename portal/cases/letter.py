"""What somebody writes, as the form of a mailbox asks for it."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from portal.cases.channels import CHANNELS, KIND_LABELS, CaseKind, Channel
from portal.core.i18n import _
from portal.core.phone import Phone
from portal.core.ui import Ui, Unfit, Widget
from portal.publishing.body import Part

TITLE, TEXT, NAME, ADDRESS = 100, 5000, 40, 120

NAME_UI = Ui(_("Your name"), autocomplete="name")
PHONE_UI = Ui(_("Your phone"), hint=_("So that we can ask back."), widget=Widget.PHONE, autocomplete="tel")


class LetterIn(Part):
    """A letter of a channel that demands a name, and has one reader. ``to_org_id``: the unit that it is for;
    without one the centre's hall. ``about_org_id``, ``about_person_id``: whom it is about, who never sees it.
    """

    channel: Annotated[str, Ui(_("Mailbox"), widget=Widget.HIDDEN)]
    kind: Annotated[CaseKind, Ui(_("What do you want to write?"), widget=Widget.RADIOS, options=KIND_LABELS)]
    title: Annotated[
        str, Ui(_("In a few words")), StringConstraints(min_length=1, max_length=TITLE, strip_whitespace=True)
    ]
    text: Annotated[
        str,
        Ui(
            _("Your letter"),
            hint=_("What happened, when, where, and what you would like."),
            widget=Widget.TEXT,
            rows=10,
        ),
        StringConstraints(min_length=1, max_length=TEXT, strip_whitespace=True),
    ]
    to_org_id: int | None = None
    about_org_id: Annotated[
        int | None, Ui(_("Is it about a unit?"), hint=_("That unit will not see your letter."))
    ] = None
    about_person_id: Annotated[
        int | None, Ui(_("Is it about somebody?"), hint=_("They will not see your letter."))
    ] = None
    anonymous: bool = False
    name: Annotated[str, NAME_UI, StringConstraints(min_length=2, max_length=NAME, strip_whitespace=True)]
    phone: Annotated[Phone, PHONE_UI, StringConstraints(min_length=1)]
    address: Annotated[
        str, Ui(_("Your address"), autocomplete="address-line1"), StringConstraints(max_length=ADDRESS)
    ] = ""
    consent: Annotated[
        bool,
        Ui(
            _("Letter and answer may be published, without my name, phone and address."),
            hint=_("Only if you want that. It changes nothing in how your letter is handled."),
        ),
    ] = False


class OpenLetterIn(LetterIn):
    """A letter of a channel that lets its author choose a unit, and stay unnamed."""

    to_org_id: Annotated[
        int | None, Ui(_("Which unit should answer?"), hint=_("Leave it open if you do not know."))
    ] = None
    anonymous: Annotated[
        bool, Ui(_("I do not want to give my name"), hint=_("Then leave name, phone and address empty."))
    ] = False
    name: Annotated[str, NAME_UI, StringConstraints(max_length=NAME, strip_whitespace=True)] = ""
    phone: Annotated[Phone, PHONE_UI] = ""

    @model_validator(mode="after")
    def _signed(self) -> Self:
        if not self.anonymous:
            if len(self.name) < 2:
                raise Unfit(_("Please write your name."), "name")
            if not self.phone:
                raise Unfit(_("Please write a phone number at which we can reach you."), "phone")
        return self


def letter_form(channel: Channel) -> type[LetterIn]:
    """The model of the form by which one writes to this channel."""
    return OpenLetterIn if CHANNELS[channel.slug].anonymous else LetterIn
