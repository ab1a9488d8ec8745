"""The bytes on disk: one file for each digest, there before any row names it.

Nodes may share the folder (NFS): a file is put there whole, by a rename, and never changed; no lock is in it.
"""

import os
import shutil
import tempfile
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from portal.core.i18n import _
from portal.core.lock import only_one
from portal.core.settings import Settings
from portal.core.work import Store
from portal.media.errors import NoSpace
from portal.media.intake import Prepared

LEAST_FREE = 256 * 1024 * 1024
NO_SPACE = _(
    "The portal has no room for files just now. Please send the form without them, or call the hall."
)


def path_of(settings: Settings, digest: str) -> Path:
    return settings.media_dir / digest[:2] / digest


def keep(store: Store, prepared: Prepared) -> None:
    """Put the file on disk, whole; a file of the same content is there already. Raises ``NoSpace``."""
    path = path_of(store.settings, prepared.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(path.parent).free < LEAST_FREE:
        raise NoSpace(NO_SPACE)
    with _guard(store), suppress(FileNotFoundError):
        os.utime(path)  # young again, so that the sweep leaves it to the row that will name it
        return
    _write(path, prepared.content)


def open_file(settings: Settings, digest: str) -> BinaryIO:
    """The bytes of a file. Raises ``FileNotFoundError``."""
    return path_of(settings, digest).open("rb")


def sweep(store: Store, named: set[str], before: datetime) -> int:
    """Remove files, and halves of files, that no row names and that are older than ``before``; how many."""
    removed = 0
    for path in store.settings.media_dir.glob("??/*"):
        if path.name not in named and _older(path, before):
            with _guard(store):
                if _older(path, before):
                    path.unlink()
                    removed += 1
    return removed


def _guard(store: Store) -> AbstractContextManager[bool]:
    """One at a time: a file is never swept away just as somebody sends it again."""
    return only_one(store, "media", wait=True)


def _older(path: Path, before: datetime) -> bool:
    """A file that is gone is no older than anything."""
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    """A power cut must not lose the entry of a file that a row names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
