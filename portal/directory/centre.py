"""Which hall the portal speaks for."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.core.work import Reading
from portal.directory.cards import OrgCard
from portal.directory.models import Org, OrgKind
from portal.directory.queries import known_orgs

_any = aliased(Org)
_highest = (
    select(_any.id)
    .where(_any.kind == OrgKind.HALL)
    .order_by(func.length(_any.path), _any.position, _any.id)
    .limit(1)
    .scalar_subquery()
)
_hall = known_orgs.where(Org.id == _highest)


def centre(work: Reading) -> OrgCard | None:
    """The hall highest in the tree; ``None`` where the directory has no hall yet."""
    row = work.known(("centre", work.today), lambda: work.rows(_hall, {"day": work.today}).first())
    return OrgCard(*row) if row else None
