"""Elder mode on and off."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.web.cookies import local
from portal.web.elder import keep_view
from portal.web.views import plain


@plain("view", submit=True)
def view(request: Request) -> Response:
    response = HTTPSeeOther(local(request.form.get("next", ""), "/"))
    keep_view(request, response, request.form.get("view", ""))
    return response
