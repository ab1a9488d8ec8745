"""What the search finds, how the index follows the database, and how a question is answered.

``sources`` is the table of what can be found; ``follow`` brings changes into the index; ``find`` answers.
"""

from portal.core.work import Store
from search_index.engine import Engine
from search_index.lexicon import shipped
from search_index.postgres_engine import PostgresEngine
from search_index.whoosh_engine import WhooshEngine


def open_index(store: Store) -> Engine:
    """The index of a store; it need not exist yet."""
    if store.settings.index_in_database:
        return PostgresEngine(store.engine, shipped())
    return WhooshEngine(store.settings.index_dir, shipped())
