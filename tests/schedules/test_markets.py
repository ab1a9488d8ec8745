"""Market days: rules with their exceptions, and whose market it is."""

from datetime import date
from typing import Any

import pytest

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.core.i18n import Forbidden
from portal.core.work import Store
from portal.directory.queries import org_by_slug
from portal.schedules import desk, markets, verbs
from portal.schedules.entries import ExceptionIn, RuleIn
from portal.schedules.errors import NoSuchEntry, TwoForOneDay
from portal.schedules.models import EntryKind
from portal.schedules.month import first_of, month
from tests.schedules.conftest import Place
from tests.support.portal import MovableClock
from tests.support.staff import add_staff

TODAY = date(2026, 3, 2)  # Monday, the 14th of the first lunar month


@pytest.fixture
def put(store: Store, editor: Staff) -> Any:
    def through(entry: RuleIn | ExceptionIn, replaces: int | None = None) -> int:
        return store.write_as(editor, verbs.put, entry, replaces)

    return through


def rule(org_id: int, text: str = "每周三、周六", **facts: Any) -> RuleIn:
    return RuleIn(org_id=org_id, text=text, valid_from=TODAY, **facts)


def days(store: Store, slug: str, n: int = 3) -> list[str]:
    with store.reading() as work:
        org = org_by_slug(work, slug)
        assert org
        return [f"{market.day:%m-%d}" for market in markets.next_days(work, org, n)]


def test_the_next_days_with_those_added_and_dropped(store: Store, place: Place, put: Any) -> None:
    put(rule(place.town, place="镇便民服务中心1号窗口"))
    put(ExceptionIn(org_id=place.town, day=date(2026, 3, 4), held=False, reason="修路"))
    put(ExceptionIn(org_id=place.town, day=date(2026, 3, 5), held=True, reason="元宵后补场"))
    assert days(store, "liuhe") == ["03-05", "03-07", "03-11"]
    with store.reading() as work:
        added = markets.between(work, TODAY, date(2026, 3, 8))[0]
        assert (added.place, added.lunar, added.reason) == ("镇便民服务中心1号窗口", "正月十七", "元宵后补场")
        assert [each.reason for each in markets.dropped(work, TODAY, date(2026, 3, 8))] == ["修路"]


def test_a_market_serves_the_hall_and_the_villages_of_its_town(store: Store, place: Place, put: Any) -> None:
    put(rule(place.town, "逢1、4、7"))
    for slug in ("liuhe", "liuhe-hall", "dongtang"):
        assert days(store, slug) == ["03-04", "03-07", "03-11"]
    assert days(store, "county") == days(store, "police") == days(store, "town") == []


def test_a_rule_holds_from_a_day_to_a_day(store: Store, place: Place, put: Any) -> None:
    put(rule(place.town, "每天", last_day=date(2026, 3, 3)))
    put(RuleIn(org_id=place.town, text="每周日", valid_from=date(2026, 3, 10)))
    assert days(store, "liuhe", 4) == ["03-02", "03-03", "03-15", "03-22"]


def test_after_midnight_yesterdays_market_is_gone(
    store: Store, place: Place, put: Any, clock: MovableClock
) -> None:
    put(rule(place.town, "逢2"))
    assert days(store, "liuhe", 1) == ["03-02"]
    clock.pass_time(hours=12)
    assert days(store, "liuhe", 1) == ["03-12"]


def test_a_rule_that_names_no_day_has_none(store: Store, place: Place, put: Any) -> None:
    put(rule(place.town, "2020年1月1日"))
    assert days(store, "liuhe") == []
    with store.reading() as work:
        assert markets.nearest(work) == ()
        assert [org.slug for org in markets.stations(work)] == ["liuhe"]


def test_a_month_as_the_wall_calendar_shows_it(store: Store, place: Place, put: Any) -> None:
    put(rule(place.town))
    put(ExceptionIn(org_id=place.town, day=date(2026, 3, 4), held=False, reason="修路"))
    with store.reading() as work:
        org = org_by_slug(work, "liuhe")
        assert org
        weeks = month(work, org, date(2026, 3, 1))
    cells = {cell.day.day: cell for week in weeks for cell in week if cell}
    assert len(cells) == 31
    assert all(len(week) == 7 for week in weeks)
    assert (cells[4].dropped, cells[4].markets) == ("修路", ())
    assert [day for day, cell in cells.items() if cell.markets] == [7, 11, 14, 18, 21, 25, 28]


@pytest.mark.parametrize(
    ("text", "first"),
    [("2026-05", "2026-05-01"), ("", "2026-03-01"), ("1999-01", "2026-03-01"), ("2028-03", "2028-03-01")]
    + [(text, "2026-03-01") for text in ("2028-04", "2026-5", "9999-99", "x", "２０２６-05")],
)
def test_which_month_is_asked_for(text: str, first: str) -> None:
    assert first_of(text, TODAY).isoformat() == first


def test_two_who_change_the_same_rule(store: Store, place: Place, editor: Staff, put: Any) -> None:
    number = put(rule(place.town))
    put(rule(place.town, "每周日"), replaces=number)
    with pytest.raises(NoSuchEntry):
        put(rule(place.town, "每周一"), replaces=number)
    with store.reading(editor) as work:
        (row,) = desk.rows(work, EntryKind.RULES)
        assert isinstance(row.entry, RuleIn)
        assert row.entry.text == "每周日"


def test_a_day_differs_once(store: Store, place: Place, put: Any) -> None:
    entry = ExceptionIn(org_id=place.town, day=date(2026, 3, 4), held=False, reason="修路")
    number = put(entry)
    with pytest.raises(TwoForOneDay):
        put(entry)
    put(entry.model_copy(update={"reason": "停电"}), replaces=number)


def test_only_who_may_edit_there(store: Store, place: Place, town_editor: Staff) -> None:
    with pytest.raises(Forbidden, match="Who can"):
        store.write_as(town_editor, verbs.put, rule(place.town))
    with pytest.raises(Forbidden):
        store.write(verbs.put, rule(place.town))


@pytest.fixture
def town_editor(store: Store, place: Place) -> Staff:
    """May edit for the other town only."""
    return add_staff(store, "town-editor", Role.EDITOR, "town")
