"""Why publishing refuses."""

from portal.core.i18n import Forbidden, NotFound, Refusal


class NoSuchDocument(NotFound):
    """No document of this kind has this code or id."""


class DraftOpen(Refusal):
    """Somebody else's edition of the document is open."""


class ChangedMeanwhile(Refusal):
    """Another edition, or another text of it, stands there than the one that the actor looked at."""


class ReasonMissing(Refusal):
    """A step that needs a reason came without one."""


class WrongWindow(Refusal):
    """An edition cannot end before it begins, and moments must be written as such."""


class SecondPersonNeeded(Forbidden):
    """The author may not approve their own edition."""
