"""``portal serve``: bring everything up, then answer."""

import argparse
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from portal.cli.common import follow_changes, keep_log, store_of
from portal.cli.follow import keep_following

if TYPE_CHECKING:
    from portal.core.work import Store
    from portal.web.processes import Work

PREDECESSORS = "SUNLIGHT_PREDECESSORS"
"""Environment: the processes that answer until those of a new start do."""


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "serve", help="migrate, load the demo where wanted, answer, keep the index up to date"
    )
    parser.add_argument("--port", type=int)
    parser.add_argument("--listen")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    # numpy would start threads for algebra that nobody here does, and a process with threads must not fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from portal.web.processes import Children, Order, dismiss
    from portal.web.server import hand_down, listen

    store = store_of(args, port=args.port, listen=args.listen)
    settings = store.settings
    keep_log(settings)
    if settings.demo:
        from portal.cli.demo import load_and_tell

        if load_and_tell(store, only_if_empty=True):
            follow_changes(store)
    sockets = listen(settings)

    def started() -> None:
        dismiss(map(int, os.environ.pop(PREDECESSORS, "").split()))
        print(f"{settings.site_name}: {settings.site_url}", flush=True)

    works = _works(store, sockets)
    children = Children(works)
    if children.keep(started) is Order.RENEW:
        # Of another version, it would build anew what the new program has just built.
        dismiss(children.doing(len(works) - 1))
        hand_down(sockets)
        os.environ[PREDECESSORS] = " ".join(map(str, children.ids))
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606  # the program itself, anew
    for each in sockets:
        each.close()
    children.stop()
    return 0


def _works(store: "Store", sockets: list[Any]) -> list["Work"]:
    """What each child does: some answer, one keeps the index up to date."""
    from portal.app import make_app
    from portal.catalogue.enumerator import census
    from portal.web.server import Server

    parent = os.getpid()
    app = make_app(store.settings, store)
    registry = app.app.registry
    # What takes long to read is read once for all children.
    with store.reading() as work:
        census(work)
    # No connection crosses a fork, and what is here now stays for good: the collector need not walk through
    # it each time, and children share its memory as long as nobody touches it.
    store.engine.dispose()
    gc.collect()
    gc.freeze()

    def wanted() -> bool:
        return os.getppid() == parent

    def answer() -> None:
        server = Server(app, store.settings, sockets)
        signal.signal(signal.SIGTERM, lambda *_signal: server.stop())
        server.run(wanted)
        registry["tally"].flush()
        store.engine.dispose()

    def follow() -> None:
        # It would keep the port when the server has gone.
        for each in sockets:
            each.close()
        keep_following(store, registry["index"], wanted)

    return [*[answer] * store.settings.processes, follow]
