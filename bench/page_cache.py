"""A kept guide page against bare waitress that sends the same bytes.

    python bench/page_cache.py [--seconds 4] [--rounds 5] [--database postgresql://…]

Both servers run waitress with 4 threads; 8 connections ask without pause, in turns of a few seconds each, so
that noise of the machine meets both. Prints requests a second of each, and the median of their ratios.
"""

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

PORTAL = [sys.executable, "-m", "portal.cli"]
GUIDE = "/services/990121-GA-01"
CONNECTIONS = 8
BARE = """
import logging, sys
from waitress import serve
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
body = open(sys.argv[1], "rb").read()
headers = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))]
def app(environ, start_response):
    start_response("200 OK", headers)
    return [body]
serve(app, port=int(sys.argv[2]), threads=4, ident=None, _quiet=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port, bare_port = free_port(), free_port()
        environ = {
            **os.environ,
            "PORTAL_VAR_DIR": f"{folder}/var",
            "PORTAL_PORT": str(port),
            "PORTAL_DEMO": "true",
        }
        if args.database:
            environ["PORTAL_DATABASE_URL"] = args.database
        servers = [subprocess.Popen([*PORTAL, "serve"], env=environ, stdout=subprocess.DEVNULL)]
        try:
            wait_for(port, "/readyz")
            page = Path(folder) / "page.html"
            page.write_bytes(get(port, GUIDE))
            servers.append(subprocess.Popen([sys.executable, "-c", BARE, str(page), str(bare_port)]))
            wait_for(bare_port, "/")
            ratios = []
            for _round in range(args.rounds):
                bare, kept = rate(bare_port, GUIDE, args.seconds), rate(port, GUIDE, args.seconds)
                ratios.append(kept / bare)
                print(
                    f"bare waitress {bare:7.0f}/s   kept page {kept:7.0f}/s   ratio {kept / bare:.2f}",
                    flush=True,
                )
            print(f"median ratio {median(ratios):.2f} with {page.stat().st_size} bytes")
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    return 0


def rate(port: int, path: str, seconds: float) -> float:
    """Answers a second over ``CONNECTIONS`` kept-alive connections."""
    until = time.monotonic() + seconds
    counts = [0] * CONNECTIONS

    def ask(number: int) -> None:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            length = 0
            while time.monotonic() < until:
                connection.sendall(request)
                got = connection.recv(1 << 16)
                if not length:
                    head = got.partition(b"\r\n\r\n")[0]
                    size = re.search(rb"content-length: *([0-9]+)", head, re.I)
                    assert size
                    length = len(head) + 4 + int(size[1])
                left = length - len(got)
                while left > 0:
                    left -= len(connection.recv(1 << 16))
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read()


def wait_for(port: int, path: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            get(port, path)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no answer at port {port}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
