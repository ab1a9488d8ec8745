"""Forms with files as browsers send them, and as nobody should; a photo as a phone takes it."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from PIL import Image

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
COMMENT = b"a comment of the camera"
MAKER = "Maker of cameras"


def part(name: str, content: bytes | str, filename: str | None = None) -> bytes:
    """One part of a form; with a ``filename`` it is a file."""
    told = "" if filename is None else f'; filename="{filename}"'
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n'
    kind = "" if filename is None else "Content-Type: application/octet-stream\r\n"
    body = content.encode() if isinstance(content, str) else content
    return f"{head}{kind}\r\n".encode() + body + b"\r\n"


def whole(*parts: bytes | Iterable[bytes]) -> bytes:
    """A whole body of these parts."""
    joined = b"".join(one if isinstance(one, bytes) else b"".join(one) for one in parts)
    return joined + f"--{BOUNDARY}--\r\n".encode()


def picture(size: tuple[int, int] = (60, 40), form: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture, red on the left and blue on the right; ``options`` are Pillow's of its form."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    image.convert(mode).save(written, form, **options)
    return written.getvalue()


def phone_photo() -> bytes:
    """A photo of a phone held upright: its rows lie across; EXIF says so, where it was taken, and by what."""
    tags = Image.Exif()
    tags[0x0112] = 6  # orientation: turn a quarter to the right
    tags[0x010F] = MAKER
    tags.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 7.0), 3: "E", 4: (108.0, 30.0, 9.0)})
    return picture(exif=tags, comment=COMMENT, dpi=(300, 300))


def opened(content: bytes) -> Image.Image:
    """The picture, read to its end."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
