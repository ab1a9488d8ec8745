"""Where an index can live, and the engine of each place: for the tests, and for the processes they start."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_index.engine import Engine
from search_index.lexicon import Lexicon
from search_index.whoosh_engine import WhooshEngine
from tests.support.databases import Databases

KINDS = ("whoosh",)


@contextmanager
def new_place(kind: str, folder: Path, databases: Databases) -> Iterator[str]:
    """A place without an index, which only the user of this process may write to."""
    yield str(folder / "index")


def engine_at(place: str, lexicon: Lexicon) -> Engine:
    """The engine whose index is there, as each process opens it for itself."""
    return WhooshEngine(Path(place), lexicon)
