"""A form that came without a session: it is carried through the log-in, and nothing of it is stored here.

The log-in page holds it in one hidden field, signed together with the page's own one-time key: so no other
page can put words into somebody's mouth, and it lapses when that key does.
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from pyramid.request import Request

from portal.accounts import sessions

SPARE = 64 * 1024
"""Bytes that a form of the log-in needs beside what it carries."""


@dataclass(frozen=True)
class Kept:
    """A form: where it goes, in which encoding, names and values in their order, and who was logged in
    (0 where that is not known any more)."""

    address: str
    multipart: bool
    items: list[tuple[str, str]]
    user_id: int

    @property
    def texts(self) -> list[str]:
        """What a person wrote: the values that are words, not codes or numbers."""
        words = (value.strip() for name, value in self.items if not name.startswith("__"))
        return [value for value in words if not value.isascii() or " " in value]


def keep(request: Request, token: str) -> Kept | None:
    """The form that this request brought, by whoever had the session ``token``."""
    if request.method != "POST":
        return None
    multipart = request.content_type == "multipart/form-data"
    return Kept(request.path_qs, multipart, request.form_items, sessions.owner(request.store, token))


def packed(request: Request, kept: Kept | None, key: str) -> str:
    """``kept`` for the hidden field of the log-in page with this ``key``; empty where it is too long."""
    if kept is None:
        return ""
    text = json.dumps(asdict(kept), ensure_ascii=False, separators=(",", ":"))
    body = urlsafe_b64encode(zlib.compress(text.encode())).decode()
    signed = f"{body}.{_sign(request, body, key)}"
    return signed if len(signed) <= request.registry["settings"].body_limit - SPARE else ""


def unpacked(request: Request) -> Kept | None:
    """What the submitted log-in page carried; ``None`` where there is nothing, or not as we packed it."""
    body, _dot, signature = request.form.get("kept", "").rpartition(".")
    right = _sign(request, body, request.form.get("key", ""))
    if not body or not hmac.compare_digest(signature.encode(), right.encode()):
        return None
    held: dict[str, Any] = json.loads(zlib.decompress(urlsafe_b64decode(body)))
    items = [(str(name), str(value)) for name, value in held.pop("items")]
    return Kept(**held, items=items)


def _sign(request: Request, body: str, key: str) -> str:
    return hmac.new(request.store.settings.key, f"kept\n{key}\n{body}".encode(), sha256).hexdigest()
