"""Arrays as bytes, and segments: the same whether made at once or joined from others."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.arrays import Array, Postings, Strings, hashed, pack, unpack
from search_index.asked import read
from search_index.collection import Collection, Part
from search_index.document import Doc, Stored
from search_index.drafting import Draft
from search_index.engine import IndexUnavailable
from search_index.finder import Finder
from search_index.lexicon import Lexicon
from search_index.merging import LARGE, merged, settled
from search_index.parts import Parts
from search_index.segment import Segment
from search_index.snapshot import Snapshot
from search_index.spoken import spoken
from tests.search_index.conftest import NAMES, guide

DOCS = [
    guide(
        number,
        name,
        code=f"5110{number:08}",
        org=f"1/{number % 4}",
        complete=number % 3 == 0,
        matter="" if number % 5 else "m",
        aliases=(f"别名{number}",),
        body="户口簿原件，身份证 " * (number % 3),
    )
    for number, name in enumerate([*NAMES, *NAMES[:5], "—", "旅馆业Ａ𠮷证"])
]


def segment_of(docs: list[Doc]) -> Segment:
    draft = Draft()
    draft.add(docs)
    return draft.finish()[0]


@pytest.fixture(scope="module")
def whole() -> Segment:
    return segment_of(DOCS)


def test_arrays_come_back_as_they_were() -> None:
    arrays: dict[str, Array] = {
        "a": np.arange(70, dtype=np.uint8),
        "none": np.empty(0, np.uint64),
        "b": np.array([1, -2], np.int32),
    }
    again = unpack(bytes(pack(arrays)))
    assert list(again) == list(arrays)
    for name, array in arrays.items():
        assert (again[name].dtype, again[name].tolist()) == (array.dtype, array.tolist())
        assert not again[name].flags.writeable


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, -1])
def test_cut_bytes_are_refused(size: int) -> None:
    content = bytes(pack({"a": np.arange(100)}))
    with pytest.raises(IndexUnavailable):
        unpack(content[:size])


@given(st.data())
def test_any_other_byte_is_noticed(data: st.DataObject) -> None:
    content = pack({"a": np.arange(9), "b": np.arange(3, dtype=np.uint8)})
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(IndexUnavailable):
        unpack(bytes(content))


def test_arrays_of_something_else_are_refused() -> None:
    with pytest.raises(IndexUnavailable, match=r"lack 'columns\.title'"):
        Segment.open(bytes(pack({"a": np.arange(3)})))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), unique=True))
def test_postings_are_what_was_put_in(pairs: list[tuple[int, int]]) -> None:
    keys = np.array([key for key, _ in pairs], np.uint64)
    postings = Postings.of(keys, np.array([number for _, number in pairs], np.int64))
    for key in range(7):
        assert postings.having(key).tolist() == sorted(number for other, number in pairs if other == key)


@given(st.lists(st.text("ab证户𠮷", max_size=12), max_size=8), st.text("ab证户𠮷", min_size=1, max_size=11))
def test_parts_are_those_a_plain_search_finds(names: list[str], prefix: str) -> None:
    text = "".join(name + "\0" for name in names)
    units = np.array(list(map(ord, text)), np.uint32)
    parts = Parts.of(units, np.flatnonzero(units))
    found = [place for place in range(len(text)) if text.startswith(prefix, place)]
    assert sorted(parts.beginning(units, prefix).tolist()) == found


@given(st.lists(st.text("abz", max_size=20), max_size=8), st.text("abz", min_size=1, max_size=12))
def test_parts_of_letters(names: list[str], prefix: str) -> None:
    text = "".join(name + "\0" for name in names)
    units = np.array(list(map(ord, text)), np.uint8)
    found = [place for place in range(len(text)) if text.startswith(prefix, place)]
    assert sorted(Parts.of(units, np.flatnonzero(units)).beginning(units, prefix).tolist()) == found


def test_a_segment_opens_on_its_bytes(whole: Segment) -> None:
    again = Segment.open(bytes(whole.dump()))
    assert again.dump() == whole.dump()
    assert sorted(again.ids.all()) == sorted(doc.id for doc in DOCS)
    for doc in DOCS:
        place = again.place(doc.id)
        assert place is not None
        assert again.ids.at(place) == doc.id
        assert again.orgs.at(int(again.columns.org[place])) == doc.org
        assert bool(again.columns.complete[place]) == doc.complete
        assert place in again.forms.having(hashed(doc.code))
    assert again.place("guide:999") is None
    titles = again.titles
    (place,) = again.forms.having(hashed(DOCS[-1].code))
    number = int(again.columns.title[place])
    assert titles.key(number) == "旅馆业a𠮷证"
    assert titles.sounds(number) == ["lv", "guan", "ye", "a", "𠮷", "zheng"]


@pytest.mark.parametrize("cut", [0, 1, 17, len(DOCS) - 1])
def test_joined_segments_are_the_segment_of_all(whole: Segment, cut: int) -> None:
    """Each half also has documents of the other one that are dead."""
    halves = [segment_of(DOCS[:cut] + DOCS[-3:]), segment_of([*DOCS[cut:], *DOCS[:2]])]
    alive = [np.ones(len(half), bool) for half in halves]
    for half, mask, ids in zip(halves, alive, (DOCS[-3:], DOCS[:2]), strict=True):
        for doc in ids if cut not in (0, len(DOCS) - 1) else []:
            mask[half.place(doc.id)] = False
    if cut in (0, len(DOCS) - 1):
        halves, alive = [whole], [np.ones(len(whole), bool)]
    assert merged([Part(half, mask) for half, mask in zip(halves, alive, strict=True)]).dump() == whole.dump()


def sizes(*living: tuple[int, int]) -> list[Part]:
    """Parts of which only the sizes count: (living, all)."""
    empty = segment_of([])
    return [Part(empty, np.arange(count) < alive) for alive, count in living]


@pytest.mark.parametrize(
    ("parts", "stay"),
    [
        ([], 0),
        ([(100, 100)], 1),
        ([(100, 100), (1, 1)], 2),
        ([(100, 100), (4, 4), (1, 1)], 1),
        ([(100, 100), (20, 20), (5, 5)], 0),
        ([(100, 201), (1, 1)], 0),
        ([(LARGE, LARGE), (LARGE, LARGE), (9, 9)], 3),
        ([(LARGE, 2 * LARGE + 1), (9, 9)], 0),
    ],
)
def test_segments_that_become_one(parts: list[tuple[int, int]], stay: int) -> None:
    assert settled(sizes(*parts)) == stay


def test_what_a_version_before_has_written_is_read_or_refused(lexicon: Lexicon) -> None:
    """Where this fails, readers have changed: give `arrays._MAGIC` another number and keep another file."""
    older = Segment.open((Path(__file__).parent / "older.arrays").read_bytes())
    docs = Collection(
        [Part(older, np.ones(len(older), bool))], lambda refs: [_stored(ref.id) for ref in refs]
    )
    snapshot = Snapshot(docs, spoken(lexicon)).prepared()
    assert [offered.text for offered in snapshot.suggest("jmsfz", 1)] == ["居民身份证办理（包括临时）"]
    for text in ("补领结婚证", "sfz", "户口簿", "别名7", "身份证丢了"):
        assert len(Finder(read(text, lexicon, {}), snapshot, None).find().numbers), text


def _stored(doc_id: str) -> Stored:
    return next(Stored.of(doc) for doc in DOCS if doc.id == doc_id)


def test_strings() -> None:
    texts = ["", "证", "a𠮷", ""]
    assert Strings.of(texts).all() == texts
    assert Strings.of([]).all() == []
