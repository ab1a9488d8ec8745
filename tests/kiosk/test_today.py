"""What the kiosk says of today: who helps, who is on duty, when the market is; and one's own letter."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse

from portal.cases.codes import query_code
from portal.cases.models import Case
from portal.core.clock import TZ
from portal.core.work import Store, Writing
from portal.directory import absences
from portal.directory.models import Person
from portal.views.kiosk.letter import typed
from tests.support.letters import AUTHOR, write_letter
from tests.support.portal import MovableClock
from tests.support.reading import text, texts

HOME = "/kiosk/county-hall"


def away(work: Writing, slug: str) -> None:
    """From now on, until somebody says otherwise."""
    person = work.session.execute(select(Person).where(Person.slug == slug)).scalar_one()
    absences.mark_away(work, person.id, work.now)


def help_shown(app: TestApp) -> str:
    return text(app.get(f"{HOME}/boards"), ".kiosk-help")


def test_b_stands_in_at_the_next_request(own_visitor: TestApp, site: Store) -> None:
    assert "方小满" in help_shown(own_visitor)
    site.write(away, "fang-xiaoman")
    assert "谢安澜" in help_shown(own_visitor)
    assert "方小满" not in help_shown(own_visitor)
    assert "谢安澜" in text(own_visitor.get(f"{HOME}/help"))


def test_where_nobody_is_the_window_and_its_phone_stay(own_visitor: TestApp, site: Store) -> None:
    for slug in ("fang-xiaoman", "xie-anlan"):
        site.write(away, slug)
    shown = help_shown(own_visitor)
    assert "问询台" in shown
    assert "0980-555" in shown


def test_somebody_away_is_shown_so_on_the_guide(own_visitor: TestApp, site: Store) -> None:
    site.write(away, "lu-jianping")
    posts = text(own_visitor.get(f"{HOME}/services/990121-GA-01"), '[aria-labelledby="where"]')
    assert "不在" in posts
    assert "宋玥" in posts


def test_duty_changes_over_midnight(own_visitor: TestApp, clock: MovableClock) -> None:
    clock.now = datetime(2026, 3, 6, 23, 59, tzinfo=TZ)  # a Friday
    friday = text(own_visitor.get(f"{HOME}/duty"))
    clock.pass_time(minutes=2)
    saturday = text(own_visitor.get(f"{HOME}/duty"))
    assert "休息日值班" in saturday
    assert "休息日值班" not in friday
    assert "叶秋岚" in help_shown(own_visitor)
    assert "叶秋岚" in text(own_visitor.get(HOME), f'a[href="{HOME}/duty"]')


def test_market_days_of_the_own_town_come_first(own_visitor: TestApp) -> None:
    page = own_visitor.get("/kiosk/liuwan-hall/market-days")
    assert "柳湾镇" in texts(page, ".kiosk-list li")[0]
    assert "别的乡镇" in text(page)
    county = own_visitor.get(f"{HOME}/market-days")
    assert "别的乡镇" not in text(county)
    assert len(texts(county, ".kiosk-list li")) == 3


def test_windows_of_the_place_are_listed(own_visitor: TestApp) -> None:
    page = own_visitor.get("/kiosk/songling-hall/duty")
    assert "一楼 1号 综合受理窗口" in text(page)
    assert "公安户政窗口" not in text(page)


@pytest.mark.parametrize("board", ["time-limits", "fees", "staff", "powers"])
def test_boards_of_all_and_of_the_place(own_visitor: TestApp, board: str) -> None:
    every = own_visitor.get(f"{HOME}/boards/{board}")
    assert texts(every, ".kiosk-list li")
    here = own_visitor.get(f"{HOME}/boards/{board}?org=county-hall")
    assert len(texts(here, ".kiosk-list li")) < len(texts(every, ".kiosk-list li"))


def test_an_unknown_board_is_told_inside(own_visitor: TestApp) -> None:
    assert own_visitor.get(f"{HOME}/boards/none", status=404).html.select_one("html.kiosk")


@pytest.fixture
def case(site: Store) -> Case:
    return write_letter(site)


def ask(app: TestApp, number: str, code: str, status: int = 200) -> TestResponse:
    form = app.get(f"{HOME}/letter").forms[0]
    form["number"], form["code"] = number, code
    return form.submit(status=status)


def test_number_and_code_show_the_own_letter(own_visitor: TestApp, site: Store, case: Case) -> None:
    page = ask(own_visitor, f" {case.number.replace('-', '')} ", query_code(site.settings, case.id))
    assert case.title in text(page, "h1")
    assert AUTHOR["phone"] not in page.text
    body = page.html.body
    assert (body["data-ask"], body["data-wipe"]) == ("40", "20")
    assert page.headers["Cache-Control"] == "no-store"
    assert query_code(site.settings, case.id) not in page.text


def test_the_scanner_types_both_into_one_field(own_visitor: TestApp, site: Store, case: Case) -> None:
    both = f"{case.number}.{query_code(site.settings, case.id)}"
    page = ask(own_visitor, f"{site.settings.site_url}/mailbox/track#{both}", "")
    assert case.title in text(page, "h1")


def test_a_wrong_code_and_an_unknown_number_are_told_alike(own_visitor: TestApp, case: Case) -> None:
    wrong, unknown = (
        ask(own_visitor, number, "0000000000", status=422) for number in (case.number, "20200101-000000")
    )
    assert wrong.text.replace(case.number, "") == unknown.text.replace("20200101-000000", "")
    assert "data-personal" not in wrong.text
    assert wrong.html.body["data-ask"] == "90"


@pytest.mark.parametrize("number", ["", "x" * 5000, "#.", "#1.1", "<script>", "\x00", "٣" * 14])
def test_what_is_no_number_is_told_so(own_visitor: TestApp, number: str) -> None:
    assert text(ask(own_visitor, number, number, status=422), "[role=alert]")


def test_too_many_tries_wait(own_visitor: TestApp, clock: MovableClock) -> None:
    form = own_visitor.get(f"{HOME}/letter").forms[0]
    for _ in range(30):
        form.submit(status=422)
    assert form.submit(status=429).html.select_one("html.kiosk")
    clock.pass_time(minutes=16)
    form.submit(status=422)


@pytest.mark.parametrize(
    ("number", "code", "read"),
    [
        ("20261122-483920", "0123456789", ("20261122-483920", "0123456789")),
        ("https://a.example/mailbox/track#20261122-483920.0123456789", "", ("20261122-483920", "0123456789")),
        ("ｈttp://a/#２0261122-483920.0123456789\t", "left over", ("20261122-483920", "0123456789")),
        ("#20261122-483920", "5", ("#20261122-483920", "5")),
    ],
)
def test_what_a_scanner_types_is_taken_apart(number: str, code: str, read: tuple[str, str]) -> None:
    assert typed(number, code) == read


def test_days_are_counted_from_the_clock(own_visitor: TestApp, clock: MovableClock) -> None:
    before = text(own_visitor.get("/kiosk/liuwan-hall"), 'a[href$="/market-days"]')
    clock.now += timedelta(days=1)
    assert text(own_visitor.get("/kiosk/liuwan-hall"), 'a[href$="/market-days"]') != before
