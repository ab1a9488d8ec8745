"""tantivy over words cut by the analysis: bm25, titles four times as heavy as texts, one writing thread."""

import importlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.contest.contestant import LIMIT, OFFERED
from bench.contest.fts5 import cut
from bench.machine import size_mb
from bench.questions import Kind, Question
from search_index.document import Doc

# It is installed by the bench into a folder of its own, see contest.team.
engine: Any = importlib.import_module("tantivy")
COUNTS = {
    "org": {"terms": {"field": "org", "size": 10_000}},
    "category": {"terms": {"field": "category", "size": 100}},
}
HEAP = 256 << 20  # bytes that the writer may fill before it writes a segment


class Tantivy:
    """See Contestant."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder / "tantivy"
        self._folder.mkdir(exist_ok=True)
        self._schema = _schema()
        self._index = engine.Index(self._schema, path=str(self._folder))
        spaces = engine.TextAnalyzerBuilder(engine.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", spaces)
        self._searcher = self._index.searcher()
        self._writer: Any = None

    def build(self, docs: Iterable[Doc]) -> None:
        writer = self._index.writer(HEAP, 1)
        for doc in docs:
            writer.add_document(_row(doc))
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, question: Question) -> int:
        query = self._query(question)
        if question.kind is Kind.FACETS:
            json.dumps(self._searcher.aggregate(query, COUNTS))
        shown = OFFERED if question.kind is Kind.SUGGESTION else LIMIT
        hits = self._searcher.search(query, shown, count=False).hits
        return len([self._searcher.doc(address)["shown"] for _score, address in hits])

    def update(self, docs: list[Doc]) -> None:
        self._writer = self._writer or self._index.writer(HEAP, 1)
        for doc in docs:
            self._writer.delete_documents_by_term("id", doc.id)
            self._writer.add_document(_row(doc))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def size_mb(self) -> float:
        return size_mb(self._folder.iterdir())

    def _query(self, question: Question) -> Any:
        words, query = question.words, engine.Query
        if question.kind is Kind.SUGGESTION:
            return self._prefix("title", words)
        if question.kind is Kind.PREFIX:
            return self._either(lambda field: self._prefix(field, words))
        if question.kind is Kind.PHRASE:
            return self._either(lambda field: query.phrase_query(self._schema, field, list(words)))
        occur = engine.Occur.Should if question.kind is Kind.OR3 else engine.Occur.Must
        return query.boolean_query([(occur, self._word(word)) for word in words])

    def _word(self, word: str) -> Any:
        return self._either(lambda field: engine.Query.term_query(self._schema, field, word))

    def _prefix(self, field: str, words: Sequence[str]) -> Any:
        return engine.Query.phrase_prefix_query(self._schema, field, list(words))

    def _either(self, make: Callable[[str], Any]) -> Any:
        should, query = engine.Occur.Should, engine.Query
        return query.boolean_query([(should, query.boost_query(make("title"), 4.0)), (should, make("body"))])


def _schema() -> Any:
    builder = engine.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="spaces")
    for name in ("org", "category"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def _row(doc: Doc) -> Any:
    shown = json.dumps([doc.title, doc.body, doc.address, doc.code], ensure_ascii=False)
    return engine.Document(
        id=doc.id,
        title=cut(doc.title),
        body=cut(doc.body),
        org=doc.org,
        category=doc.category,
        shown=shown.encode(),
    )
