"""When what visitors see changes by itself."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, union_all

from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.publishing.models import Edition

_now = bindparam("now", type_=UTCDateTime())
_moments = union_all(
    *(select(func.min(column)).where(column > _now) for column in (Edition.live_from, Edition.live_until))
)


def next_boundary(work: Reading) -> datetime | None:
    """The next moment after ``work.now`` at which an edition begins or ends; ``None``: none is planned."""
    moments = work.session.scalars(_moments, {"now": work.now})
    return min(filter(None, moments), default=None)
