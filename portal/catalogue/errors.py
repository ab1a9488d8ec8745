"""Why the catalogue refuses."""

from portal.core.i18n import Refusal


class UnreadableFile(Refusal):
    """A file to import, or its mapping, cannot be read as a whole; nothing of it was taken."""


class ChangedMeanwhile(Refusal):
    """Another edition, or another text of it, stands there than the one that the actor looked at."""


class ReasonMissing(Refusal):
    """A step that needs a reason came without one."""


class UnfinishedGuide(Refusal):
    """The check list found errors."""
