"""Lists counted from memory: whatever happens, they say what a look at every guide says."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, select

from portal.catalogue import boards
from portal.catalogue.body import Guide
from portal.catalogue.census import WORDS
from portal.catalogue.lists import Filter, catalogue, counts, total
from portal.catalogue.projection import KIND, tags
from portal.core.work import Reading, Store, Writing
from portal.directory import edit
from portal.directory.models import OrgKind, OrgLevel
from portal.directory.queries import orgs
from portal.publishing import verbs
from portal.publishing.models import Document, Edition
from tests.support.guides import complete_guide
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data

Publish = Callable[..., int]
VARIED: tuple[dict[str, Any], ...] = (
    {"kind": "permit", "level": "county", "life_events": ["birth", "household"], "ways": ["online"]},
    {"kind": "permit", "served": ["person", "company"], "life_events": ["business"], "ways": []},
    {"kind": "party", "level": "town", "served": [], "life_events": ["birth"], "ways": ["online", "by_post"]},
    {"kind": "public_service", "level": "county", "materials": []},
)


@pytest.fixture
def guides(centre: Centre, publish: Publish) -> dict[str, int]:
    """Some guides of three units, named so that they are not in the order of their codes; ids by code."""
    units = (centre.police, centre.civil, centre.town)
    names = "丁甲丙乙己戊庚"
    return {
        f"T-{number}": publish(
            complete_guide(code=f"T-{number}", name=name, unit_id=units[number % 3], **VARIED[number % 4])
        )
        for number, name in enumerate(names)
    }


read_body = cache(Guide.parse)


def published(work: Reading) -> list[Guide]:
    """Every guide that is published, in the order of lists, by looking at all of them."""
    rows = select(Edition.body).join(Document).where(Document.kind == KIND, Edition.live(work.now))
    found = [read_body(body) for body in work.session.scalars(rows)]
    return sorted(found, key=lambda guide: (not guide.complete, guide.name, guide.code))


def fits(guide: Guide, wanted: Filter, paths: dict[int, str], but: str = "") -> bool:
    inside = wanted.org is None or but == "org" or paths[guide.unit_id].startswith(wanted.org.path)
    words = {"kind": (guide.kind,), "level": (guide.level,), **tags(guide)}
    return inside and all(
        getattr(wanted, name) in words[name] for name in WORDS if getattr(wanted, name) and name != but
    )


def look(work: Reading, wanted: Filter) -> tuple[list[str], dict[str, dict[Any, int]]]:
    """Codes and counts as they must be."""
    found = published(work)
    paths = {org.id: org.path for org in orgs(work, {guide.unit_id for guide in found}).values()}
    counted: dict[str, Counter[Any]] = {name: Counter() for name in (*WORDS, "org")}
    for name, guide in product(counted, found):
        if fits(guide, wanted, paths, but=name):
            words = {"kind": [guide.kind], "level": [guide.level], "org": [guide.unit_id], **tags(guide)}[
                name
            ]
            counted[name].update(word for word in words if word is not None)
    return [guide.code for guide in found if fits(guide, wanted, paths)], dict(counted)


def told(work: Reading, wanted: Filter) -> tuple[list[str], dict[str, dict[Any, int]]]:
    """The same as lists and facets tell it."""
    first = catalogue(work, wanted)
    listed = [card for page in range(first.pages) for card in catalogue(work, wanted, page + 1).cards]
    assert total(work, wanted) == first.total == len(listed)
    return [card.code for card in listed], counts(work, wanted)


def filters(work: Reading, centre: Centre) -> Iterator[Filter]:
    units = orgs(work, {centre.county, centre.police})
    for org, kind, birth in product((None, *units.values()), ("", "permit", "party"), ("", "birth")):
        yield Filter(org=org, kind=kind, life_event=birth)
    yield Filter(level="county", served="person", way="online")


def add_village(work: Writing, centre: Centre) -> int:
    kind, level = OrgKind.POINT, OrgLevel.VILLAGE
    village = edit.put_org(work, "village", kind=kind, level=level, parent_id=centre.town)
    edit.state_org(work, village, work.today, name="石桥村便民服务点")
    return village


def agree(store: Store, centre: Centre, revision: int | None = None) -> list[str]:
    """Codes of all guides, after every filter told what a look at all of them tells."""
    with store.reading(revision=revision) as work:
        for wanted in filters(work, centre):
            assert told(work, wanted) == look(work, wanted), wanted
        return look(work, Filter())[0]


@pytest.fixture
def read(store: Store) -> list[str]:
    """The statements that read the words of guides."""
    statements: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("SELECT") and "guide_tags" in statement:
            statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", see)
    return statements


def test_every_filter_lists_and_counts_what_fits(
    store: Store, centre: Centre, guides: dict[str, int]
) -> None:
    assert agree(store, centre) == ["T-0", "T-2", "T-4", "T-6", "T-5", "T-1", "T-3"]


def test_nothing_is_published_yet(store: Store, centre: Centre) -> None:
    with store.reading() as work:
        assert told(work, Filter()) == ([], {name: {} for name in (*WORDS, "org")})


def test_a_page_beyond_the_last_is_the_last(store: Store, guides: dict[str, int]) -> None:
    with store.reading() as work:
        assert catalogue(work, Filter(), 4000) == catalogue(work, Filter(), 1)


def test_each_change_is_in_the_lists_of_its_revision(
    store: Store, centre: Centre, clock: MovableClock, publish: Publish, guides: dict[str, int]
) -> None:
    def follow(revision: int) -> list[str]:
        clock.pass_time(minutes=1)
        return agree(store, centre, revision)

    before = follow(1)
    publish(complete_guide(code="T-0", name="辛", unit_id=centre.town))
    assert follow(2) == [*before[1:6], "T-0", "T-3"]
    store.write(verbs.withdraw, guides["T-5"], "合并办理")
    assert follow(3) == ["T-2", "T-4", "T-6", "T-1", "T-0", "T-3"]
    publish(complete_guide(code="T-9", name="一", unit_id=store.write(add_village, centre)))
    assert follow(4) == ["T-9", "T-2", "T-4", "T-6", "T-1", "T-0", "T-3"]


def test_an_edition_begins_and_ends_on_its_minute_without_a_change(
    store: Store, centre: Centre, clock: MovableClock, publish: Publish, guides: dict[str, int]
) -> None:
    publish(complete_guide(code="T-9", name="甲", unit_id=centre.town), clock.now + timedelta(minutes=30))
    publish(complete_guide(code="T-0", name="申", unit_id=centre.town), clock.now + timedelta(minutes=40))
    seen = []
    for minutes in (0, 29, 1, 9, 1, 60):
        clock.pass_time(minutes=minutes)
        seen.append(agree(store, centre, revision=1))
    assert ["T-9" in codes for codes in seen] == [False, False, True, True, True, True]
    clock.pass_time(minutes=-100)
    assert agree(store, centre, revision=1) == seen[0]


def test_what_an_edition_says_is_read_once(
    store: Store, centre: Centre, publish: Publish, guides: dict[str, int], read: list[str]
) -> None:
    for revision in (1, 1, 2, 3):
        agree(store, centre, revision)
    assert len(read) == 1
    publish(complete_guide(code="T-9", name="甲", unit_id=centre.town))
    agree(store, centre, 4)
    assert len(read) == 2


def test_one_thread_reads_for_all(store: Store, guides: dict[str, int], read: list[str]) -> None:
    found: list[int] = []
    together = threading.Barrier(4)

    def ask() -> None:
        with store.reading(revision=1) as work:
            together.wait(10)
            found.append(total(work, Filter()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, len(read)) == ([7] * 4, 1)


def test_what_a_write_has_not_committed_is_in_no_list(
    store: Store, centre: Centre, guides: dict[str, int]
) -> None:
    def fail(work: Writing) -> None:
        verbs.withdraw(work, guides["T-0"], "合并办理")
        work.session.flush()
        assert total(work, Filter()) == 6
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(fail)
    assert len(agree(store, centre)) == 7


def test_a_name_of_many_finds_its_place(
    store: Store, centre: Centre, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.catalogue.enumerator.BATCH", 3)
    for revision, names in enumerate(("丙戊", "丁", "甲己乙庚", "丙丙辛")):
        for place, name in enumerate(names):
            publish(complete_guide(code=f"{name}-{revision}-{place}", name=name, unit_id=centre.police))
        agree(store, centre, revision)


def test_each_page_of_a_board_is_its_piece_of_the_whole(
    store: Store, centre: Centre, publish: Publish, guides: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "PER_PAGE", 2)
    for number, fees in enumerate((3, 0, 1, 4)):
        listed = [{"id": f"f{each}", "name": f"费{each}", "amount": "1"} for each in range(fees)]
        unit = (centre.police, centre.civil)[number % 2]
        publish(complete_guide(code=f"F-{number}", name="壬癸"[number // 2], unit_id=unit, fees=listed))
    with store.reading(revision=1) as work:
        whole = sorted(published(work), key=lambda guide: (guide.unit_id, guide.name, guide.code))
        lines = [(guide.code, fee.name) for guide in whole for fee in guide.fees]
        first = boards.fees(work)
        shown = [boards.fees(work, page=page + 1).lines for page in range(first.pages)]
        assert [len(page) for page in shown[:-1]] == [2] * (first.pages - 1)
        assert [(line.code, line.fee) for page in shown for line in page] == lines
        assert [(line.code, line.fee) for line in boards.fees(work, page=None).lines] == lines
        powers = [boards.powers(work, page=page + 1).lines for page in range(boards.powers(work).pages)]
        assert [line.code for page in powers for line in page] == [guide.code for guide in whole]
        without = [guide for guide in whole if not guide.fees]
        free = sum(guide.free is True for guide in without)
        assert boards.without_fee(work) == (free, len(without) - free)
