"""When what visitors see changes by itself."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select, union_all

from portal.core.db import UTCDateTime
from portal.core.work import Reading
from portal.publishing.models import Edition

_now = bindparam("now", type_=UTCDateTime())
_columns = (Edition.live_from, Edition.live_until)
_moments = union_all(*(select(func.min(column)).where(column > _now) for column in _columns))
_moments_before = union_all(*(select(func.max(column)).where(column <= _now) for column in _columns))


def next_boundary(work: Reading) -> datetime | None:
    """The next moment after ``work.now`` at which an edition begins or ends; ``None``: none is planned."""
    moments = work.session.scalars(_moments, {"now": work.now})
    return min(filter(None, moments), default=None)


def span(work: Reading) -> tuple[datetime, datetime]:
    """From when until when the same editions are published as at ``work.now``, unless one is changed."""
    before = filter(None, work.session.scalars(_moments_before, {"now": work.now}))
    since = max(before, default=datetime.min.replace(tzinfo=UTC))
    return since, next_boundary(work) or datetime.max.replace(tzinfo=UTC)
