"""How the portal answers and takes writes while a county's list is imported.

    python bench/import_under_load.py [FILE] [--rows 1135] [--seconds 15]

Starts a server of its own on a free port with a temporary folder, asks it at a steady rate for pages and
log-ins (each a password check and two writes) for some seconds at rest, then again while ``portal import
guides --publish`` runs beside it, and prints both with their ratio. Without FILE a list of invented matters
in the shape of a county's is made.
"""

import argparse
import csv
import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from portal.demo.content import PASSWORD

PORTAL = [sys.executable, "-m", "portal.cli"]
HEADER = ("实施主体", "主项名称", "事项名称", "实施编码", "事项类型", "部门编码", "行政区划代码")
# Times a second: what a busy county hall, its kiosks and its residents at home ask for together.
RATES = {"guide page": 4, "catalogue": 2, "search": 2, "log-in (writes)": 1}
WARM_UP = 3

Act = Callable[[], None]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=1135)
    parser.add_argument("--seconds", type=float, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        listed = args.file or invented_list(Path(folder) / "list.csv", args.rows)
        port = free_port()
        environ = {**os.environ, "PORTAL_VAR_DIR": f"{folder}/var", "PORTAL_PORT": str(port)}
        environ |= {"PORTAL_SEARCH_RATE": "100000", "PORTAL_DEMO": "true"}
        server = subprocess.Popen([*PORTAL, "serve"], env=environ, stdout=subprocess.DEVNULL)
        try:
            base = f"http://localhost:{port}"
            wait_for(f"{base}/readyz")
            acts = probes(base)
            for act in [*acts.values()] * WARM_UP:
                act()
            rest = measure(acts, lambda: time.sleep(args.seconds))
            command = [*PORTAL, "import", "guides", str(listed), "--publish", "--json"]
            started = time.monotonic()
            importer = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE)
            output: list[bytes] = []
            busy = measure(acts, lambda: output.append(importer.communicate()[0]))
            seconds = time.monotonic() - started
        finally:
            server.terminate()
            server.wait()
    report(rest, busy)
    counts = {name: value for name, value in json.loads(output[0]).items() if isinstance(value, int)}
    print(f"import: {seconds:.1f} s, exit code {importer.returncode}, {counts}")
    return importer.returncode


def probes(base: str) -> dict[str, Act]:
    """One act a kind of request; each raises where the answer is not 200."""

    def get(path: str) -> Act:
        return lambda: urllib.request.urlopen(base + path, timeout=30).read() and None

    catalogue = urllib.request.urlopen(f"{base}/services").read().decode()
    code = re.search(r'href="(/services/[^"?]+)"', catalogue)
    assert code is not None
    return {
        "guide page": get(code[1]),
        "catalogue": get("/services"),
        "search": get(f"/search?q={urllib.parse.quote('身份证丢了')}"),
        "log-in (writes)": lambda: log_in(base),
    }


def log_in(base: str) -> None:
    page = urllib.request.urlopen(f"{base}/login", timeout=30).read().decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    form = urllib.parse.urlencode({"key": key[1], "login": "editor", "password": PASSWORD})
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=30)
    TIMED.start = time.perf_counter()
    connection.request("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
    assert connection.getresponse().status == 303
    connection.close()


class Timed(threading.local):
    """When the part of an act that counts began; a form's own page does not count."""

    start: float = 0.0


TIMED = Timed()


def measure(acts: dict[str, Act], meanwhile: Act) -> dict[str, list[float]]:
    """Milliseconds of each act, done at its rate and at random moments while ``meanwhile`` runs.

    An act counts from the moment at which it was due: one that waits for a slow one before it is slow too.
    """
    times: dict[str, list[float]] = {name: [] for name in acts}
    stop = threading.Event()

    def repeat(name: str, act: Act) -> None:
        chance = random.Random(name)
        due = time.perf_counter() + chance.expovariate(RATES[name])
        while not stop.wait(max(0.0, due - time.perf_counter())):
            late = max(0.0, time.perf_counter() - due)
            TIMED.start = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - TIMED.start + late) * 1000)
            due += chance.expovariate(RATES[name])

    threads = [threading.Thread(target=repeat, args=item) for item in acts.items()]
    for thread in threads:
        thread.start()
    meanwhile()
    stop.set()
    for thread in threads:
        thread.join()
    return times


def report(rest: dict[str, list[float]], busy: dict[str, list[float]]) -> None:
    print(f"{'':18}{'at rest p50':>12}{'p99':>8}{'importing p50':>15}{'p99':>8}{'ratio p99':>11}{'n':>7}")
    for name, times in busy.items():
        before, during = percentiles(rest[name]), percentiles(times)
        ratio = during[1] / before[1]
        print(
            f"{name:18}{before[0]:12.1f}{before[1]:8.1f}{during[0]:15.1f}{during[1]:8.1f}{ratio:11.1f}{len(times):7}"
        )


def percentiles(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]


def invented_list(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for i in range(rows):
            unit = f"晴溪区第{i % 34 + 1}局"
            writer.writerow(
                (unit, "未分类", f"第{i}号事项办理", f"990122{i:06}-1-00", "20", "", "990122000000")
            )
    return path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
