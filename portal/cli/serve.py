"""``portal serve``: bring everything up, then answer."""

import argparse
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from portal.cli.common import follow_changes, keep_log, store_of

if TYPE_CHECKING:
    from portal.core.settings import Settings


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "serve", help="migrate, load the demo where wanted, build the index, serve"
    )
    parser.add_argument("--port", type=int)
    parser.add_argument("--listen")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.app import make_app
    from portal.web.server import make_server

    store = store_of(args, port=args.port, listen=args.listen)
    settings = store.settings
    keep_log(settings)
    if settings.demo:
        from portal.cli.demo import load_and_tell

        load_and_tell(store, only_if_empty=True)
    follow_changes(store)
    server = make_server(make_app(settings, store), settings)
    # What is here now stays for good: the collector need not walk through it each time.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    with _follower(settings, args):
        print(f"{settings.site_name}: {settings.site_url}", flush=True)
        server.run()
    return 0


@contextmanager
def _follower(settings: "Settings", args: argparse.Namespace) -> Iterator[None]:
    """Keep one child that follows the outbox; start it again where it dies."""
    command = [sys.executable, "-m", "portal.cli"]
    if args.ini:
        command += ["--ini", str(args.ini)]
    command += ["follow", "--parent", str(os.getpid())]
    stopping = threading.Event()
    children: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            child = subprocess.Popen(command)
            children[:] = [child]
            child.wait()
            stopping.wait(2)

    threading.Thread(target=keep, name="follower", daemon=True).start()
    try:
        yield
    finally:
        stopping.set()
        for child in children:
            child.terminate()
