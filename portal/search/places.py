"""Organisations by the names that people say: 柳湾 for 晴溪县柳湾镇人民政府, 医保局 for 晴溪县医疗保障局."""

import re
from collections.abc import Iterable
from dataclasses import replace

from portal.core.work import Reading
from portal.directory.cards import OrgCard, WindowCard
from portal.directory.models import OrgKind
from portal.directory.queries import all_orgs, all_windows
from search_index.analysis import key

_OFFICE = re.compile(
    r"(?:人民政府|街道办事处|办事处|(?:便民|政务|党群)服务(?:中心|点|站)|便民(?:中心|点|站)|政务中心"
    r"|村民委员会|居民委员会|村委会|居委会)$"
)
_RANK = re.compile(r"(?:镇|乡|街道|村|社区|县|区|市|旗)$")


def place(org: OrgCard) -> str:
    """The place in an organisation's name: 晴溪县柳湾镇人民政府 → 晴溪县柳湾镇; else the name."""
    return _OFFICE.sub("", org.name) or org.name


def spoken(org: OrgCard, county: str = "") -> tuple[str, ...]:
    """What people call it, the most usual first; ``county``: the place that all names may begin with."""
    own = org.name.removeprefix(county) or org.name
    whole = (
        org.short_name,
        org.short_name.lstrip("县市区旗"),
        own.replace("人民政府", "政府"),
        own,
        org.name,
    )
    where = tuple(_OFFICE.sub("", name.removeprefix(county)) for name in whole)
    names = (next(filter(None, where), ""), *whole, *where, *(_RANK.sub("", name) for name in where))
    return tuple(name for name in dict.fromkeys(names) if len(name) > 1)


def _as_org(window: WindowCard, hall: OrgCard) -> OrgCard:
    address = " ".join(filter(None, (window.address, window.floor, window.counter)))
    return replace(
        hall,
        name=window.name,
        short_name="",
        phone=window.phone,
        address=address,
        hours=window.hours,
        window_id=None,
    )


def places(work: Reading) -> "Places":
    """The places of today."""
    return work.known(("places", work.today), lambda: Places(all_orgs(work), all_windows(work)))


class Places:
    """All organisations, parents first, and their windows, to be recognised in a question.

    A window is spoken of as its hall with a name, hours and a telephone of its own.
    """

    def __init__(self, orgs: Iterable[OrgCard], windows: Iterable[WindowCard] = ()) -> None:
        known = list(orgs)
        self.county = place(known[0]) if known else ""
        self._halls: dict[int | None, OrgCard] = {}
        self._names: dict[str, OrgCard] = {}
        for org in known:
            if org.kind is OrgKind.HALL:
                self._halls.setdefault(org.parent_id, org)
            for name in spoken(org, self.county):
                self._names.setdefault(key(name), org)
        halls = {org.slug: org for org in known}
        for window in windows:
            self._names.setdefault(key(window.name), _as_org(window, halls[window.hall_slug]))

    def named(self, question: str) -> tuple[OrgCard, str] | None:
        """The organisation whose name is the longest in the key of a question, and that name."""
        found = max((name for name in self._names if name in question), key=len, default=None)
        return (self._names[found], found) if found else None

    def hall(self, org: OrgCard) -> OrgCard | None:
        """The hall of a place."""
        return self._halls.get(org.id)
