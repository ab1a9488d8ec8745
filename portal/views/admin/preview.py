"""Any edition of a guide, as the public would see it."""

from typing import Any

from pyramid.request import Request

from portal.catalogue import editions, review
from portal.catalogue.sheet import sheet
from portal.core.text import whole_number
from portal.views.admin.guides import guide_id
from portal.views.public.guide import LAST_EDITION, chosen, guide_values
from portal.web.views import page


@page("admin_preview", "admin/preview")
def preview(request: Request) -> dict[str, Any]:
    standing = review.standing(request.work, guide_id(request))
    newest = standing.latest.number
    number = whole_number(request.GET.get("edition", ""), newest, 1, LAST_EDITION)
    shown = sheet(request.work, editions.preview(request.work, standing.document_id, number), chosen(request))
    return {**guide_values(request, shown), "standing": standing}
