"""Which addresses a notice may link to, written so that every browser reads them alike."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

LENGTH = 500

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}(?::[0-9]+)?")
_ALLOWED = "/:?@!$&'()*+,;=%-._~"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PHONE = re.compile(r"tel:\+?[0-9-]{3,20}")


def linkable(text: str) -> str:
    """The address to link to: ``/inside/the/site``, ``http(s)://…`` or ``tel:…``; empty for anything else."""
    address = text.strip()
    if len(address) > LENGTH or "\\" in address:
        return ""
    if _PHONE.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode() + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return ""
    # A browser takes what stands behind two slashes for a host.
    inside = not parts.scheme and not parts.netloc and re.match("/(?!/)", parts.path)
    # A name before the host pretends to be one: https://bank.example@elsewhere.example
    outside = parts.scheme in {"http", "https"} and parts.username is None and _HOST.fullmatch(host)
    if not (inside or outside):
        return ""
    written = (_quoted(text) for text in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *written))


def _quoted(text: str) -> str:
    return _LONE_PERCENT.sub("%25", quote(text, safe=_ALLOWED))
