"""A layout as SVG: presentation attributes only, so that it looks right alone and under a strict policy.

The site's stylesheet may override the colours by class where a reader wants more contrast.
"""

from collections.abc import Iterator
from html import escape

from portal.catalogue.flowchart.graph import Kind
from portal.catalogue.flowchart.layout import Box, Lane, Layout, Point
from portal.catalogue.flowchart.shapes import ARROW, LINE, Style
from portal.catalogue.flowchart.text import is_measured, width
from portal.core.text import clean

FONTS = "PingFang SC, Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
INK, INK_SOFT, SUN, SUN_SOFT, TEXT, MUTED, PAPER, GROUND = (
    *("#143d6b", "#e9f0f7", "#f5b301", "#fff5d6"),
    *("#1c2733", "#4b5a69", "#fff", "#f4f6f8"),
)
"""The tokens of the same names in ``0-tokens.css``; a test compares them."""
TONES = ("#143d6b", "#1b6e4b", "#8a5200", "#7b2d8b", "#0a6680", "#5a5f2a", "#8c2f5b", "#4b5a69")
ROUND = 6.0
BAR = 7


def marks(layout: Layout, style: Style) -> str:
    """The chart without its ``svg`` element."""
    in_order = sorted(layout.lanes, key=lambda lane: lane.across.left)
    lanes = (part for number, lane in enumerate(in_order) for part in _lane(lane, number, layout, style))
    arrows = (
        part
        for (_source, target), points in layout.lines.items()
        for part in _arrow(points, headed=layout.boxes[target].node.kind is not Kind.CONDITION)
    )
    boxes = (part for box in layout.boxes for part in _box(box, style))
    return "\n".join((*lanes, *arrows, *boxes))


def text(x: float, y: float, lines: tuple[str, ...], size: int, colour: str, **extra: str) -> Iterator[str]:
    """Lines one below the other, from the height ``y`` on. What may be wider than it was measured is squeezed
    into its measure."""
    attributes = {"text-anchor": "middle", "font-size": str(size), "fill": colour}
    attributes |= {name.rstrip("_").replace("_", "-"): value for name, value in extra.items()}
    for number, line in enumerate(lines):
        place = {"x": _n(x), "y": _n(y + (number + 0.5) * size * LINE + size * 0.36)}
        squeezed = {"textLength": _n(width(line) * size), "lengthAdjust": "spacingAndGlyphs"}
        yield tag("text", line, **place, **attributes, **({} if is_measured(line) else squeezed))


def tag(name: str, content: str | None = None, /, **attributes: str) -> str:
    """An element; ``content`` is escaped, and loses what XML forbids."""
    given = "".join(
        f' {key.rstrip("_").replace("__", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{given}/>" if content is None else f"<{name}{given}>{escape(clean(content))}</{name}>"


def _lane(lane: Lane, number: int, layout: Layout, style: Style) -> Iterator[str]:
    place = {"x": _n(lane.across.left), "width": _n(lane.across.length)}
    fill = GROUND if number % 2 else PAPER
    yield tag("rect", class_="flow__lane", **place, y="0", height=_n(layout.height), fill=fill)
    yield tag("rect", class_="flow__head", **place, y="0", height=_n(lane.height), fill=INK_SOFT)
    top = (lane.height - len(lane.title) * style.fact_size * LINE) / 2
    yield from text(lane.across.middle, top, lane.title, style.fact_size, INK, font_weight="bold")


def _arrow(points: tuple[Point, ...], *, headed: bool) -> Iterator[str]:
    (x, y) = points[-1]
    shown = (*points[:-1], (x, y - ARROW / 2)) if headed else points
    yield tag(
        "path", class_="flow__line", d=_rounded(shown), fill="none", stroke=INK, **{"stroke-width": "2"}
    )
    if headed:
        head = f"{_n(x - 5)},{_n(y - ARROW)} {_n(x + 5)},{_n(y - ARROW)} {_n(x)},{_n(y)}"
        yield tag("polygon", class_="flow__tip", points=head, fill=INK)


def _rounded(points: tuple[Point, ...]) -> str:
    """A path with rounded corners."""
    parts = [f"M{_point(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{_point(near)}Q{_point(corner)} {_point(far)}")
    return "".join((*parts, f"L{_point(points[-1])}"))


def _towards(corner: Point, other: Point) -> Point:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    share = min(ROUND / max(abs(dx) + abs(dy), 0.01), 0.5)
    return corner[0] + dx * share, corner[1] + dy * share


def _box(box: Box, style: Style) -> Iterator[str]:
    kind, height = box.node.kind, box.down.length
    round_ = {Kind.STEP: ROUND, Kind.CONDITION: 4.0, Kind.TERMINAL: min(height / 2, 20)}[kind]
    fill, stroke, colour = {
        Kind.STEP: (PAPER, INK, TEXT),
        Kind.CONDITION: (SUN_SOFT, SUN, TEXT),
        Kind.TERMINAL: (INK, INK, PAPER),
    }[kind]
    place = {"x": _n(box.across.left), "y": _n(box.down.left), "height": _n(height)}
    yield tag(
        *("rect",),
        class_=f"flow__{kind.name.lower()}",
        **place,
        **{"width": _n(box.across.length), "rx": _n(round_), "stroke-width": "1.5"},
        fill=fill,
        stroke=stroke,
    )
    if box.node.tone >= 0:
        yield tag("rect", **place, width=str(BAR), rx="3", fill=TONES[box.node.tone % len(TONES)])
    size = style.fact_size if kind is Kind.CONDITION else style.name_size
    used = (len(box.words.name) * size + len(box.words.facts) * style.fact_size) * LINE
    top = box.down.middle - used / 2
    middle = box.across.middle + (BAR / 2 if box.node.tone >= 0 else 0)
    weight = "normal" if kind is Kind.CONDITION else "bold"
    yield from text(middle, top, box.words.name, size, colour, font_weight=weight)
    yield from text(middle, top + len(box.words.name) * size * LINE, box.words.facts, style.fact_size, MUTED)


def _point(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
