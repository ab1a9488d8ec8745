"""For those who watch over the portal: does it answer, and can it work?"""

from pyramid.request import Request
from pyramid.response import Response

from portal.core.db import UNAVAILABLE
from portal.directory.centre import centre
from portal.web.server import STOPPING
from portal.web.views import plain
from search_index.engine import Engine, IndexUnavailable


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
    text = f"cannot be used: {', '.join(problems)}\n" if problems else _ready(request.registry["index"])
    return Response(text=text, status=503 if problems else 200, content_type="text/plain")


def _ready(index: Engine) -> str:
    """All nodes may be without an index at once, and answer: names of guides are searched."""
    try:
        index.check()
    except IndexUnavailable:
        return "ready, without the search index\n"
    return "ready\n"
