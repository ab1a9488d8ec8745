"""Which hall the portal speaks for."""

from sqlalchemy import func, select

from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.directory.models import Org, OrgKind
from portal.directory.queries import orgs

_highest_hall = (
    select(Org.id)
    .where(Org.kind == OrgKind.HALL)
    .order_by(func.length(Org.path), Org.position, Org.id)
    .limit(1)
)


def centre(work: Reading) -> OrgCard | None:
    """The hall highest in the tree; ``None`` where the directory has no hall yet."""
    hall = work.session.scalar(_highest_hall)
    return orgs(work, [hall]).get(hall) if hall is not None else None
