"""The catalogue: filters, counts, pages."""

import re
from urllib.parse import urlencode

import pytest
from webtest import TestApp

from portal.catalogue.codes import Kind
from tests.support.reading import text, texts


def test_filters_narrow_and_count(visitor: TestApp) -> None:
    page = visitor.get("/services?life_event=birth&served=person")
    assert f"{len(texts(page, '.card__title'))} 项" in text(page, ".count")
    assert "出生登记（新生儿落户）" in texts(page, ".card__title")
    assert texts(page, ".chip--chosen") == ["生孩子、上户口 × 去掉这个条件", "个人 × 去掉这个条件"]
    without = visitor.get(page.html.select_one(".chip--chosen")["href"])
    assert texts(without, ".chip--chosen") == ["个人 × 去掉这个条件"]


def test_a_filter_counts_what_it_would_leave(visitor: TestApp) -> None:
    page = visitor.get("/services")
    option = next(o for o in page.html.select("#filter-kind option") if o["value"] == Kind.PERMIT.value)
    count = re.search(r"\((\d+)\)", option.text)
    assert count
    assert f"{count[1]} 项" in text(visitor.get("/services?kind=permit"), ".count")


def test_a_unit_takes_in_what_is_below_it(visitor: TestApp) -> None:
    everything = text(visitor.get("/services"), ".count").split(" · ")[0]
    county = visitor.get("/services?org=qingxi")
    assert text(county, ".count").startswith(everything)
    assert "晴溪县人民政府" in texts(county, "#filter-org option[selected]")[0]


def test_the_form_works_without_script_and_keeps_what_was_chosen(visitor: TestApp) -> None:
    form = visitor.get("/services?way=online").forms[2]
    assert form["way"].value == "online"
    form["life_event"] = "birth"
    page = form.submit()
    assert len(texts(page, ".chip--chosen")) == 2


@pytest.mark.parametrize("name", ["org", "kind", "life_event", "served", "way", "level"])
def test_an_unknown_value_is_named_and_ignored(visitor: TestApp, name: str) -> None:
    everything = text(visitor.get("/services"), ".count")
    page = visitor.get("/services?" + urlencode({name: "' or 1=1"}))
    assert "认不出来，已经去掉" in text(page, ".notice")
    assert text(page, ".count") == everything


def test_nothing_fits_is_a_helpful_page(visitor: TestApp) -> None:
    page = visitor.get("/services?life_event=birth&kind=permit")
    assert "没有同时符合这些条件的事项" in text(page)
    assert page.html.select_one('.notice a[href="/services"]')


@pytest.mark.parametrize("number", ["-1", "0", "x", "9" * 30, "1.5", "", "１"])
def test_a_page_that_is_no_page_is_the_first(visitor: TestApp, number: str) -> None:
    assert texts(visitor.get(f"/services?page={number}"), ".card__title") == texts(
        visitor.get("/services"), ".card__title"
    )


def test_a_page_beyond_the_last_is_the_last(visitor: TestApp) -> None:
    assert texts(visitor.get("/services?page=999"), ".card__title")


def test_name_only_guides_come_last(visitor: TestApp) -> None:
    assert texts(visitor.get("/services?org=public-security"), ".card__title")[-1] == "养犬登记"
