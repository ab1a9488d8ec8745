"""The first two organisations of a centre: its government, and the hall that the portal speaks for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from portal.core.work import Writing
from portal.directory.edit import division_level, put_org, state_org
from portal.directory.models import Org, OrgKind

GOVERNMENT = "government"
HALL = "hall"


def found(work: Writing, name: str, division: str, hall: Mapping[str, Any]) -> bool:
    """Put the government ``name`` at the top and its hall below; False where both say so already.

    ``hall``: facts of the hall (``OrgFacts``), its name among them. Units that had nobody above them, because
    a list was imported first, come under the government.
    """
    level = division_level(division)
    top = put_org(work, GOVERNMENT, kind=OrgKind.GOVERNMENT, level=level, division=division)
    changed = state_org(work, top, work.today, name=name)
    below = put_org(work, HALL, kind=OrgKind.HALL, level=level, division=division, parent_id=top)
    changed = state_org(work, below, work.today, **hall) or changed
    return _take_in(work, work.session.get_one(Org, top)) or changed


def _take_in(work: Writing, top: Org) -> bool:
    others = work.session.scalars(
        select(Org).where(Org.path.not_like(f"{top.path}%"), Org.id != top.id).with_for_update()
    ).all()
    for org in others:
        if org.parent_id is None:
            org.parent_id = top.id
        org.path = top.path + org.path.removeprefix("/")
        work.record("move", "org", org.id, parent=org.parent_id)
        work.announce("org", org.id)
    return bool(others)
