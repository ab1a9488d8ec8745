"""Why schedules refuse."""

from portal.core.i18n import NotFound, Refusal


class UnreadableRule(Refusal):
    """A rule says something that cannot be read, or that can be read in two ways."""


class NoSuchEntry(NotFound):
    """The rule, exception or duty is not there, or somebody else has taken it away."""


class Incomplete(Refusal):
    """Something in the form is missing or does not fit; ``field`` names the place."""

    def __init__(self, field: str, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.field = field
