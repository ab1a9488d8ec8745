"""Cookies and hosts as the browser sent them, and addresses that it is sent to: none is believed."""

from collections.abc import Mapping
from typing import Any

LENGTH = 2000


def cookie(environ: Mapping[str, Any], name: str) -> str:
    """The value of one cookie; empty without it."""
    # Not request.cookies: one cookie of whatever origin that is no UTF-8 makes all of them unreadable.
    parts = str(environ.get("HTTP_COOKIE", "")).split(";")
    pairs = (part.partition("=") for part in parts)
    return {given.strip(): value.strip() for given, _equals, value in pairs}.get(name, "")


def host_name(environ: Mapping[str, Any]) -> str:
    """The host without its port."""
    host = str(environ.get("HTTP_HOST", "")).lower()
    name, _colon, port = host.rpartition(":")
    return name if port.isascii() and port.isdigit() else host


def local(address: str, home: str) -> str:
    """``address`` if it is ``home`` or a page below it, on this site; else ``home``."""
    path = address.partition("?")[0]
    below = path.startswith(f"{home.rstrip('/')}/") and not path.startswith("//")
    written = address.isascii() and address.isprintable() and len(address) <= LENGTH
    climbing = ".." in path or "\\" in path
    return address if (path == home or below) and written and not climbing else home
