"""Why accounts refuse."""

from portal.core.i18n import Message, NotFound, Refusal


class NoSuchUser(NotFound):
    """No account has this log-in."""


class LoginRefused(Refusal):
    """The log-in cannot be used for a new account: taken, or not written as one."""


class WeakPassword(Refusal):
    """The password breaks a rule."""


class WrongPassword(Refusal):
    """Log-in and password do not fit; which of the two is not told."""


class TooManyAttempts(Refusal):
    """Somebody must wait ``seconds`` before the next attempt."""

    def __init__(self, message: Message, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
