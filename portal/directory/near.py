"""Where to look next: an organisation, the halls around it, and those above."""

from sqlalchemy import select

from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.directory.models import Org, OrgKind


def near(work: Reading, org: OrgCard) -> list[int]:
    """Ids from the nearest on: the organisation and its own halls, then each one above with its halls."""
    line = [int(part) for part in reversed(org.path.split("/")) if part]
    halls = select(Org.id, Org.parent_id).where(Org.parent_id.in_(line), Org.kind == OrgKind.HALL)
    below: dict[int, list[int]] = {}
    for hall_id, parent_id in work.session.execute(halls.order_by(Org.position, Org.id)):
        below.setdefault(parent_id or 0, []).append(hall_id)
    ids = [each for above in line for each in (above, *below.get(above, ()))]
    return list(dict.fromkeys(ids))
