"""Who is on duty today, and when the next market days are."""

from typing import Any

from pyramid.request import Request

from portal.directory import queries as directory
from portal.schedules import duty, markets
from portal.web.views import page

SHOWN = 5


@page("kiosk_duty", "kiosk/duty")
def on_duty(request: Request) -> dict[str, Any]:
    place, work = request.kiosk, request.work
    return {
        "place": place,
        "today": work.today,
        "duties": duty.today(work, place.org),
        "windows": directory.windows_of(work, place.org.id),
    }


@page("kiosk_market", "kiosk/market")
def market_days(request: Request) -> dict[str, Any]:
    place, work = request.kiosk, request.work
    own = markets.next_days(work, place.org, SHOWN)
    here = {each.org.id for each in own}
    others = [each for each in markets.nearest(work) if each.org.id not in here]
    next_ones = [*own[:1], *others]
    return {
        "place": place,
        "today": work.today,
        "own": own,
        "others": others,
        "sitting": {each: duty.on_market_day(work, each) for each in next_ones},
    }
