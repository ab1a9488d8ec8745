"""Whom the counters that slow hurrying down take for one visitor."""

from ipaddress import IPv4Address, IPv6Network, ip_address

from pyramid.config import Configurator
from pyramid.request import Request

HOUSEHOLD = 64
"""Bits of an IPv6 address that one connection is given; it may choose the others anew for each request."""


def client(address: str) -> str:
    """An address of IPv4, or the network of an IPv6 address; what is neither stays as it is."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((known, HOUSEHOLD), strict=False))


def _client(request: Request) -> str:
    # Not client_addr: it believes a header that anybody can write.
    return client(request.remote_addr or "")


def includeme(config: Configurator) -> None:
    config.add_request_method(_client, "client", reify=True)
