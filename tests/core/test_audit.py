"""The audit trail finds every way in which a history can be bent."""

from pathlib import Path

import pytest
from sqlalchemy import text

from portal.core import audit
from portal.core.work import Store, Writing

pytestmark = pytest.mark.data


@pytest.fixture
def trail(store: Store) -> Store:
    def do(work: Writing, number: int) -> None:
        work.record("do", "thing", number, step=number)

    for number in range(1, 6):
        store.write(do, number)
    return store


def change(store: Store, *statements: str) -> None:
    def verb(work: object) -> None:
        for statement in statements:
            work.session.execute(text(statement))  # type: ignore[attr-defined]

    store.write(verb)


def verdict(store: Store, anchors: Path | None = None) -> audit.Verdict:
    with store.reading() as work:
        return audit.verify(work.session, store.settings.key, anchors)


def test_an_honest_trail_holds(trail: Store) -> None:
    assert verdict(trail) == audit.Verdict(5, None)


@pytest.mark.parametrize(
    ("statements", "at"),
    [
        (["UPDATE audit SET actor_id = 99 WHERE number = 3"], 3),
        (["UPDATE audit SET facts = '{}' WHERE number = 2"], 2),
        (["UPDATE audit SET at = '2020-01-01 00:00:00' WHERE number = 4"], 4),
        (["DELETE FROM audit WHERE number = 3"], 3),
        (["DELETE FROM audit WHERE number = 5"], 5),
        (
            [
                "UPDATE audit SET number = 99 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 99",
            ],
            2,
        ),
        (["DELETE FROM audit_head"], 6),
    ],
)
def test_a_bent_trail_is_found_where_it_was_bent(trail: Store, statements: list[str], at: int) -> None:
    change(trail, *statements)
    assert verdict(trail).broken_at == at


def test_another_key_does_not_fit(trail: Store) -> None:
    with trail.reading() as work:
        assert audit.verify(work.session, b"another key").broken_at == 1


def test_a_cut_tail_is_hidden_by_the_chain_and_shown_by_the_anchor(trail: Store, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    with trail.reading() as work:
        assert audit.anchor(work.session, anchors, work.now)
        assert not audit.anchor(work.session, anchors, work.now)
        third = work.session.execute(text("SELECT mac FROM audit WHERE number = 3")).scalar_one()
    change(
        trail,
        "DELETE FROM audit WHERE number > 3",
        f"UPDATE audit_head SET number = 3, mac = '{third}'",
    )
    assert verdict(trail).broken_at is None
    assert verdict(trail, anchors).broken_at == 4


@pytest.mark.parametrize("line", ["2026-03-0", "2026-03-02T04:00:00+00:00 5 abc", "", "云"])
def test_a_damaged_file_of_anchors_is_told(trail: Store, tmp_path: Path, line: str) -> None:
    anchors = tmp_path / "anchors"
    with trail.reading() as work:
        audit.anchor(work.session, anchors, work.now)
        anchors.write_text(f"{anchors.read_text('ascii')}{line}\n", encoding="utf-8")
        with pytest.raises(audit.AnchorsDamaged, match="Line 2"):
            audit.verify(work.session, trail.settings.key, anchors)
        with pytest.raises(audit.AnchorsDamaged, match="Line 2"):
            audit.anchor(work.session, anchors, work.now)
