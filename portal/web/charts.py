"""Flowcharts for pages, in the reader's language."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from portal.catalogue.flowchart.draw import draw
from portal.catalogue.flowchart.flow import Flow
from portal.catalogue.flowchart.shapes import Shape
from portal.catalogue.sheet import Sheet
from portal.web.render import Texts

KEPT = 500
"""Charts kept, of about 10 KB each: one stays the same until the guide says something else."""


def chart(request: Request, sheet: Sheet, shape: str) -> Markup:
    """The chart of a guide for the answers given, ``phone`` or ``wide``; empty where there is none."""
    drawn: Callable[[Flow, Shape, str], Markup] = request.registry["charts"]
    return drawn(sheet.flow, Shape(shape), sheet.guide.name)


def includeme(config: Configurator) -> None:
    say = Texts(config.registry["gettext"]).tr

    @lru_cache(KEPT)
    def drawn(flow: Flow, shape: Shape, name: str) -> Markup:
        return Markup(draw(flow, say, shape, name))  # noqa: S704 - made of escaped elements

    config.registry["charts"] = drawn
