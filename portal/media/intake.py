"""Looking at a file before it is taken: what it really is, and whether it can be opened.

Slow, so it is done before any write begins.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import filetype

from portal.media import errors
from portal.media.errors import RefusedFile
from portal.media.images import redrawn
from portal.media.models import MediaKind

HEAD = 4096
TAIL = 2048

_KINDS = {"image/jpeg": MediaKind.JPEG, "image/png": MediaKind.PNG, "application/pdf": MediaKind.PDF}
_APPLE = {"image/heic", "image/heif"}


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept: a picture drawn anew, or a PDF as it came."""

    kind: MediaKind
    name: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def inspect(stream: BinaryIO, filename: str) -> Prepared:
    """What the file is, by its bytes; its name and what the browser says of it count for nothing.

    The caller bounds its size (the gate by the setting ``file_limit``). Raises ``RefusedFile``.
    """
    content = stream.read()
    if not content:
        raise RefusedFile(errors.EMPTY)
    found = filetype.guess_mime(content[:HEAD])
    if found in _APPLE:
        raise RefusedFile(errors.HEIC)
    kind = _KINDS.get(found or "")
    if kind is None:
        raise RefusedFile(errors.WRONG_KIND)
    if kind is MediaKind.PDF:
        _check_pdf(content)
    else:
        content = redrawn(content, kind)
    return Prepared(kind, filename, content)


def _check_pdf(content: bytes) -> None:
    """Half an upload has no end mark. What is inside is not judged: it is only ever sent as a download."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-TAIL:]:
        raise RefusedFile(errors.DAMAGED)
