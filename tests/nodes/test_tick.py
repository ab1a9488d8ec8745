"""``portal tick`` on every node: one does the work, and one that was killed leaves nothing half done."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.core import audit, outbox
from portal.core.clock import system_clock
from portal.core.lock import only_one
from portal.core.onetime import ClaimedKey
from portal.core.settings import Settings
from portal.core.work import Store, Writing
from portal.media import files
from portal.media.intake import Prepared
from portal.media.models import MediaKind
from tests.support.nodes import PORTAL, wait_until
from tests.support.portal import Centre

DONE = "Index up to date, expired sessions, keys and 1 files dropped"
ELSEWHERE = "Another process is doing the due work"

KILLED = """
import os, signal, sys
from importlib import import_module
from portal.cli import main
room, _dot, name = sys.argv[1].rpartition(".")
setattr(import_module(room), name, lambda *given: os.kill(os.getpid(), signal.SIGKILL))
main(["tick"])
"""


def environ(settings: Settings, node: str = "var") -> dict[str, str]:
    """What a process of this node is given; nodes share the database, the secret and the files."""
    return {
        **os.environ,
        "PORTAL_VAR_DIR": str(settings.var_dir.parent / node),
        "PORTAL_MEDIA_DIR": str(settings.media_dir),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SECRET": settings.secret,
    }


@pytest.fixture
def due(store: Store, centre: Centre, tmp_path: Path) -> Callable[[], bool]:
    """Work that is due; the fixture says whether any is left."""

    def put(work: Writing) -> None:
        work.announce("org", centre.police)
        work.session.add(ClaimedKey(key="old", at=work.now))

    store.write(put)
    file = Prepared(MediaKind.PDF, "a.pdf", b"%PDF")
    files.keep(store, file)
    path = files.path_of(store.settings, file.digest)
    long_ago = (store.clock() - timedelta(days=30)).timestamp()
    os.utime(path, (long_ago, long_ago))

    def left() -> bool:
        with store.reading() as work:
            keys = work.session.scalars(select(ClaimedKey.key)).all()
            return bool(keys or outbox.pending(work.session, system_clock()) or path.exists())

    return left


@pytest.mark.data
def test_of_two_nodes_one_does_the_work(
    settings: Settings, store: Store, due: Callable[[], bool], tmp_path: Path
) -> None:
    nodes = ("var", "other") if store.engine.dialect.name == "postgresql" else ("var", "var")
    with only_one(store, "media"):  # who comes to the files waits here, with all other work done
        ticks = [
            subprocess.Popen(
                [*PORTAL, "tick"],
                env=environ(settings, node),
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for node in nodes
        ]
        said = [_first_to_end(ticks)]
    said += [_ended(tick) for tick in ticks]
    assert [each.startswith(ELSEWHERE) for each in said] == [True, False]
    assert said[1].startswith(DONE)
    assert not due()
    for node in nodes:
        with store.reading() as work:
            anchors = settings.var_dir.parent / node / "audit-anchors"
            assert audit.verify(work.session, settings.key, anchors).broken_at is None


@pytest.mark.parametrize(
    "job",
    [
        "portal.search.follow._settle",
        "portal.core.onetime.forget",
        "portal.media.files.sweep",
        "portal.core.audit.anchor",
    ],
)
def test_what_a_killed_one_left_the_next_one_does(
    settings: Settings, due: Callable[[], bool], tmp_path: Path, job: str
) -> None:
    def run(*command: str) -> int:
        return subprocess.run(command, env=environ(settings), cwd=tmp_path, check=False).returncode

    assert run(sys.executable, "-c", KILLED, job) == -signal.SIGKILL
    assert run(*PORTAL, "tick") == 0
    assert not due()


def _first_to_end(ticks: list[subprocess.Popen[str]]) -> str:
    """What the first one that ended said; it is taken out of the list."""
    wait_until(lambda: any(each.poll() is not None for each in ticks))
    first = next(each for each in ticks if each.poll() is not None)
    ticks.remove(first)
    return _ended(first)


def _ended(tick: subprocess.Popen[str]) -> str:
    said, problem = tick.communicate(timeout=60)
    assert tick.returncode == 0, problem
    return said
