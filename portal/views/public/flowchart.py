"""A guide's flowchart alone: to open large, to print, to hang on the wall."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.flowchart.draw import Caption, draw_alone
from portal.catalogue.flowchart.shapes import Shape
from portal.catalogue.sheet import Sheet, sheet
from portal.core.clock import local
from portal.core.i18n import _
from portal.views.public.guide import chosen, requested
from portal.web.views import plain


@plain("flowchart")
def flowchart(request: Request) -> Response:
    shown = sheet(request.work, requested(request), chosen(request))
    shape = Shape.PHONE if request.GET.get("shape") == Shape.PHONE else Shape.WIDE
    drawn = draw_alone(shown.flow, request.translate, shape, _caption(request, shown))
    if not drawn:
        raise HTTPNotFound(_("This guide has no flowchart; its page lists the steps."))
    return Response(drawn, content_type="image/svg+xml", charset="utf-8")


def _caption(request: Request, shown: Sheet) -> Caption:
    page, case = shown.page, shown.selection.case
    published = page.live_from and local(page.live_from).strftime("%Y-%m-%d %H:%M")
    edition = _("Edition ${n}, published ${moment}", n=page.number, moment=published or "")
    source = _("Source: ${source}", source=page.guide.source or page.unit.name)
    code = _("Code: ${code}", code=page.guide.code)
    return Caption(
        title=page.guide.name,
        above=" · ".join(part for part in (case.name if case else "", page.unit.name) if part),
        below=" · ".join(map(request.translate, (edition, source, code))),
    )
