"""For those who watch over the portal: does it answer, and can it work?"""

from pyramid.request import Request
from pyramid.response import Response

from portal.core.db import UNAVAILABLE
from portal.directory.centre import centre
from portal.web.server import STOPPING
from portal.web.views import plain
from search_index.engine import IndexUnavailable


@plain("healthz")
def healthz(request: Request) -> Response:
    return Response(text="ok\n", content_type="text/plain")


@plain("readyz")
def readyz(request: Request) -> Response:
    problems = ["stopping"] if request.environ.get(STOPPING) else []
    try:
        centre(request.work)
    except UNAVAILABLE:
        problems.append("database")
    try:
        _ = request.registry["index"].count
    except IndexUnavailable:
        problems.append("index")
    text = f"cannot be used: {', '.join(problems)}\n" if problems else "ready\n"
    return Response(text=text, status=503 if problems else 200, content_type="text/plain")
