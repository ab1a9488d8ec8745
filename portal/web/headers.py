"""What every answer carries: the security headers, and gzip where it pays."""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from portal.web.cache import KEPT

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_PACKED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
_LEAST = 1000


def headers_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    secure = registry["settings"].site_url.startswith("https:")

    def headers(request: Request) -> Response:
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if response.content_type == "text/html":
            response.headers.add("Vary", "Cookie")  # who is logged in, elder mode
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-cache"
        if _same_for_all(request, response):
            request.environ[KEPT] = True  # and packed once, where it is kept
        else:
            _pack(request, response)
        return response

    return headers


def _same_for_all(request: Request, response: Response) -> bool:
    route = request.matched_route
    return (
        route is not None
        and route.name in request.registry["cached_routes"]
        and response.status_int == 200
        and response.headers["Cache-Control"] == "no-cache"
        and "Set-Cookie" not in response.headers
    )


def _pack(request: Request, response: Response) -> None:
    # What is private stays unpacked: its length must not tell an attacker what stands beside their own input.
    private = "no-store" in response.headers["Cache-Control"]
    if private or response.status_int != 200 or not (response.content_type or "").startswith(_PACKED):
        return
    response.vary = (*(response.vary or ()), "Accept-Encoding")
    # A request that names no encoding accepts every one by the standard, and curl then prints packed bytes.
    wanted = request.accept_encoding and request.accept_encoding.acceptable_offers(["gzip"])
    if wanted and (response.content_length or 0) >= _LEAST:
        plain = response.app_iter
        response.encode_content("gzip")
        if hasattr(plain, "close"):  # a static file's
            plain.close()
        # The stored file's validator names the unpacked bytes.
        response.etag = None
