"""Why the catalogue refuses."""

from portal.core.i18n import Refusal


class UnreadableFile(Refusal):
    """A file to import, or its mapping, cannot be read as a whole; nothing of it was taken."""


class UnfinishedGuide(Refusal):
    """The check list found errors."""
