"""Files that everybody may see: attachments of notices, portraits."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from portal.media import queries as media
from portal.web.files import file_response
from portal.web.views import plain


@plain("media")
def public_file(request: Request) -> Response:
    found = media.public(request.work, request.matchdict["digest"])
    if found is None:
        raise HTTPNotFound()
    return file_response(request, found, private=False)
