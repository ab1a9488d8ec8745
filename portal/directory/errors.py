"""Why the directory refuses."""

from portal.core.i18n import NotFound, Refusal


class NoSuchOrg(NotFound):
    """No organisation has this slug or id."""


class WrongDates(Refusal):
    """A dated row would begin before the one that it follows."""


class NoSuchPerson(NotFound):
    """No person has this id."""


class AlreadyAway(Refusal):
    """The absence would overlap another one of the same person."""
