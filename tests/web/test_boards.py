"""The boards: the same as guides and directory say, by unit, to print and as CSV."""

import csv
import io

import pytest
from webtest import TestApp

from portal.catalogue.boards import PER_PAGE
from portal.core.work import Store
from portal.publishing import verbs
from tests.support.demo import IDENTITY_CARD, NAME_ONLY
from tests.support.guides import complete_guide
from tests.support.portal import Centre, MovableClock
from tests.support.reading import text

BOARDS = ("time-limits", "fees", "staff", "powers")


def rows(app: TestApp, address: str) -> list[dict[str, str]]:
    answer = app.get(address)
    assert answer.content_type == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_the_overview_leads_to_each(visitor: TestApp) -> None:
    page = visitor.get("/boards")
    assert {link["href"] for link in page.html.select(".tile")} == {f"/boards/{name}" for name in BOARDS}
    assert "没有这个公开栏" in text(visitor.get("/boards/none", status=404))
    visitor.get("/boards/none.csv", status=404)


def test_time_limits_strike_what_the_law_allows(visitor: TestApp) -> None:
    page = visitor.get("/boards/time-limits?org=public-security&all=1")
    row = page.html.select_one(f'a[href="/services/{IDENTITY_CARD}"]').find_parent("tr")
    promised, statutory = row.select("td")
    assert "30天" in promised.strong.text
    assert "60天" in statutory.s.text
    assert "最近变动：2026-02-25" in text(page)
    assert not page.html.select_one(f'a[href="/services/{NAME_ONLY}"]')


def test_fees_have_amount_standard_and_basis(visitor: TestApp) -> None:
    found = rows(visitor, "/boards/fees.csv?org=public-security")
    renewal = next(row for row in found if row["收什么钱"] == "换领居民身份证工本费")
    assert (renewal["金额（元）"], renewal["标准"]) == ("20", "每证20元")
    assert "发改价格" in renewal["依据"]
    page = text(visitor.get("/boards/fees?org=public-security"))
    assert "20元" in page
    assert "谁也不能收" in page


def test_powers_name_kind_level_basis_and_duties(visitor: TestApp) -> None:
    page = text(visitor.get("/boards/powers?org=civil-affairs"))
    for words in ("婚姻登记", "职责：", "民法典", "县级"):
        assert words in page
    assert "公安局" not in page.partition("受理单位")[0]


def test_staff_are_shown_on_cards(visitor: TestApp) -> None:
    page = visitor.get("/boards/staff?org=public-security")
    names = [each.text for each in page.html.select(".person__name strong")]
    assert names[:2] == ["陆建平", "宋玥"]
    assert "0980-5550122" in text(page)
    assert {row["AB岗"] for row in rows(visitor, "/boards/staff.csv")} == {"A", "B"}


@pytest.mark.parametrize("name", BOARDS)
def test_a_unit_takes_in_what_is_below(visitor: TestApp, name: str) -> None:
    everything = rows(visitor, f"/boards/{name}.csv")
    police = rows(visitor, f"/boards/{name}.csv?org=public-security")
    units = {row["受理单位"] for row in police}
    assert units > {"晴溪县公安局"}
    assert police == [row for row in everything if row["受理单位"] in units]


@pytest.mark.parametrize("name", BOARDS)
def test_pages_on_the_screen_and_all_in_print(visitor: TestApp, name: str) -> None:
    whole = visitor.get(f"/boards/{name}?all=1")
    assert not whole.html.select_one(".pager")
    for query in ("page=999999", "page=x", "page=-1", "all=2", "org=none", "org=%3Cb%3E"):
        assert visitor.get(f"/boards/{name}?{query}").html.select("tbody tr, .post")


@pytest.mark.parametrize("name", BOARDS)
def test_an_empty_board_says_so(app: TestApp, name: str) -> None:
    assert "这里还没有内容" in text(app.get(f"/boards/{name}"))
    assert rows(app, f"/boards/{name}.csv") == []


def test_a_board_follows_its_editions(
    app: TestApp, store: Store, centre: Centre, publish: object, clock: MovableClock
) -> None:
    assert callable(publish)
    hostile = "=HYPERLINK(0)"
    number = publish(complete_guide(unit_id=centre.police, name=hostile))
    assert rows(app, "/boards/time-limits.csv")[0]["办理事项"] == f"'{hostile}"
    publish(complete_guide(unit_id=centre.police, promised={"days": 3}, fees=[], free=True))
    assert rows(app, "/boards/time-limits.csv")[0]["承诺"] == "3"
    assert rows(app, "/boards/fees.csv") == []
    assert "其他 1 项不收费" in text(app.get("/boards/fees"))
    store.write(verbs.withdraw, number, "停办")
    assert rows(app, "/boards/time-limits.csv") == []


def test_many_rows_are_paged(app: TestApp, centre: Centre, publish: object) -> None:
    assert callable(publish)
    for number in range(PER_PAGE + 1):
        publish(complete_guide(unit_id=centre.police, code=f"990101-T-{number}", name=f"事项{number:03}"))
    assert len(app.get("/boards/powers").html.select("tbody tr")) == PER_PAGE
    assert len(app.get("/boards/powers?page=2").html.select("tbody tr")) == 1
    assert len(app.get("/boards/powers?all=1").html.select("tbody tr")) == PER_PAGE + 1
