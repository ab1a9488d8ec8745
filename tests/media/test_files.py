"""Files on disk and their rows: parked, claimed, shown, and swept away when nobody names them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.core.settings import Settings
from portal.core.work import Store
from portal.media import files, queries, verbs
from portal.media.errors import TOO_MANY, NoSpace, RefusedFile
from portal.media.intake import Prepared, inspect
from portal.media.models import Media, MediaKind
from tests.support.parts import PDF, phone_photo
from tests.support.portal import MovableClock

KEY, OTHER = "one form", "another form"


def pdf(mark: str = "", name: str = "a.pdf") -> Prepared:
    return Prepared(MediaKind.PDF, name, PDF + mark.encode())


def on_disk(settings: Settings) -> list[Path]:
    return sorted(path for path in settings.media_dir.rglob("*") if path.is_file())


@pytest.fixture
def park(store: Store) -> Callable[..., int]:
    def parking(prepared: Prepared, key: str = KEY, limit: int = 5) -> int:
        files.keep(store, prepared)
        return store.write(verbs.park, key, prepared, limit)

    return parking


def test_a_file_is_named_by_its_digest_and_private_to_the_portal(store: Store, settings: Settings) -> None:
    files.keep(store, pdf())
    (path,) = on_disk(settings)
    assert path == settings.media_dir / pdf().digest[:2] / pdf().digest
    assert path.stat().st_mode & 0o077 == 0
    with files.open_file(settings, pdf().digest) as stream:
        assert stream.read() == PDF


def test_the_same_file_of_many_at_once_is_there_once(store: Store, settings: Settings) -> None:
    photo = inspect(BytesIO(phone_photo()), "a.jpg")
    senders = [Thread(target=files.keep, args=(store, photo)) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    (path,) = on_disk(settings)
    assert path.read_bytes() == photo.content


def test_a_full_disk_is_told(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "portal.media.files.shutil.disk_usage", lambda _path: SimpleNamespace(free=files.LEAST_FREE - 1)
    )
    with pytest.raises(NoSpace):
        files.keep(store, pdf())
    assert on_disk(settings) == []


def test_a_form_keeps_its_files_until_it_is_accepted(store: Store, park: Callable[..., int]) -> None:
    first, second, foreign = park(pdf("1")), park(pdf("2", "房子.pdf")), park(pdf("1"), OTHER)
    with store.reading() as work:
        assert [file.id for file in queries.parked(work, KEY)] == [first, second]
        assert queries.parked(work, KEY)[1].name == "房子.pdf"
    store.write(verbs.repark, KEY, "fresh")
    assert store.write(verbs.claim, KEY) == ()
    assert store.write(verbs.claim, "fresh") == (first, second)
    assert store.write(verbs.claim, "fresh") == ()
    assert store.write(verbs.claim, OTHER) == (foreign,)


def test_only_the_form_itself_takes_a_file_away(store: Store, park: Callable[..., int]) -> None:
    number = park(pdf())
    store.write(verbs.unpark, OTHER, number)
    with store.reading() as work:
        assert queries.get(work, number)
    store.write(verbs.unpark, KEY, number)
    with store.reading() as work:
        assert queries.get(work, number) is None


def test_a_form_takes_so_many_files_and_no_more(store: Store, park: Callable[..., int]) -> None:
    for mark in "ab":
        park(pdf(mark), limit=2)
    with pytest.raises(RefusedFile) as caught:
        park(pdf("c"), limit=2)
    assert caught.value.message == TOO_MANY


def test_a_form_that_is_sent_twice_keeps_each_file_once(store: Store, park: Callable[..., int]) -> None:
    first = [park(pdf(mark), limit=2) for mark in "ab"]
    assert [park(pdf(mark), limit=2) for mark in "ab"] == first
    assert store.write(verbs.claim, KEY) == tuple(first)


def test_a_claimed_file_stays_and_a_forgotten_one_goes(
    store: Store, clock: MovableClock, park: Callable[..., int]
) -> None:
    claimed, _forgotten = park(pdf("1")), park(pdf("2"), OTHER)
    store.write(verbs.claim, KEY)
    age(store)
    verbs.clear_out(store)
    assert len(on_disk(store.settings)) == 2
    clock.pass_time(hours=2 * store.settings.form_hours + 1)
    assert verbs.clear_out(store) == 1
    with store.reading() as work:
        assert list(work.session.scalars(select(Media.id))) == [claimed]
    assert [path.name for path in on_disk(store.settings)] == [pdf("1").digest]


def test_the_sweep_leaves_what_is_young(store: Store) -> None:
    files.keep(store, pdf("old"))
    age(store)
    files.keep(store, pdf("new"))
    files.keep(store, pdf("old again"))
    age(store)
    files.keep(store, pdf("old again"))
    removed = files.sweep(store, set(), store.clock())
    assert removed == 2
    assert [path.name for path in on_disk(store.settings)] == [pdf("old again").digest]


def test_a_sender_killed_before_its_row_leaves_a_file_that_is_swept(store: Store) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from portal.core.settings import Settings;"
        "from portal.core.work import Store;"
        "from portal.media import files; from portal.media.intake import Prepared;"
        "from portal.media.models import MediaKind;"
        "files.keep(Store(Settings(var_dir=Path(sys.argv[1]))), Prepared(MediaKind.PDF, '', b'%PDF'));"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(store.settings.var_dir)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(on_disk(store.settings)) == 1
    age(store)
    assert verbs.clear_out(store) == 1
    assert on_disk(store.settings) == []


def test_two_who_send_the_same_do_not_learn_of_each_other(store: Store, park: Callable[..., int]) -> None:
    mine, theirs = park(pdf(name="mine.pdf")), park(pdf(name="theirs.pdf"), OTHER)
    with store.reading() as work:
        assert {file.name for file in queries.several(work, [mine, theirs]).values()} == {
            "mine.pdf",
            "theirs.pdf",
        }
    assert len(on_disk(store.settings)) == 1


def test_nodes_share_a_folder_and_a_file_sent_again_at_one_is_not_swept_by_the_other(
    store: Store, tmp_path: Path
) -> None:
    shared = store.settings.model_copy(update={"media_dir": tmp_path / "shared"})
    other = Store(shared.model_copy(update={"var_dir": tmp_path / "other"}), store.clock, store.engine)
    here = Store(shared, store.clock, store.engine)
    files.keep(here, pdf())
    age(here)
    files.keep(other, pdf())
    assert files.sweep(here, set(), store.clock() - timedelta(days=1)) == 0
    with files.open_file(here.settings, pdf().digest) as stream:
        assert stream.read() == PDF
    assert not store.settings.media_dir.exists()


def age(store: Store) -> None:
    """Let all files be three days older than the portal's clock."""
    then = (store.clock() - timedelta(days=3)).timestamp()
    for path in on_disk(store.settings):
        os.utime(path, (then, then))
