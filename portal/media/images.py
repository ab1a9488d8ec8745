"""Pictures drawn anew from their pixels, so that nothing else in the file is kept: no place, no camera, no
comment, no second file behind the first."""

from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageOps

from portal.media import errors
from portal.media.errors import RefusedFile
from portal.media.models import MediaKind

PIXELS = 50_000_000
LONGEST_SIDE = 2400
QUALITY = 85
SCANS = 64

# Pillow's own bound only warns, up to twice its figure; ours is checked before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None

# Fifty megapixels take 200 MB while they are decoded.
_few = BoundedSemaphore(2)


def redrawn(content: bytes, kind: MediaKind) -> bytes:
    """The picture upright, at most ``LONGEST_SIDE`` pixels long. Raises ``RefusedFile``."""
    # Ten megabytes of empty scans of a progressive JPEG, each over all pixels, are decoded for minutes.
    if kind is MediaKind.JPEG and content.count(b"\xff\xda") > SCANS:
        raise RefusedFile(errors.DAMAGED)
    try:
        with _few, Image.open(BytesIO(content), formats=[kind.name]) as image:
            if image.width * image.height > PIXELS:
                raise RefusedFile(errors.TOO_MANY_PIXELS)
            return _written(_drawn(image, kind), kind)
    except RefusedFile:
        raise
    except Exception as error:  # a decoder fails in any way it likes on what is no picture
        raise RefusedFile(errors.DAMAGED) from error


def _drawn(image: Image.Image, kind: MediaKind) -> Image.Image:
    """The pixels alone, upright and not too many."""
    image.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a large JPEG is decoded smaller at once
    clear = kind is MediaKind.PNG and image.has_transparency_data
    image = image.convert("RGBA" if clear else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = _turned(image)
    image.info.clear()  # comment, colour profile and resolution would be written again
    return image


def _turned(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF fails in many ways, and says nothing of how the picture lies
        return image


def _written(image: Image.Image, kind: MediaKind) -> bytes:
    written = BytesIO()
    image.save(written, kind.name, **({"quality": QUALITY} if kind is MediaKind.JPEG else {}))
    return written.getvalue()
