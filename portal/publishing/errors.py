"""Why publishing refuses."""

from portal.core.i18n import Forbidden, NotFound, Refusal


class NoSuchDocument(NotFound):
    """No document of this kind has this code or id."""


class DraftOpen(Refusal):
    """Somebody else's edition of the document is open."""


class SecondPersonNeeded(Forbidden):
    """The author may not approve their own edition."""
