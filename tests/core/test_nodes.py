"""A node that does not belong to the portal of its database is told so, and starts nothing."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from portal.cli import main
from portal.core import audit, nodes
from portal.core.clock import system_clock
from portal.core.nodes import ForeignNode, ahead, join
from portal.core.settings import Settings
from portal.core.work import Store
from tests.support.portal import SECRET

pytestmark = pytest.mark.data


def node(store: Store, **settings: Any) -> Store:
    """Another node on the database of ``store``."""
    return Store(Settings(**{**store.settings.model_dump(), **settings}), store.clock, store.engine)


def test_the_first_leaves_its_marks_and_the_second_has_the_same(store: Store) -> None:
    join(store)
    join(store)
    join(node(store, var_dir=store.settings.var_dir / "other"))
    with store.reading() as work:
        assert list(nodes.problems(work)) == []
        assert audit.verify(work.session, store.settings.key).rows == 1


def test_another_secret_is_refused(store: Store) -> None:
    join(store)
    with pytest.raises(ForeignNode, match="secret"):
        join(node(store, secret="x" + SECRET))


def test_a_folder_that_is_not_mounted_or_another_one_is_refused(store: Store, tmp_path: Path) -> None:
    join(store)
    (store.settings.media_dir / nodes.MARK).rename(tmp_path / "away")
    with pytest.raises(ForeignNode, match=str(store.settings.media_dir)):
        join(store)
    (store.settings.media_dir / nodes.MARK).write_bytes(b"another \xff")
    with pytest.raises(ForeignNode):
        join(store)
    (tmp_path / "away").rename(store.settings.media_dir / nodes.MARK)
    join(store)


def test_what_is_lost_for_good_is_begun_anew(store: Store, tmp_path: Path) -> None:
    join(store)
    restored = node(store, secret="x" + SECRET, media_dir=tmp_path / "new")
    join(restored, adopt=True)
    join(restored)
    with pytest.raises(ForeignNode):
        join(store)


def test_nodes_that_start_at_once_agree(store: Store) -> None:
    failed: list[Exception] = []

    def start() -> None:
        try:
            join(node(store))
        except Exception as error:
            failed.append(error)

    starts = [Thread(target=start) for _each in range(4)]
    for each in starts:
        each.start()
    for each in starts:
        each.join()
    assert failed == []


def test_clocks_that_differ_are_seen(store: Store) -> None:
    with store.reading() as work:
        expected = store.engine.dialect.name == "postgresql"
        assert (abs(ahead(work)) > timedelta(days=1)) == expected
    with Store(store.settings, system_clock, store.engine).reading() as work:
        assert abs(ahead(work)) <= nodes.CLOCK


def test_a_command_on_a_foreign_node_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    join(store)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_DATABASE_URL", store.settings.database_url)
    monkeypatch.setenv("PORTAL_VAR_DIR", str(store.settings.var_dir))
    monkeypatch.setenv("PORTAL_SECRET", "x" + SECRET)
    assert main(["tick"]) == 2
    assert capsys.readouterr().err.startswith("portal: This node's secret is not the one of this portal")
    assert main(["check"]) == 1
    assert "node: This node's secret" in capsys.readouterr().out
    monkeypatch.setenv("PORTAL_SECRET", SECRET)
    main(["check"])
    assert "node: ok\nclock: ok" in capsys.readouterr().out
