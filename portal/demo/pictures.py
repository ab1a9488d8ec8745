"""Drawn pictures for the demo centre: nobody's photo, no place that exists."""

from io import BytesIO

from PIL import Image, ImageDraw

SCALE = 2
"""Drawn so much larger and made smaller again: smooth edges."""

SKY, HILL, ROAD, EDGE, HOLE, DEEP = "#bcd9ec", "#7fa07a", "#8b8f94", "#d8d3c4", "#5d5a55", "#34312e"
PAPER, INK, SUN, WALL, ROOF, DOOR = "#ffffff", "#143d6b", "#f5b301", "#f1e3cf", "#a8472f", "#6b4a2f"


def street() -> bytes:
    """A hole in a village road, as a letter's photo; JPEG."""
    image, draw = _canvas(960, 720, SKY)
    draw.ellipse(_scaled(-160, 190, 520, 560), fill=HILL)
    draw.ellipse(_scaled(380, 150, 1180, 560), fill="#6d9069")
    draw.rectangle(_scaled(0, 340, 960, 720), fill=EDGE)
    draw.polygon(_points((330, 340), (620, 340), (1020, 720), (-60, 720)), fill=ROAD)
    for top, bottom in ((360, 400), (440, 500), (650, 720)):
        draw.line(_scaled(475, top, 475, bottom), fill=PAPER, width=9 * SCALE)
    draw.ellipse(_scaled(330, 510, 660, 640), fill=HOLE)
    draw.ellipse(_scaled(365, 532, 632, 632), fill=DEEP)
    _house(draw, 690, 210)
    return _written(image, "JPEG")


def hall() -> bytes:
    """The hall with its doors open, as a notice's picture; PNG."""
    image, draw = _canvas(960, 540, SKY)
    draw.rectangle(_scaled(0, 420, 960, 540), fill=EDGE)
    draw.rectangle(_scaled(120, 150, 840, 440), fill=WALL)
    draw.polygon(_points((80, 160), (480, 40), (880, 160)), fill=INK)
    draw.rectangle(_scaled(400, 260, 560, 440), fill=DOOR)
    draw.rectangle(_scaled(412, 272, 474, 440), fill="#cfe6f5")
    draw.rectangle(_scaled(486, 272, 548, 440), fill="#cfe6f5")
    for left in (170, 280, 610, 720):
        draw.rectangle(_scaled(left, 240, left + 74, 340), fill="#cfe6f5", outline=INK, width=5 * SCALE)
    draw.ellipse(_scaled(450, 85, 510, 145), fill=SUN)
    return _written(image, "PNG")


def _house(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    draw.rectangle(_scaled(left, top + 70, left + 190, top + 190), fill=WALL)
    draw.polygon(_points((left - 20, top + 75), (left + 95, top), (left + 210, top + 75)), fill=ROOF)
    draw.rectangle(_scaled(left + 75, top + 110, left + 120, top + 190), fill=DOOR)


def _canvas(width: int, height: int, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width * SCALE, height * SCALE), colour)
    return image, ImageDraw.Draw(image)


def _scaled(*places: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (place * SCALE for place in places)
    return left, top, right, bottom


def _points(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _written(image: Image.Image, kind: str) -> bytes:
    written = BytesIO()
    image.reduce(SCALE).save(written, kind)
    return written.getvalue()
