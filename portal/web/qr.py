"""QR codes as SVG in the page: sharp at any size, no file, no request."""

import segno
from markupsafe import Markup


def qr(text: str) -> Markup:
    """A QR code with a quiet zone, drawn black on white; its size and its name are the page's business."""
    code = segno.make(text, error="m", micro=False)
    # segno writes the drawing alone; the text itself is only in its dots.
    return Markup(code.svg_inline(omitsize=True, border=4, light="#fff", svgclass="qr"))  # noqa: S704
