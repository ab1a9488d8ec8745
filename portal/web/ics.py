"""Market days as a calendar that phones subscribe to (RFC 5545)."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from portal.core.i18n import Message, _
from portal.core.settings import Settings
from portal.schedules.markets import MarketDay

Translate = Callable[[Message | str], str]


def market_calendar(
    markets: Iterable[MarketDay], now: datetime, settings: Settings, translate: Translate
) -> bytes:
    """One all-day event a market; an event keeps its UID, so that a calendar updates it."""
    from icalendar import Calendar, Event  # half a second to import, and few ask

    found = Calendar()
    found.add("prodid", f"-//{settings.site_domain}//portal//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", translate(_("Market days")))
    for market in markets:
        place = hashlib.sha256(market.place.encode()).hexdigest()[:8]
        event = Event()
        event.add("uid", f"market-{market.org.slug}-{market.day:%Y%m%d}-{place}@{settings.site_domain}")
        event.add("dtstamp", now)
        event.add("dtstart", market.day)
        event.add("dtend", market.day + timedelta(days=1))
        name = market.org.short_name or market.org.name
        event.add("summary", translate(_("Market day at ${place}", place=name)))
        event.add("location", market.place)
        said = (market.lunar, market.hours, market.note, market.reason)
        event.add("description", "\n".join(filter(None, said)))
        event.add("url", f"{settings.site_url}/schedule?org={market.org.slug}")
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())
