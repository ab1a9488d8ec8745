"""Flowcharts for pages, in the reader's language."""

from markupsafe import Markup
from pyramid.request import Request

from portal.catalogue.flowchart.draw import draw
from portal.catalogue.flowchart.shapes import Shape
from portal.catalogue.sheet import Sheet


def chart(request: Request, sheet: Sheet, shape: str) -> Markup:
    """The chart of a guide for the answers given, ``phone`` or ``wide``; empty where there is none."""
    drawn = draw(sheet.flow, request.translate, Shape(shape), sheet.guide.name)
    return Markup(drawn)  # noqa: S704 - made of escaped elements
