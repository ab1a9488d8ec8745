"""Any edition of a guide, as the public would see it."""

from typing import Any

from pyramid.request import Request

from portal.catalogue.projection import KIND
from portal.catalogue.queries import assemble
from portal.catalogue.sheet import sheet
from portal.core.text import whole_number
from portal.publishing import review
from portal.publishing.history import edition
from portal.views.admin.steps import document_id
from portal.views.public.guide import LAST_EDITION, chosen, guide_values
from portal.web.views import page


@page("admin_preview", "admin/preview")
def preview(request: Request) -> dict[str, Any]:
    standing = review.standing(request.work, KIND, document_id(request))
    newest = standing.latest.number
    number = whole_number(request.GET.get("edition", ""), newest, 1, LAST_EDITION)
    row = edition(request.work, standing.document_id, number)
    shown = sheet(request.work, assemble(request.work, row), chosen(request))
    return {**guide_values(request, shown), "standing": standing}
