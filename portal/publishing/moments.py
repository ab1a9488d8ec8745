"""Moments as people write them, on the hall's wall clock."""

import re
from datetime import datetime

from portal.core.clock import TZ
from portal.core.i18n import _
from portal.core.text import fold
from portal.publishing.errors import WrongWindow

_MOMENT = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[ T]?(?:(\d{1,2})[:点时](\d{1,2})?分?(?::\d{2})?)?", re.ASCII
)


def moment(text: str) -> datetime | None:
    """``2026-11-22 9:30``, ``2026-11-22T09:30``, ``2026年11月22日 9点``, in any width; ``None`` for nothing.

    Without a time of day it is midnight, when the day begins. Raises ``WrongWindow``.
    """
    written = fold(text)
    if not written:
        return None
    found = _MOMENT.fullmatch(written)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, tzinfo=TZ)
    except ValueError:
        raise WrongWindow(
            _("We cannot read “${text}” as a moment. Write it as 2026-11-22 09:30.", text=written[:40])
        ) from None
