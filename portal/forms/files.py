"""Files of a form: parked under its one-time key while it is filled in, so that a refused form keeps them."""

from dataclasses import dataclass

from pyramid.request import Request

from portal.core.i18n import Message, Refusal, _
from portal.media import files, intake, queries, verbs
from portal.media.errors import TOO_MANY
from portal.media.queries import Stored

FIELD = "files"
LABEL = _("Photos or papers")
DROP = "drop"

Problem = tuple[str, Message]
"""The name of a file that was not taken, and why."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """That a form takes files, ``limit`` at most. Its route needs ``files=True``."""

    limit: int = 5
    label: Message = LABEL
    hint: Message | None = None


def parked(request: Request, key: str) -> list[Stored]:
    """The files that wait for the form with this key."""
    return queries.parked(request.work, key)


def take(request: Request, key: str, uploads: Uploads) -> list[Problem]:
    """Park what came with the form; what was not taken is returned with the reason."""
    problems: list[Problem] = []
    for number, upload in enumerate(request.files):
        try:
            if upload.problem or number >= uploads.limit:
                raise Refusal(upload.problem or TOO_MANY)
            prepared = intake.inspect(upload.stream, upload.filename)
            files.keep(request.store, prepared)
            request.write(verbs.park, key, prepared, uploads.limit)
        except Refusal as refusal:
            problems.append((upload.filename, refusal.message))
    return problems


def move(request: Request, old: str, new: str) -> None:
    """The form got a fresh key; its files go with it."""
    if old and parked(request, old):
        request.write(verbs.repark, old, new)


def drop(request: Request, key: str, number: str) -> None:
    """Take one file away from the form."""
    for stored in parked(request, key):
        if str(stored.id) == number:
            request.write(verbs.unpark, key, stored.id)
