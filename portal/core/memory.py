"""What was read once holds until public content changes."""

import threading
from collections.abc import Hashable
from typing import Any

LIMIT = 5000


class Lasting:
    """Values that are brought up to date instead of being read anew; one thread at a time does it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.values: dict[Hashable, Any] = {}


class Values(dict[Hashable, Any]):
    """What is known at one content revision; ``lasting`` is common to all of them."""

    def __init__(self, lasting: Lasting | None = None) -> None:
        super().__init__()
        self.lasting = lasting or Lasting()


class Memory:
    """Values of one content revision (``core.revision``), for all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._lasting = Lasting()
        self._values = Values(self._lasting)

    def of(self, revision: int | None) -> Values:
        """Where to keep what is read by a unit of work that begins at this revision or later.

        Nothing but what is lasting is shared where the revision is not known, or older than what is kept.
        """
        with self._lock:
            if revision is None or revision < self._revision:
                return Values(self._lasting)
            if revision > self._revision or len(self._values) > LIMIT:
                self._revision, self._values = revision, Values(self._lasting)
            return self._values
