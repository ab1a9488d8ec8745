"""What is taken: pictures drawn anew and PDF as they came; everything else is refused with a sentence."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.media import errors
from portal.media.errors import RefusedFile
from portal.media.images import LONGEST_SIDE, PIXELS, SCANS
from portal.media.intake import Prepared, inspect
from portal.media.models import MediaKind
from tests.support.parts import COMMENT, MAKER, PDF, opened, phone_photo, picture

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
RED, BLUE = (254, 0, 0), (0, 0, 254)


def look(content: bytes, name: str = "a.jpg") -> Prepared:
    return inspect(BytesIO(content), name)


def refusal(content: bytes) -> object:
    with pytest.raises(RefusedFile) as caught:
        look(content)
    return caught.value.message


def zipped() -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "x")
    return written.getvalue()


def png_head(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_phone_photo_stands_upright_and_tells_nothing() -> None:
    sent = phone_photo()
    assert opened(sent).getexif().get_ifd(0x8825)
    kept = look(sent)
    assert kept.kind is MediaKind.JPEG
    image = opened(kept.content)
    assert image.size == (40, 60)
    top, bottom = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (COMMENT, MAKER.encode(), b"Exif", b"GPS"):
        assert trace in sent + b"GPS"
        assert trace not in kept.content


def test_texts_and_profile_of_a_png_are_left_out() -> None:
    told = PngInfo()
    told.add_text("Author", "somebody at home")
    told.add_itxt("XML:com.adobe.xmp", "<x>somewhere</x>")
    kept = look(picture(form="PNG", pnginfo=told, dpi=(72, 72), icc_profile=b"profile"))
    assert opened(kept.content).info == {}
    assert b"somebody" not in kept.content


def test_what_stands_behind_a_picture_is_left_out() -> None:
    for form in ("JPEG", "PNG"):
        kept = look(picture(form=form) + HTML + zipped())
        assert HTML not in kept.content
        assert b"word/document" not in kept.content
        assert opened(kept.content).size == (60, 40)


def test_html_in_a_comment_is_left_out() -> None:
    assert HTML not in look(picture(comment=HTML)).content


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "1"])
def test_jpeg_of_every_mode(mode: str) -> None:
    form = "PNG" if mode == "1" else "JPEG"
    assert opened(look(picture(mode=mode, form=form)).content).mode == "RGB"


@pytest.mark.parametrize(("mode", "kept"), [("RGBA", "RGBA"), ("LA", "RGBA"), ("P", "RGB"), ("I;16", "RGB")])
def test_png_of_every_mode(mode: str, kept: str) -> None:
    assert opened(look(picture(mode=mode, form="PNG")).content).mode == kept


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    assert opened(look(picture((6000, 3000))).content).size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert opened(look(picture((100, 5000), "PNG")).content).size == (48, LONGEST_SIDE)


def test_the_kind_is_told_by_the_bytes() -> None:
    assert look(picture(form="PNG"), "a.pdf").kind is MediaKind.PNG
    assert look(PDF, "a.jpg").kind is MediaKind.PDF
    assert look(PDF).content == PDF


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", errors.EMPTY),
        (HTML, errors.WRONG_KIND),
        (SVG, errors.WRONG_KIND),
        (zipped(), errors.WRONG_KIND),
        (b"GIF89a" + b"\0" * 100, errors.WRONG_KIND),
        (b"MZ" + b"\0" * 300, errors.WRONG_KIND),
        (b"x", errors.WRONG_KIND),
        (HTML + PDF, errors.WRONG_KIND),
        (HEIC, errors.HEIC),
        (PDF[:-10], errors.DAMAGED),
        (PDF + b"\0" * 5000, errors.DAMAGED),
        (phone_photo()[:-200], errors.DAMAGED),
        (picture(form="PNG")[:-30], errors.DAMAGED),
        (b"\xff\xd8\xff" + b"\0" * 100, errors.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, errors.DAMAGED),
        (picture()[:-2] + b"\xff\xda\0\x08" * (SCANS + 1), errors.DAMAGED),
        (png_head(PIXELS, 2), errors.TOO_MANY_PIXELS),
        (png_head(60_000, 60_000), errors.TOO_MANY_PIXELS),
        (png_head(7000, 7000), errors.DAMAGED),
    ],
)
def test_what_is_refused_is_told_why(content: bytes, message: object) -> None:
    assert refusal(content) == message


@given(st.integers(0, 900), st.binary(max_size=40))
def test_no_damage_breaks_the_look(at: int, noise: bytes) -> None:
    for whole in (phone_photo(), picture(form="PNG"), PDF):
        damaged = whole[:at] + noise + whole[at + len(noise) :]
        try:
            kept = look(damaged)
        except RefusedFile:
            continue
        assert kept.kind is MediaKind.PDF or opened(kept.content)


def test_a_place_in_damaged_exif_is_left_out_too() -> None:
    sent = phone_photo().replace(b"Exif\0\0", b"Exif\0\0\xff\xff", 1)
    kept = look(sent)
    assert MAKER.encode() not in kept.content


def test_a_progressive_photo_is_taken() -> None:
    assert look(picture((800, 600), progressive=True)).kind is MediaKind.JPEG


def test_a_photo_on_disk_is_the_same_each_time(tmp_path: Path) -> None:
    assert look(phone_photo()).digest == look(phone_photo()).digest
    assert Image.MAX_IMAGE_PIXELS is None
