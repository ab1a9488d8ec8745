"""Why the lexicon refuses."""

from portal.core.i18n import Message, NotFound, Refusal


class BadEntry(Refusal):
    """A word, or what it means, cannot be used; ``field`` is the one to put right."""

    def __init__(self, message: Message, field: str) -> None:
        super().__init__(message)
        self.field = field


class NoSuchEntry(NotFound):
    """No local entry has this number."""


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the entry since its form was opened."""


class UnreadableSheet(Refusal):
    """A file is no table of words."""
