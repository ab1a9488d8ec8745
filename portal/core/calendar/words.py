"""Days as people say them, in the reader's language."""

from datetime import date

from portal.core.i18n import Message, _

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def long_day(day: date) -> Message:
    """Sunday 2026-11-22."""
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return _("${weekday} ${year}-${month}-${day}", weekday=WEEKDAYS[day.weekday()], **parts)


def short_day(day: date) -> Message:
    """11-22 Sunday, for a day that is near."""
    return _("${month}-${day} ${weekday}", month=day.month, day=day.day, weekday=WEEKDAYS[day.weekday()])
