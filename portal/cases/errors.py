"""Why a case refuses."""

from portal.core.i18n import Forbidden, Message, NotFound, Refusal, _


class NoSuchCase(NotFound):
    """No case has this id or number, or the actor may not know that there is one."""


class NoSuchMailbox(NotFound):
    """Nobody can write to a channel of this name, at least just now."""


class ChangedMeanwhile(Refusal):
    """Somebody took a step after the actor had opened the page."""


class TextMissing(Refusal):
    """A step came without the text that it needs; ``field`` names it."""

    def __init__(self, message: Message, field: str) -> None:
        super().__init__(message)
        self.field = field


class Leaks(TextMissing):
    """A text that is to leave the letter's circle still tells who its author is."""


class WrongUnit(TextMissing):
    """The unit does not exist, has the case already, or is the one that the case is about."""


class TooLong(TextMissing):
    """An extension beyond what the channel's policy lets."""


class NotYours(Forbidden):
    """The actor sees the case, but this step is for somebody else."""


class NoConsent(Refusal):
    """The author did not agree to publication, or the channel publishes nothing."""


class NotAnonymous(Refusal):
    """The channel demands a name."""


NO_CASE = _("There is no such letter.")
