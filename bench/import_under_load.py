"""How the portal answers and takes writes while a county's list is imported.

    python -m bench.import_under_load [FILE] [--rows 1135] [--seconds 15]

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
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from bench.server import PORTAL, portal
from bench.tables import percentiles
from portal.demo.content import PASSWORD

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
        environ = {**os.environ, "PORTAL_VAR_DIR": f"{folder}/var"}
        with portal(Path(folder) / "var", demo="true", search_rate=100_000) as server:
            acts = probes(server.address)
            for act in [*acts.values()] * WARM_UP:
                act()
            rest = measure(acts, lambda: time.sleep(args.seconds))
            command = [*PORTAL, "import", "guides", str(listed), "--publish", "--json"]
            started = time.monotonic()
            importer = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE)
            output: list[bytes] = []
            busy = measure(acts, lambda: output.append(importer.communicate()[0]))
            seconds = time.monotonic() - started
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
        (p50, _, p99), (busy_p50, _, busy_p99) = percentiles(rest[name]), percentiles(times)
        print(
            f"{name:18}{p50:12.1f}{p99:8.1f}{busy_p50:15.1f}{busy_p99:8.1f}"
            f"{busy_p99 / p99:11.1f}{len(times):7}"
        )


def invented_list(path: Path, rows: int, first: int = 0) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for i in range(first, first + rows):
            unit = f"晴溪区第{i % 34 + 1}局"
            writer.writerow(
                (unit, "未分类", f"第{i}号事项办理", f"990122{i:06}-1-00", "20", "", "990122000000")
            )
    return path


if __name__ == "__main__":
    sys.exit(main())
