"""Reading pages as a visitor does: the words, not the marks."""

from typing import Any

from webob import Request
from webtest import TestApp, TestResponse


def text(page: TestResponse, selector: str = "main") -> str:
    return " ".join(page.html.select_one(selector).get_text(" ").split())


def texts(page: TestResponse, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.html.select(selector)]


def meta(page: TestResponse, name: str) -> str:
    return str(page.html.select_one(f'meta[name="{name}"]')["content"])


def weight(app: TestApp, address: str) -> int:
    """Bytes over the wire; WebTest itself would unpack them."""
    environ: Any = {"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip"}
    return len(Request.blank(address, environ=environ).get_response(app.app).body)
