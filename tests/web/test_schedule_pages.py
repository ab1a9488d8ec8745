"""The schedule in public: today on top, market days, the calendar; who is away is shown at once."""

from datetime import timedelta

from icalendar import Calendar
from webtest import TestApp

from portal.core.work import Store, Writing
from portal.directory import absences
from portal.directory.models import Person
from tests.support.demo import IDENTITY_CARD
from tests.support.portal import MovableClock
from tests.support.reading import text


def test_today_and_the_next_market_days(visitor: TestApp) -> None:
    page = visitor.get("/schedule")
    shown = text(page)
    for words in ("今天是2026年3月2日", "司徒清和", "方小满", "柳湾镇", "松岭乡", "白石镇", "农历正月"):
        assert words in shown
    assert len(page.html.select("table.month")) == 3
    assert page.html.select_one("td.month__today .month__day").text == "2"


def test_one_town_and_another_month(visitor: TestApp) -> None:
    page = visitor.get("/schedule?org=baishi-hall&month=2026-04")
    assert [each.text for each in page.html.select("table.month caption")] == ["白石镇"]
    marked = [int(each.text) for each in page.html.select(".month__market .month__day")]
    assert marked == [1, 4, 8, 11, 15, 18, 22, 25, 29]
    assert page.html.select_one('a[href="/schedule?org=baishi-hall&month=2026-03#month"]')


def test_what_is_unknown_is_said_and_left_out(visitor: TestApp) -> None:
    for query in ("org=none", "org=%27%22%3Cscript%3E", "month=9999-99&org=", "month=x", "org=" + "a" * 900):
        page = visitor.get(f"/schedule?{query}")
        assert len(page.html.select("table.month")) == 3
    assert "认不出来" in text(visitor.get("/schedule?org=none"))


def test_an_empty_portal_says_so(app: TestApp) -> None:
    shown = text(app.get("/schedule"))
    assert "还没有登记赶场日" in shown
    assert "今天还没有登记值班人" in shown
    assert Calendar.from_ical(app.get("/schedule.ics").body).events == []


def test_the_calendar_keeps_its_events(own_visitor: TestApp, clock: MovableClock) -> None:
    def events() -> dict[str, str]:
        answer = own_visitor.get("/schedule.ics?org=baishi")
        assert answer.content_type == "text/calendar"
        found = Calendar.from_ical(answer.body)
        return {str(event["uid"]): event.start.isoformat() for event in found.events}

    before = events()
    clock.pass_time(days=7)
    after = events()
    assert len(before) == 104 - 1  # a year of Wednesdays and Saturdays; one market falls away
    assert {uid: day for uid, day in after.items() if uid in before}.items() <= before.items()
    assert len(before.keys() - after.keys()) == 2


def test_over_midnight_duty_and_market_change_everywhere(own_visitor: TestApp, clock: MovableClock) -> None:
    pages = ("/schedule", "/", "/orgs/county-hall")
    assert all("司徒清和" in text(own_visitor.get(page)) for page in pages)
    clock.pass_time(hours=12)
    for page in pages:
        shown = own_visitor.get(page).html.select_one(".duties").get_text()
        assert "沈致远" in shown
        assert "司徒清和" not in shown


def test_a_person_away_is_shown_at_the_next_request(
    own_visitor: TestApp, site: Store, clock: MovableClock
) -> None:
    pages = ("/boards/staff?org=public-security", f"/services/{IDENTITY_CARD}", "/orgs/public-security")
    assert not any("现在由他" in text(own_visitor.get(page)) for page in pages)
    site.write(_mark, "lu-jianping", clock)
    for page in pages:
        away, stands_in = own_visitor.get(page).html.select(".post .person")[:2]
        assert "不在岗，3月2日 星期一 14:00 回来" in away.get_text()
        assert "现在由他（她）顶岗" in stands_in.get_text()
        assert "宋玥" in stands_in.get_text()
    site.write(_mark, "song-yue", clock)
    for page in pages:
        assert "现在都不在岗" in text(own_visitor.get(page))
    clock.pass_time(hours=2)
    assert not any("现在都不在岗" in text(own_visitor.get(page)) for page in pages)


def test_who_is_on_duty_and_away_is_stood_in_for(
    own_visitor: TestApp, site: Store, clock: MovableClock
) -> None:
    site.write(_mark, "fang-xiaoman", clock)
    for page in ("/schedule", "/", "/orgs/county-hall"):
        assert "方小满不在岗，由他（她）顶岗" in text(own_visitor.get(page))


def _mark(work: Writing, slug: str, clock: MovableClock) -> None:
    person = work.session.query(Person).filter_by(slug=slug).one()
    absences.mark_away(work, person.id, clock.now, clock.now + timedelta(hours=2))
