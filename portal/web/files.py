"""Sending a file that somebody sent us, so that it can do nothing but be looked at or saved."""

import logging
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import FileIter, Response

from portal.core.i18n import _
from portal.media.files import open_file
from portal.media.models import MediaKind
from portal.media.queries import Stored

log = logging.getLogger(__name__)

DAY = 86400
CSP = "default-src 'none'; sandbox"

_TYPES = {MediaKind.JPEG: "image/jpeg", MediaKind.PNG: "image/png", MediaKind.PDF: "application/pdf"}
_ENDINGS = {MediaKind.JPEG: ".jpg", MediaKind.PNG: ".png", MediaKind.PDF: ".pdf"}


def file_response(request: Request, stored: Stored, *, private: bool = True) -> Response:
    """The file, a picture to be shown, a PDF to be saved; ``private``: no cache may keep it.

    Who may see it is the caller's question. Raises ``HTTPNotFound`` where the disk has lost it.
    """
    try:
        stream = open_file(request.registry["settings"], stored.digest)
    except FileNotFoundError:
        log.error("file %s of media %d is missing", stored.digest, stored.id)
        raise HTTPNotFound(_("This file has been lost. Please tell the hall.")) from None
    response = Response(content_type=_TYPES[stored.kind])
    response.app_iter = FileIter(stream)
    response.content_length = stored.size
    response.headers["Content-Disposition"] = _disposition(stored)
    response.headers["Content-Security-Policy"] = CSP
    response.headers["Cache-Control"] = "no-store" if private else f"public, max-age={DAY}"
    if not private:
        response.etag = stored.digest
        response.conditional_response = True
    return response


def _disposition(stored: Stored) -> str:
    """Its name with the ending of what it is, so that no system opens it as something else."""
    stem = stored.name.rpartition(".")[0] or stored.name or "file"
    way = "attachment" if stored.kind is MediaKind.PDF else "inline"
    ending = _ENDINGS[stored.kind]
    return f"{way}; filename=\"file{ending}\"; filename*=UTF-8''{quote(stem + ending, safe='')}"
