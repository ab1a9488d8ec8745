"""The ``portal`` command: one module a sub-command, with ``add(subparsers)`` and ``run(args) -> exit code``.

Exit codes: 0 done; 1 done in part, or a check failed; 2 wrong usage, settings or input.
Commands import what is heavy inside ``run``, so that ``portal --help`` answers at once.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

COMMANDS = (
    "init",
    "demo",
    "serve",
    "user",
    "delegate",
    "import_guides",
    "reindex",
    "search",
    "lexicon",
    "tick",
    "calendar",
    "audit",
    "check",
    "follow",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="portal", description="The Sunlight Portal of a service centre.")
    top.add_argument(
        "--ini",
        type=Path,
        help="settings file; default: $PORTAL_INI, else development.ini where it stands in this folder",
    )
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"portal.cli.{name}").add(subparsers)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; the console script's entry."""
    args = parser().parse_args(argv)
    from portal.core.db import UNAVAILABLE
    from portal.core.i18n import Refusal
    from portal.core.settings import SettingsError
    from search_index.engine import IndexBusy

    try:
        code: int = args.run(args)
    except (SettingsError, Refusal, IndexBusy) as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 2
    except UNAVAILABLE as problem:
        print(f"portal: the database cannot be used: {problem.args[0]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        if "store" in args:
            args.store.engine.dispose()
    return code
