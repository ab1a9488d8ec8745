"""How long people wait who send a letter, while others send theirs and staff answer.

    python -m bench.letters [--people 20] [--seconds 20] [--every 10]

Starts a server of its own on a free port with a temporary folder and the demo centre. Each of ``people``
sends a letter about every ``every`` seconds at random moments, as from ``people`` addresses; two handlers
open the inbox and answer. Prints p50 and p99 of each kind of request; exit code 1 where a letter's p99 is
over the limit, or a letter that was acknowledged is not there.
"""

import argparse
import http.client
import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from bench.server import portal
from bench.tables import percentiles
from portal.demo.content import PASSWORD

LIMIT_MS = 500
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LETTER = {
    "channel": "suggestion-box",
    "kind": "suggestion",
    "title": "希望周六也开门",
    "text": "窗口排队太久，希望周六上午也能办理。",
    "name": "钱多多",
    "phone": "13800138000",
}


class Visitor:
    """A browser without scripts; ``times`` are milliseconds by kind of request."""

    def __init__(self, port: int, number: int, times: dict[str, list[float]]) -> None:
        self.port = port
        self.headers = {"X-Forwarded-For": f"10.0.0.{number + 1}"}
        self.times = times

    def ask(self, kind: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page, and where it leads; a form is sent where there are ``fields``."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        started = time.perf_counter()
        if fields:
            connection.request("POST", path, urllib.parse.urlencode(fields), {**self.headers, **FORM})
        else:
            connection.request("GET", path, headers=self.headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        self.times.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
        connection.close()
        if cookie := answer.getheader("Set-Cookie"):
            self.headers["Cookie"] = cookie.partition(";")[0]
        return answer.status, page, answer.getheader("Location") or ""

    def send_letter(self) -> bool:
        path = "/mailbox/suggestion-box/new"
        _status, page, _way = self.ask("the form", path)
        status, _page, way = self.ask("a letter (writes)", path, {**hidden(page), **LETTER})
        return status == 303 and "receipt" in way

    def answer_one(self) -> None:
        _status, page, _way = self.ask("the inbox", "/admin/letters?pile=unassigned")
        found = re.search(r'href="(/admin/letters/\d+)"', page)
        if found is None:
            return
        _status, page, _way = self.ask("one letter (writes)", found[1])
        form = next((part for part in page.split("<form")[1:] if 'value="answer"' in part), "")
        fields = {**hidden(form), "verb": "answer", "answer": "谢谢，周六上午已开放。"}
        status, _page, _way = self.ask("an answer (writes)", found[1], fields)
        assert status in (303, 409), status

    def log_in(self, login: str) -> None:
        _status, page, _way = self.ask("log-in", "/login")
        status, _page, _way = self.ask(
            "log-in", "/login", {**hidden(page), "login": login, "password": PASSWORD}
        )
        assert status == 303, status


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a form."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] for name, value in pairs if name and value}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--every", type=float, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        var_dir = Path(folder) / "var"
        with portal(var_dir, demo="true", trusted_proxy="127.0.0.1", letter_rate=100_000) as server:
            before = stored(folder)
            times, sent = run(server.port, args)
            after = stored(folder)
    return report(times, sent, after - before)


def run(port: int, args: argparse.Namespace) -> tuple[dict[str, list[float]], int]:
    """Times by kind, and how many letters were acknowledged."""
    times: dict[str, list[float]] = {}
    authors = [Visitor(port, number, times) for number in range(args.people)]
    handlers = [Visitor(port, args.people + number, times) for number in range(2)]
    for handler in handlers:
        handler.log_in("admin")
    # Nobody waits for what the server loads when it is first asked.
    acknowledged = [int(author.send_letter()) for author in authors]
    for handler in handlers:
        handler.answer_one()
    times.clear()
    end = time.monotonic() + args.seconds

    def write(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < end:
            time.sleep(chance.expovariate(1 / args.every))
            acknowledged[number] += authors[number].send_letter()

    def handle(handler: Visitor) -> None:
        while time.monotonic() < end:
            handler.answer_one()
            time.sleep(1)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(args.people)]
    threads += [threading.Thread(target=handle, args=(handler,)) for handler in handlers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, sum(acknowledged)


def stored(folder: str) -> int:
    with sqlite3.connect(Path(folder) / "var" / "portal.db") as database:
        return int(database.execute("SELECT count(*) FROM cases").fetchone()[0])


def report(times: dict[str, list[float]], sent: int, stored_now: int) -> int:
    print(f"{'':22}{'p50 ms':>8}{'p99':>8}{'n':>7}")
    for kind, found in times.items():
        if len(found) > 1:
            p50, _p95, p99 = percentiles(found)
            print(f"{kind:22}{p50:8.1f}{p99:8.1f}{len(found):7}")
    print(f"letters acknowledged: {sent}, stored: {stored_now}")
    slow = percentiles(times["a letter (writes)"])[2] > LIMIT_MS
    return int(slow or sent != stored_now)


if __name__ == "__main__":
    sys.exit(main())
