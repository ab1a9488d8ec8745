"""One's own letter: the QR code of its receipt held before the scanner, or number and query code by touch."""

import re
from typing import Any

from pyramid.request import Request

from portal.core.text import fold
from portal.views.public.tracking import TYPED, answered
from portal.web.views import page

KEYS = ("123", "456", "789", "0")
SCANNED = 300
_CODE = re.compile(r"#([0-9-]{1,20})\.([0-9]{1,20})$")


@page("kiosk_letter", "kiosk/letter")
def ask(request: Request) -> dict[str, Any]:
    values = {"number": "", "code": "", "problem": None, "letter": None}
    return {"place": request.kiosk, "rows": KEYS, "personal": False, **values}


@page("kiosk_letter", "kiosk/letter", submit=True)
def show(request: Request) -> dict[str, Any]:
    values = answered(request, *typed(request.form.get("number", ""), request.form.get("code", "")))
    personal = values["letter"] is not None
    return {"place": request.kiosk, "rows": KEYS, "personal": personal, **values}


def typed(number: str, code: str) -> tuple[str, str]:
    """Number and code; a scanner types both as one address, ``…#20261122-483920.0123456789``, into the first
    field."""
    scanned = _CODE.search(fold(number[:SCANNED]))
    return (scanned[1], scanned[2]) if scanned else (number[:TYPED], code[:TYPED])
