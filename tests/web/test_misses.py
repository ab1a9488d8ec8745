"""Which searches are counted, and when the counts are written."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from webtest import TestApp

from portal.core.work import Store
from portal.lexicon import misses
from portal.lexicon.misses import Miss
from portal.lexicon.models import MissKind, SearchMiss
from portal.web.misses import OF_ONE_VISITOR, QUESTIONS, Tally

BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"}
NOWHERE = "谬娞嶶"


class Heard(list[Miss]):
    """What a search tells, instead of a tally."""

    def note(self, _visitor: str, miss: Miss) -> None:
        self.append(miss)


@pytest.fixture
def heard(searcher: TestApp) -> Iterator[Heard]:
    registry, heard = searcher.app.app.registry, Heard()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry, "tally", heard)
        yield heard


@pytest.mark.parametrize(
    ("address", "miss"),
    [
        (f"/search?q={NOWHERE}", Miss(MissKind.ZERO, NOWHERE)),
        ("/search?q=居民身份证&after=读书%20没得錢", Miss(MissKind.REFINED, "读书 没得钱", "居民身份证")),
        ("/search?q=居民身份证&after=居民身分证", Miss(MissKind.CORRECTED, "居民身分证", "居民身份证")),
        (f"/search?q={NOWHERE}&after=低保", Miss(MissKind.ZERO, NOWHERE)),
    ],
)
def test_what_leads_nowhere_is_counted(searcher: TestApp, heard: Heard, address: str, miss: Miss) -> None:
    searcher.get(address, headers=BROWSER)
    assert heard == [miss]


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=身份证",
        "/search?q=身份证&after=身份证",
        "/search?q=身份证&after=13800001111",
        f"/search?q={NOWHERE}&kind=guide",
        f"/search?q={NOWHERE}&page=2",
        "/search?q=13800001111",
        "/search?q=王秀芹",
        "/search?q=",
        f"/api/v1/search?q={NOWHERE}",
    ],
)
def test_what_tells_nothing_or_too_much_is_not_counted(searcher: TestApp, heard: Heard, address: str) -> None:
    searcher.get(address, headers=BROWSER, status="*")
    assert heard == []


@pytest.mark.parametrize("agent", ["", "Baiduspider/2.0", "curl/8.5", "python-requests/2"])
def test_machines_are_not_counted(searcher: TestApp, heard: Heard, agent: str) -> None:
    searcher.get(f"/search?q={NOWHERE}", headers={"User-Agent": agent})
    assert heard == []


def test_the_form_of_the_results_tells_what_was_asked_before(searcher: TestApp, heard: Heard) -> None:
    page = searcher.get("/search?q=户口", headers=BROWSER)
    form = next(form for form in page.forms.values() if "after" in form.fields)
    form["q"] = "居民身份证"
    form.submit(headers=BROWSER)
    assert heard == [Miss(MissKind.REFINED, "户口", "居民身份证")]


def test_a_question_sent_again_counts_once_between_two_writes(store: Store) -> None:
    tally, times = Tally(store), []
    for _write in range(2):
        for _reload in range(3):
            tally.note("one", Miss(MissKind.ZERO, NOWHERE))
        tally.flush()
        with store.reading() as work:
            times.append(misses.questions(work, 7).unnamed)
    assert times == [1, 2]


@pytest.mark.data
def test_neither_one_visitor_nor_many_fill_the_memory(store: Store) -> None:
    tally = Tally(store)
    for number in range(2 * OF_ONE_VISITOR):
        tally.note("one", Miss(MissKind.ZERO, f"词{number}"))
    for number in range(2 * QUESTIONS):
        tally.note(f"visitor {number}", Miss(MissKind.ZERO, f"话{number}"))
    tally.flush()
    with store.reading() as work:
        assert len(work.session.scalars(select(SearchMiss)).all()) == QUESTIONS
        assert misses.questions(work, 7).unnamed == QUESTIONS


def test_counts_wait_for_a_database_that_is_gone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("insert", {}, Exception("disk I/O error"))

    tally = Tally(store)
    tally.note("one", Miss(MissKind.ZERO, NOWHERE))
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", gone)
        tally.flush()
    tally.flush()
    with store.reading() as work:
        assert misses.questions(work, 7).unnamed == 1
