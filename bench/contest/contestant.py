"""What is measured of an engine, whichever it is."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from bench.questions import Question
from search_index.document import Doc

LIMIT = 10  # hits of a page
OFFERED = 8  # suggestions


class Contestant(Protocol):
    """An engine in a folder of its own. All cut text into the same words."""

    def __init__(self, folder: Path, url: str) -> None:
        """Open what is in the folder, or in the database at ``url``; it need not exist yet."""

    def build(self, docs: Iterable[Doc]) -> None:
        """Make an index of these documents and none else, safe on disk."""

    def ask(self, question: Question) -> int:
        """Answer; the number of hits shown."""

    def update(self, docs: list[Doc]) -> None:
        """Replace documents in one commit, safe on disk."""

    def size_mb(self) -> float:
        """Megabytes on disk."""
