"""Local words: what an entry must be, who may change it, and what engines get."""

import pytest

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.core.audit import AuditRow
from portal.core.i18n import Forbidden
from portal.core.work import Store
from portal.lexicon import queries, verbs
from portal.lexicon.entries import LABELS, EntryIn, checked
from portal.lexicon.errors import BadEntry, ChangedMeanwhile, NoSuchEntry
from search_index.lexicon import Entry, Kind, Lexicon
from tests.support.portal import Centre
from tests.support.staff import add_staff

pytestmark = pytest.mark.data


@pytest.fixture
def editor(store: Store, centre: Centre) -> Staff:
    return add_staff(store, "editor", Role.EDITOR, "county")


def given(word: str, means: str = "最低生活保障", kind: Kind = Kind.ALIAS, **more: str) -> EntryIn:
    return EntryIn(word=word, means=means, kind=kind, **more)


def in_use(store: Store) -> Lexicon:
    with store.reading() as work:
        return Lexicon(queries.entries(work))


def row(store: Store, word: str) -> queries.Row:
    with store.reading() as work:
        found = queries.of_word(work, word)
    assert found
    return found


def test_a_word_is_taught_changed_and_taken_out(store: Store, editor: Staff) -> None:
    number = store.write_as(editor, verbs.add, given("政府养老钱", "特困人员供养\n最低生活保障（低保）"))
    assert in_use(store).aliases["政府养老钱"] == ("特困人员供养", "最低生活保障低保")
    seen = str(row(store, "政府养老钱").revision)
    store.write_as(editor, verbs.change, number, given("政府养老钱", "临时救助", seen=seen))
    assert in_use(store).aliases["政府养老钱"] == ("临时救助",)
    store.write_as(editor, verbs.switch, number, active=False)
    assert "政府养老钱" not in in_use(store).aliases
    store.write_as(editor, verbs.switch, number, active=True)
    assert in_use(store).aliases["政府养老钱"] == ("临时救助",)
    assert row(store, "政府养老钱").who == "editor"


def test_a_local_word_replaces_the_shipped_one_and_can_take_it_out(store: Store, editor: Staff) -> None:
    shipped = next(entry for entry in queries.shipped() if entry.kind is Kind.ALIAS)
    store.write_as(editor, verbs.switch_off_shipped, row(store, shipped.word).said)
    assert shipped.word not in in_use(store).aliases
    off = row(store, shipped.word)
    assert off.shipped
    assert off.id
    assert not off.active
    assert off.said.entry == shipped
    local = given(shipped.word, "养犬登记", seen=str(off.revision))
    store.write_as(editor, verbs.change, off.id, local)
    store.write_as(editor, verbs.switch, off.id, active=True)
    assert in_use(store).aliases[shipped.word] == ("养犬登记",)


def test_each_change_raises_the_revision_and_is_on_the_trail(store: Store, editor: Staff) -> None:
    def revision() -> int:
        with store.reading() as work:
            return queries.revision(work)

    assert revision() == 1
    number = store.write_as(editor, verbs.add, given("政府养老钱"))
    store.write_as(editor, verbs.switch, number, active=False)
    store.write_as(editor, verbs.switch, number, active=False)  # nothing to do
    assert revision() == 3
    with store.reading() as work:
        events = work.session.query(AuditRow).filter(AuditRow.kind == "lexicon_entry").all()
    assert [(event.verb, event.subject_id) for event in events] == [
        ("create", number),
        ("switch_off", number),
    ]
    assert "养老" not in "".join(event.facts for event in events)


@pytest.mark.parametrize(
    ("kind", "word", "means", "field"),
    [
        (Kind.ALIAS, "？！、", "低保", "word"),
        (Kind.ALIAS, "字" * 201, "低保", "word"),
        (Kind.ALIAS, "政府养老钱", " | \n", "means"),
        (Kind.ALIAS, "政府养老钱", "保" * 101, "means"),
        (Kind.ALIAS, "政府养老钱", "|".join(f"保{n}" for n in range(21)), "means"),
        (Kind.FILLER, "麻烦问哈", "请问", "means"),
        (Kind.VARIANT, "屋头", "家里|家中", "means"),
        (Kind.SITUATION, "读书/ 没钱", "助学", "word"),
    ],
)
def test_an_entry_that_would_do_no_good_is_refused(kind: Kind, word: str, means: str, field: str) -> None:
    with pytest.raises(BadEntry) as refused:
        checked(kind, word, means, "")
    assert refused.value.field == field


def test_a_word_has_one_local_entry(store: Store, editor: Staff) -> None:
    store.write_as(editor, verbs.add, given("政府养老钱"))
    other = store.write_as(editor, verbs.add, given("阴生证"))
    with pytest.raises(BadEntry, match="already"):
        store.write_as(editor, verbs.add, given("政府 養老錢。"))
    seen = str(row(store, "阴生证").revision)
    with pytest.raises(BadEntry, match="already"):
        store.write_as(editor, verbs.change, other, given("政府养老钱", seen=seen))


def test_two_who_change_one_word_do_not_undo_each_other(store: Store, editor: Staff) -> None:
    number = store.write_as(editor, verbs.add, given("政府养老钱"))
    seen = str(row(store, "政府养老钱").revision)
    store.write_as(editor, verbs.change, number, given("政府养老钱", "临时救助", seen=seen))
    with pytest.raises(ChangedMeanwhile):
        store.write_as(editor, verbs.change, number, given("政府养老钱", "医疗救助", seen=seen))
    with pytest.raises(NoSuchEntry):
        store.write_as(editor, verbs.switch, number + 9, active=False)


@pytest.mark.parametrize(("role", "org"), [(Role.VIEWER, "county"), (Role.EDITOR, "town")])
def test_words_are_for_editors_of_the_whole_portal(
    store: Store, centre: Centre, role: Role, org: str
) -> None:
    somebody = add_staff(store, "somebody", role, org)
    with pytest.raises(Forbidden):
        store.write_as(somebody, verbs.add, given("政府养老钱"))


def test_the_shipped_lexicon_obeys_the_same_rules() -> None:
    for entry in queries.shipped():
        assert checked(entry.kind, entry.word, "|".join(entry.means), "").entry == entry


def test_every_kind_has_a_name() -> None:
    assert set(LABELS) == set(Kind) - {Kind.WORD}
    assert isinstance(queries.shipped()[0], Entry)


def test_lists_are_narrowed(store: Store, editor: Staff) -> None:
    store.write_as(editor, verbs.add, given("政府养老钱"))
    with store.reading() as work:
        all_words = queries.words(work, "", None, only_local=False, page=10_000)
        assert all_words.total == len(queries.shipped()) + 1
        assert all_words.page == all_words.pages
        local = queries.words(work, "", None, only_local=True, page=1)
        assert [each.said.word for each in local.rows] == ["政府养老钱"]
        assert queries.words(work, "最低生活", Kind.ALIAS, only_local=False, page=1).rows[0].id
        assert queries.words(work, "养老", Kind.FILLER, only_local=True, page=1).total == 0
