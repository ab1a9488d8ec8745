"""Why schedules refuse."""

from portal.core.i18n import NotFound, Refusal


class UnreadableRule(Refusal):
    """A rule says something that cannot be read, or that can be read in two ways."""


class NoSuchEntry(NotFound):
    """The rule, exception or duty is not there, or somebody else has taken it away."""


class TwoForOneDay(Refusal):
    """A place has one exception for a day at most."""


class NotAPicture(Refusal):
    """A portrait is a photo or a drawing, not a paper."""
