"""Flowcharts 流程图 of a guide, to stand in a page or alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.catalogue.flowchart.flow import END, Arrow, Flow
from portal.catalogue.flowchart.graph import Say, TooComplex, days, graph
from portal.catalogue.flowchart.layout import Layout, lay_out
from portal.catalogue.flowchart.shapes import LINE, STYLES, Shape
from portal.catalogue.flowchart.svg import FONTS, INK, MUTED, PAPER, TEXT, marks, tag, text
from portal.catalogue.flowchart.text import wrap
from portal.core.i18n import _

PAGE_HEIGHT = 1000.0
"""A drawing of this height fits an A4 page with the margins that browsers leave."""
MARGIN = 10.0
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
"""For a document of its own; inside a page of HTML it is understood."""
HEADING = 22
SMALL = 13


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above and below a chart that stands alone."""

    title: str
    above: str
    below: str


def draw(flow: Flow, say: Say, shape: Shape, title: str) -> str:
    """The chart as an ``svg`` element for a page that says the same as a list; empty where there are fewer
    than two steps, or more than anybody could read as a chart (``graph.MOST_STEPS``)."""
    layout = _layout(flow, say, shape)
    if layout is None:
        return ""
    named = f"flow-{shape}"
    return _svg(
        marks(layout, STYLES[shape]),
        layout.width,
        layout.height,
        kind=f'class="flow flow--{shape}"',
        named=named,
        about=tag("title", say(_("Flowchart: ${name}", name=title)), id=f"{named}-title")
        + tag("desc", say(_("The list below says the same.")), id=f"{named}-desc"),
    )


def draw_alone(flow: Flow, say: Say, shape: Shape, caption: Caption) -> str:
    """The chart as a document of its own with its caption, at most one A4 page high; empty as in ``draw``."""
    layout = _layout(flow, say, shape)
    if layout is None:
        return ""
    middle = layout.width / 2 + MARGIN
    title = tuple(wrap(caption.title, layout.width / HEADING))
    above, below = (tuple(wrap(each, layout.width / SMALL)) for each in (caption.above, caption.below))
    top = MARGIN + (len(title) * HEADING + len(above) * SMALL) * LINE + MARGIN
    foot = MARGIN + len(below) * SMALL * LINE + MARGIN
    room = PAGE_HEIGHT - top - foot
    scale = min(1.0, room / layout.height) if shape is Shape.WIDE else 1.0
    shift = MARGIN + layout.width * (1 - scale) / 2
    end = top + layout.height * scale
    parts = (
        tag("rect", width="100%", height="100%", fill=PAPER),
        *text(middle, MARGIN, title, HEADING, INK, font_weight="bold"),
        *text(middle, MARGIN + len(title) * HEADING * LINE, above, SMALL, TEXT),
        f'<g transform="translate({shift:.1f} {top:.1f}) scale({scale:.4f})">',
        marks(layout, STYLES[shape]),
        "</g>",
        *text(middle, end + MARGIN, below, SMALL, MUTED),
    )
    about = tag("title", caption.title, id="flow-title") + tag("desc", describe(flow, say), id="flow-desc")
    width, height = layout.width + 2 * MARGIN, end + foot
    return _svg("\n".join(parts), width, height, kind=NAMESPACE, named="flow", about=about)


def describe(flow: Flow, say: Say) -> str:
    """All that the chart says, as sentences."""
    return "\n".join(_sentences(flow, say))


def _sentences(flow: Flow, say: Say) -> Iterator[str]:
    names = {**flow.names, END: say(_("Finished"))}
    for arrow in flow.beginnings:
        yield _told(arrow, names, say)
    for number, step in enumerate(flow.steps, 1):
        facts = (step.name, step.role, days(step, say) if flow.timed else "")
        yield f"{number}. {' · '.join(fact for fact in facts if fact)}"
        for arrow in flow.told(step.id):
            yield _told(arrow, names, say)


def _told(arrow: Arrow, names: dict[str, str], say: Say) -> str:
    condition = say(_("${condition}:", condition=arrow.condition)) if arrow.condition else say(_("Then:"))
    return f"{condition} {say(_('go to “${step}”', step=names[arrow.target]))}"


def _layout(flow: Flow, say: Say, shape: Shape) -> Layout | None:
    if len(flow.steps) < 2:
        return None
    try:
        return lay_out(graph(flow, say, STYLES[shape]), STYLES[shape])
    except TooComplex:
        return None


def _svg(content: str, width: float, height: float, *, kind: str, named: str, about: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    label = f'role="img" aria-labelledby="{named}-title {named}-desc"'
    return f'<svg {kind} {label} {size} font-family="{FONTS}">{about}\n{content}\n</svg>'
