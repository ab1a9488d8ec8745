"""The only place that asks what time it is; everywhere else time is a parameter."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the hall's wall clock."""
    return moment.astimezone(TZ)


def today(moment: datetime) -> date:
    """The hall's calendar date at ``moment``."""
    return local(moment).date()
