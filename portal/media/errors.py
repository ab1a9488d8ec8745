"""Why a file is not taken. The sentences do not name it: the form shows them beside its name."""

from portal.core.i18n import Message, Refusal, _

MIB = 1024 * 1024

EMPTY = _("This file is empty. Please choose it once more.")
DAMAGED = _("This file is damaged or incomplete. Please take or save it anew and choose it again.")
HEIC = _(
    "This photo is in Apple's HEIC form, which we cannot open. On the iPhone choose Settings, Camera, "
    "Formats, Most Compatible and take it again, or send a screenshot of it."
)
TOO_MANY = _("There are too many files. This one was left out.")
TOO_MANY_PIXELS = _("This picture has too many pixels. Please send a smaller one.")
WRONG_KIND = _("We can open photos (JPEG, PNG) and PDF only. This file is something else.")


class RefusedFile(Refusal):
    """A file that is not taken."""


class NoSpace(Refusal):
    """The disk has no room for further files."""


def too_large(limit: int) -> Message:
    """``limit`` in bytes."""
    return _("This file is larger than ${limit} MB. Please send a smaller one.", limit=limit // MIB)
