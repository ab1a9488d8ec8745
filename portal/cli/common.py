"""What several commands need: settings, the store, the index."""

import argparse
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.core.settings import Settings
    from portal.core.work import Store

DEFAULT_INI = Path("development.ini")


def settings_of(args: argparse.Namespace, **given: Any) -> "Settings":
    """The settings of the file named, of ``PORTAL_INI``, of ./development.ini, or the defaults."""
    from portal.core.settings import load_settings

    environ = {name: value for name, value in os.environ.items() if name != "PORTAL_INI"}
    ini = args.ini or (Path(os.environ["PORTAL_INI"]) if os.environ.get("PORTAL_INI") else None)
    if ini is None and DEFAULT_INI.exists():
        ini = DEFAULT_INI
    return load_settings(ini, environ, **given)


def store_of(args: argparse.Namespace, *, adopt: bool = False, **given: Any) -> "Store":
    """The store of these settings, its database brought to the schema of this version; ``main`` closes it.

    ``adopt``: see ``nodes.join``. Raises ``ForeignNode``.
    """
    from portal.app import make_store
    from portal.core import nodes
    from portal.migrations.upgrade import upgrade

    args.store = store = make_store(settings_of(args, **given))
    upgrade(store.engine)
    nodes.join(store, adopt=adopt)
    return store


def keep_log(settings: "Settings") -> None:
    """Write what happens to standard error, for whoever keeps it there."""
    level = settings.log_level.upper()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # It warns of every request that waits for a thread: a thousand lines a second just when there is no time.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def step_aside(by: int = 10) -> None:
    """Let those who answer visitors go first: this process works in the background."""
    os.nice(by)


def follow_changes(store: "Store") -> None:
    """Bring the search index up to date before a command ends, unless a server does it already."""
    from portal.search import open_index
    from portal.search.follow import drain, mend

    index = open_index(store)
    if not mend(store, index):
        drain(store, index)
