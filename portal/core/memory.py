"""What was read once holds until public content changes."""

import threading
from collections.abc import Hashable
from typing import Any

LIMIT = 5000

Values = dict[Hashable, Any]


class Memory:
    """Values of one content revision (``core.revision``), for all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._values: Values = {}

    def of(self, revision: int | None) -> Values:
        """Where to keep what is read by a unit of work that begins at this revision or later.

        Nothing is shared where the revision is not known, or older than what is kept.
        """
        with self._lock:
            if revision is None or revision < self._revision:
                return {}
            if revision > self._revision or len(self._values) > LIMIT:
                self._revision, self._values = revision, {}
            return self._values
