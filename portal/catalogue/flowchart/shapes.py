"""The two shapes of a chart. All lengths are CSS pixels of the drawing at its natural size."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    PHONE = "phone"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Style:
    """``lanes``: up to so many roles become columns, with more each box names its role. ``room``: how many
    boxes of one lane may stand side by side, most wanted first; ``columns``: how many of all lanes. ``least``
    and ``widest``: a column and a box.
    """

    width: int
    lanes: int
    room: tuple[int, ...]
    columns: int
    least: float
    widest: float
    name_size: int
    fact_size: int


STYLES = {
    Shape.PHONE: Style(328, 0, (2, 1), 2, least=104, widest=280, name_size=17, fact_size=15),
    Shape.WIDE: Style(680, 5, (3, 2, 1), 5, least=88, widest=250, name_size=16, fact_size=14),
}

LANE_GAP = 10.0
"""Between two lines that run side by side, and between a line and a box."""
NEAREST = 10.0
"""Two upright lines between two rows are never nearer."""
CORNER = 8.0
"""No arrow leaves or enters nearer to a corner of its box."""
BEND = 12.0
"""Between two horizontal lines."""
ARROW = 9.0
PADDING = 10.0
LINE = 1.4
"""Height of a line of text, in em."""
