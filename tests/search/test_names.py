"""Searching without an index: names of guides, by the words of a question."""

from collections.abc import Callable

import pytest

from portal.core.work import Store
from portal.directory.queries import all_orgs
from portal.search.names import by_name
from search_index.engine import Query, Results, Step
from tests.support.guides import complete_guide
from tests.support.portal import Centre

pytestmark = pytest.mark.data


@pytest.fixture(autouse=True)
def guides(centre: Centre, publish: Callable[..., int]) -> None:
    names = ["小饭馆开办许可", "小饭馆开办许可注销", "奶茶店开办许可", "100%电动车上牌"]
    for number, name in enumerate(names):
        unit = centre.police if number else centre.civil
        publish(complete_guide(unit_id=unit, name=name, code=f"990101-T-{number}"))


def titles(results: Results) -> list[str]:
    return ["".join(part for part, _marked in hit.title) for hit in results.hits]


def found(store: Store, text: str, **filters: object) -> Results:
    with store.reading() as work:
        return by_name(work, Query(text, **filters))  # type: ignore[arg-type]  # texts or nothing


def test_those_with_most_words_are_found_short_names_first(store: Store) -> None:
    assert titles(found(store, "小饭馆 许可怎么办")) == ["小饭馆开办许可", "小饭馆开办许可注销"]
    assert titles(found(store, "奶茶店许可")) == ["奶茶店开办许可"]
    assert len(titles(found(store, "许可"))) == 3


def test_pages_follow_each_other(store: Store) -> None:
    pages = [found(store, "许可", per_page=2, page=page) for page in (1, 2, 3)]
    assert [page.total for page in pages] == [3, 3, 3]
    assert [len(page.hits) for page in pages] == [2, 1, 0]
    assert len({hit.id for page in pages for hit in page.hits}) == 3


def test_filters_hold(store: Store, centre: Centre) -> None:
    with store.reading() as work:
        path = next(org.path.strip("/") for org in all_orgs(work) if org.id == centre.civil)
    assert titles(found(store, "许可", org=path)) == ["小饭馆开办许可"]
    kind = complete_guide(unit_id=centre.civil).kind
    assert found(store, "许可", category=kind.value).total == 3
    assert found(store, "许可", kind="guide").total == 3
    assert found(store, "许可", kind="notice").total == 0


@pytest.mark.parametrize("text", ["", " ", "？！", "%", "_", "\x00", "\ud800", "没有这样的事"])
def test_what_is_in_no_name_finds_nothing(store: Store, text: str) -> None:
    results = found(store, text)
    assert (results.total, results.step) == (0, Step.NONE)


def test_anything_may_be_asked(store: Store) -> None:
    assert titles(found(store, "100%电动车")) == ["100%电动车上牌"]
    assert found(store, "许可" * 300).truncated
    assert titles(found(store, "证照" * 90 + "许可")) == titles(found(store, "许可"))
