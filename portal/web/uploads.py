"""Forms with files: fields and files in the order sent, each within its bounds.

What one field or file may take is counted while it is read, so that a hostile body costs no more than the
reading of its bytes. A file that is too large is skipped, not the form: what was typed beside it arrives.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser
from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge
from pyramid.request import Request

from portal.core.i18n import Message
from portal.core.settings import Settings
from portal.core.text import clean, fold
from portal.media.errors import TOO_MANY, too_large

FIELDS = 1000
FILES = 20
NAME = 120
BOUNDARY = 70  # RFC 2046, 5.1.1
IN_MEMORY = 256 * 1024

Items = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the form's ``field``; ``filename`` is its last part, empty where none was told.

    ``problem`` says why it was not taken (``size`` and ``stream`` are then 0 and empty).
    """

    field: str
    filename: str
    size: int
    stream: BinaryIO
    problem: Message | None = None


@dataclass(slots=True)
class Submitted:
    """What a form brought: pairs of name and value, and files."""

    items: Items = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)


def read_parts(request: Request, boundary: str, settings: Settings) -> Submitted:
    """Read a ``multipart/form-data`` body; the streams live as long as the request.

    Raises ``HTTPBadRequest`` and ``HTTPRequestEntityTooLarge``.
    """
    if not 0 < len(boundary) <= BOUNDARY:
        raise HTTPBadRequest()
    length = request.content_length or 0
    parser = PushMultipartParser(boundary, length, max_segment_count=FIELDS + FILES)
    streams = ExitStack()
    request.add_finished_callback(lambda _request: streams.close())
    reading = _Parts(settings.body_limit, settings.file_limit, streams)
    try:
        for event in parser.parse_blocking(request.body_file_raw.read):
            reading.take(event)
    except ParserLimitReached as error:
        raise HTTPRequestEntityTooLarge() from error
    except (MultipartError, UnicodeDecodeError, OSError) as error:
        raise HTTPBadRequest() from error
    return reading.submitted


class _Parts:
    """The present part, and those before it."""

    def __init__(self, text_limit: int, file_limit: int, streams: ExitStack) -> None:
        self.submitted = Submitted()
        self._text_left = text_limit
        self._file_limit = file_limit
        self._streams = streams
        self._part: MultipartSegment | None = None
        self._text = bytearray()
        self._file: IO[bytes] | None = None

    def take(self, event: Any) -> None:
        """One event of the parser: a part begins, goes on, or ends."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self._file is None:
            self._more_text(event)
        elif self._size <= self._file_limit:
            self._file.write(event)

    @property
    def _size(self) -> int:
        assert self._part
        received: int = self._part.bytes_received
        return received

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._file, self._text = part, None, bytearray()
        if part.filename is not None:
            self._file = _spool(self._streams)
        elif len(self.submitted.items) == FIELDS:
            raise HTTPBadRequest()

    def _more_text(self, chunk: bytes) -> None:
        self._text_left -= len(chunk)
        if self._text_left < 0:
            raise HTTPRequestEntityTooLarge()
        self._text += chunk

    def _end(self) -> None:
        assert self._part
        name = clean(self._part.name or "")
        if self._file is None:
            self.submitted.items.append((name, clean(self._text.decode("utf-8"))))
        elif self._part.filename or self._size:  # else a file field that was left empty
            self.submitted.files.append(self._upload(name, last_part(self._part.filename or ""), self._file))

    def _upload(self, name: str, filename: str, file: IO[bytes]) -> Upload:
        problem = None
        if self._size > self._file_limit:
            problem = too_large(self._file_limit)
        elif len(self.submitted.files) >= FILES:
            problem = TOO_MANY
        if problem:
            file.truncate(0)
        file.seek(0)
        return Upload(name, filename, 0 if problem else self._size, cast("BinaryIO", file), problem)


def _spool(streams: ExitStack) -> IO[bytes]:
    return streams.enter_context(SpooledTemporaryFile(IN_MEMORY))


def last_part(filename: str) -> str:
    """A file's name without folders, on one line; cut in the middle, so that its ending stays."""
    name = fold(filename.replace("\\", "/")).rpartition("/")[2]
    if len(name) <= NAME:
        return name
    suffix = PurePosixPath(name).suffix[:10]
    return name[: NAME - len(suffix)] + suffix
