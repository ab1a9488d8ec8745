"""Generations of an index on disk: one folder each, a pointer to the current one, one writer at a time.

`CURRENT` names the folder in use and counts its commits; it is replaced atomically, so reading it tells
cheaply whether anything is new. The generation before stays, for readers that are just opening it. Index
files hold pickles: a folder that somebody else may write to is refused.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search_index.engine import IndexBusy, IndexUnavailable

_POINTER = "CURRENT"
_PATIENCE = 30.0  # seconds a writer waits for another
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Generation:
    """A build of the index and the number of its last commit."""

    number: int
    commit: int
    analyzer: str

    @property
    def folder(self) -> str:
        """The name of the folder."""
        return f"idx-{self.number:06}"

    def __str__(self) -> str:
        return f"{self.number}.{self.commit}"


class Generations:
    """The folder that holds all generations of one index."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: tuple[tuple[int, int], Generation] | None = None

    def path(self, generation: Generation) -> Path:
        """Return the folder of a generation."""
        return self._root / generation.folder

    def current(self) -> Generation:
        """Return the generation in use; IndexUnavailable where there is none or the folder is not safe."""
        generation = self._pointed()
        if generation is None:
            raise IndexUnavailable("there is no index yet")
        status = self._root.stat()
        if status.st_uid not in (0, os.geteuid()) or status.st_mode & 0o022:
            raise IndexUnavailable(f"{self._root} can be written by others")
        return generation

    def _pointed(self) -> Generation | None:
        try:
            status = os.stat(self._root / _POINTER)
            mark = (status.st_ino, status.st_mtime_ns)  # the pointer is replaced, never written to
            if self._read is None or self._read[0] != mark:
                data = json.loads((self._root / _POINTER).read_bytes())
                self._read = mark, Generation(data["number"], data["commit"], data["analyzer"])
            return self._read[1]
        except (OSError, ValueError, TypeError, KeyError):
            return None  # a pointer that cannot be read points to nothing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, in any process; IndexBusy after 30 s."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._root / "LOCK").open("w") as lock:
            until = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise IndexBusy("another process is writing the index") from None
                    time.sleep(_PAUSE)
            yield

    def start(self, analyzer: str) -> Generation:
        """Make the empty folder of a new generation (a writer's first act)."""
        numbers = (int(folder.name[4:]) for folder in self._folders())
        generation = Generation(max(numbers, default=0) + 1, 0, analyzer)
        self.path(generation).mkdir(mode=0o700)
        return generation

    def publish(self, generation: Generation) -> None:
        """Put all files on disk, point to the generation, and drop old ones (a writer's last act)."""
        folder = self.path(generation)
        used = self._pointed()
        for path in (*filter(Path.is_file, folder.iterdir()), folder):
            _sync(path)
        pointer = self._root / _POINTER
        new = pointer.with_suffix(".new")
        content = {"number": generation.number, "commit": generation.commit, "analyzer": generation.analyzer}
        new.write_text(json.dumps(content))
        _sync(new)
        new.replace(pointer)
        _sync(self._root)
        if used and used.number != generation.number:
            for old in self._folders():
                if old.name not in (used.folder, generation.folder):
                    shutil.rmtree(old)

    def _folders(self) -> list[Path]:
        return sorted(self._root.glob("idx-[0-9]*"))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
