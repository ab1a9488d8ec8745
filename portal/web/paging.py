"""Links from one page of a list to the others; what the list is narrowed to stays."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from pyramid.request import Request

from portal.core.text import whole_number

HIGHEST = 1_000_000
ONCE = frozenset({"after", "key"})
"""What a form says of its own sending: no link from the page that it led to says it again."""


@dataclass(frozen=True, slots=True)
class Pager:
    """``numbers``: pairs of page and address, with ``None`` in place of each gap."""

    page: int
    pages: int
    previous: str
    next: str
    numbers: tuple[tuple[int, str] | None, ...]


def wanted_page(request: Request) -> int:
    """The ``page`` that the address asks for; the first for anything but a page number."""
    return whole_number(request.GET.get("page", ""), 1, 1, HIGHEST)


def with_values(request: Request, **values: str | int) -> str:
    """This address with some of its values changed; an empty value is left out."""
    return changing(request)(**values)


def changing(request: Request) -> Callable[..., str]:
    """``with_values`` of this address, for a page with many links."""
    path = str(request.path)
    kept = {name: _pair(name, value) for name, value in request.GET.items() if name not in ONCE}

    def address(**values: str | int) -> str:
        pairs = kept | {name: _pair(name, value) for name, value in values.items()}
        query = "&".join(filter(None, pairs.values()))
        return f"{path}?{query}" if query else path

    return address


def _pair(name: str, value: str | int) -> str:
    return urlencode({name: value}) if value else ""


def pager(request: Request, page: int, pages: int) -> Pager:
    """The way through ``pages``: the first, the last, and those around ``page``."""

    change = changing(request)

    def address(number: int) -> str:
        return change(page=number if number > 1 else "")

    near = sorted({1, pages, *(n for n in range(page - 1, page + 2) if 1 <= n <= pages)})
    numbers: list[tuple[int, str] | None] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            numbers.append(None)
        numbers.append((number, address(number)))
    return Pager(
        page=page,
        pages=pages,
        previous=address(page - 1) if page > 1 else "",
        next=address(page + 1) if page < pages else "",
        numbers=tuple(numbers),
    )
