"""SQLite FTS5 over words cut by the analysis: bm25, titles four times as heavy as texts."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.contest.contestant import LIMIT, OFFERED
from bench.machine import size_mb
from bench.questions import Kind, Question
from search_index.analysis import fold, tokens
from search_index.document import Doc

SCHEMA = """
CREATE TABLE docs (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, address TEXT, code TEXT,
                   body TEXT);
-- Apart, because counting reads a row of it for every match.
CREATE TABLE places (number INTEGER PRIMARY KEY, org TEXT, category TEXT);
CREATE VIRTUAL TABLE words USING fts5(title, body, content='');
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(4.0, 1.0)');
"""
OF_ID = "SELECT number, title, body FROM docs WHERE id = ?"
INSERT = "INSERT INTO docs (id, title, body, address, code) VALUES (?, ?, ?, ?, ?)"
PLACE = "INSERT INTO places (number, org, category) VALUES (?, ?, ?)"
ADD_WORDS = "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)"
DROP_WORDS = "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)"
TOP = f"""
SELECT docs.id, docs.title, docs.body
FROM (SELECT rowid AS number, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT {LIMIT}) AS best
JOIN docs USING (number) ORDER BY best.rank
"""
COUNTS = """
SELECT places.org, places.category, count(*) FROM words JOIN places ON places.number = words.rowid
WHERE words MATCH ? GROUP BY places.org, places.category
"""
NAMES = f"""
SELECT docs.title, docs.address FROM words JOIN docs ON docs.number = words.rowid
WHERE words MATCH ? LIMIT {OFFERED}
"""


class Fts5:
    """See Contestant."""

    def __init__(self, folder: Path, url: str) -> None:
        self._path = folder / "fts5.db"
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA cache_size = -65536")

    def build(self, docs: Iterable[Doc]) -> None:
        self._connection.executescript(SCHEMA)
        self.update(docs)
        self._connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ask(self, question: Question) -> int:
        expression = MATCH[question.kind](question.words)
        if question.kind is Kind.SUGGESTION:
            return len(self._connection.execute(NAMES, (expression,)).fetchall())
        if question.kind is Kind.FACETS:
            self._connection.execute(COUNTS, (expression,)).fetchall()
        return len(self._connection.execute(TOP, (expression,)).fetchall())

    def update(self, docs: Iterable[Doc]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for doc in docs:
            self._remove(doc.id)
            row = (doc.id, doc.title, doc.body, doc.address, doc.code)
            number = self._connection.execute(INSERT, row).lastrowid
            self._connection.execute(PLACE, (number, doc.org, doc.category))
            self._connection.execute(ADD_WORDS, (number, cut(doc.title), cut(doc.body)))
        self._connection.execute("COMMIT")

    def size_mb(self) -> float:
        return size_mb(self._path.parent.iterdir())

    def _remove(self, id_: str) -> None:
        for number, title, body in self._connection.execute(OF_ID, (id_,)).fetchall():
            for table in ("docs", "places"):
                self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
            self._connection.execute(DROP_WORDS, (number, cut(title), cut(body)))


def cut(text: str) -> str:
    """The words of a text, between spaces."""
    return " ".join(tokens(fold(text)))


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


MATCH: dict[Kind, Callable[[Sequence[str]], str]] = {
    Kind.AND2: lambda words: " AND ".join(f'"{word}"' for word in words),
    Kind.OR3: lambda words: " OR ".join(f'"{word}"' for word in words),
    Kind.FACETS: lambda words: f'"{words[0]}"',
    Kind.PHRASE: _phrase,
    Kind.PREFIX: lambda words: _phrase(words) + "*",
    Kind.SUGGESTION: lambda words: "title : " + _phrase(words) + "*",
}
