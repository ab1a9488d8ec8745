"""Residents who read and write without pause, and count what they were promised."""

import http.client
import re
import secrets
import ssl
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WRITE = "/mailbox/suggestion-box/new"
LETTER = {
    "channel": "suggestion-box",
    "kind": "suggestion",
    "text": "窗口排队太久，希望周六上午也能办理。",
    "name": "钱多多",
    "phone": "13800138000",
}
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Site:
    """Where residents go: a port of localhost, by TLS where there is a certificate to ``trust``."""

    port: int
    trust: ssl.SSLContext | None = None

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page, and where it leads; a form is sent where there are ``fields``."""
        connection: http.client.HTTPConnection
        if self.trust:
            connection = http.client.HTTPSConnection("localhost", self.port, timeout=60, context=self.trust)
        else:
            connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            if fields is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, urllib.parse.urlencode(fields), FORM)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Location") or ""
        finally:
            connection.close()


def letter(site: Site, title: str) -> dict[str, str]:
    """The fields of a letter, with the one-time key of a form that was just shown."""
    return {**hidden(site.ask(WRITE)[1]), **LETTER, "title": title}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] for name, value in pairs if name and value}


@dataclass
class Load:
    """``failed``: reads without an answer of 200, by what came instead; ``written``: titles of all letters,
    ``acknowledged``: of those with a receipt; ``again``: how often a form was sent once more. ``mark``
    is in all titles of this load.
    """

    site: Site
    paths: Sequence[str]
    readers: int = 4
    writers: int = 2
    read: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    written: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    again: int = 0
    mark: str = field(default_factory=lambda: secrets.token_hex(3))
    milliseconds: list[float] = field(default_factory=list)

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Read and write until ``meanwhile`` is done."""
        self._over = threading.Event()
        people = [threading.Thread(target=self._read, args=(number,)) for number in range(self.readers)]
        people += [threading.Thread(target=self._write, args=(number,)) for number in range(self.writers)]
        for person in people:
            person.start()
        try:
            meanwhile()
        finally:
            self._over.set()
            for person in people:
                person.join()

    def _read(self, number: int) -> None:
        while not self._over.is_set():
            path = self.paths[number % len(self.paths)]
            number += 1
            began = time.perf_counter()
            try:
                status = str(self.site.ask(path)[0])
            except BROKEN as problem:
                status = type(problem).__name__
            self.milliseconds.append((time.perf_counter() - began) * 1000)
            self.read += 1
            if status != "200":
                self.failed[status] += 1

    def _write(self, number: int) -> None:
        count = 0
        while not self._over.is_set():
            count += 1
            title = f"周六也开门 {self.mark}-{number}.{count}"
            self.written.append(title)
            if self._send(title):
                self.acknowledged.append(title)

    def _send(self, title: str) -> bool:
        """Send a letter as a patient resident does: the same form again, until there is a receipt."""
        try:
            fields = letter(self.site, title)
        except BROKEN:
            return False
        if "key" not in fields:
            return False
        while True:
            try:
                status, _page, way = self.site.ask(WRITE, fields)
            except BROKEN:
                status, way = 0, ""
            if status == 303 and "receipt" in way:
                return True
            self.again += 1
            if self._over.wait(0.1):
                return False
