"""Whoosh as used here: the one place that imports it, the schema, and the translation of queries."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from search_index.analysis import fold, tokens
from search_index.document import Doc
from search_index.query import AllOf, AnyOf, Field, Node, Term

with warnings.catch_warnings():
    # Whoosh 2.7.4 is from 2016: invalid escapes in its docstrings warn when Python 3.12 and later compile it,
    # and its import of pkg_resources warns where setuptools is installed. Neither is about this program.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.filterwarnings("ignore", "pkg_resources", UserWarning)
    from whoosh import columns, fields, query
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex, clean_files

__all__ = ["KeepingStorage", "compiled", "drop_old_files", "fields_of", "new_index", "open_index", "schema"]

_NAME = "MAIN"

_WEIGHT = 3  # how many times a word of the title counts against one of the body


def schema() -> fields.Schema:
    """Return the schema; passed on every opening, so that the pickled one in the index is never loaded.

    The fields hold words that are already cut. Nothing is a stored field: these are pickles.
    """
    return fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        title=fields.KEYWORD(scorable=True),
        text=fields.KEYWORD(scorable=True),
        body=fields.COLUMN(columns.VarBytesColumn()),
    )


class KeepingStorage(FileStorage):
    """A folder of which a commit deletes nothing.

    Whoosh deletes the files of merged segments while it commits, though readers of the commit before open
    some of them only when they need them, and take a missing column for one that the segment never had.
    """

    def delete_file(self, name: str) -> None:
        """Keep the file; see `drop_old_files`."""


def new_index(folder: Path) -> Any:
    """Make an index in an empty folder."""
    return FileIndex.create(KeepingStorage(str(folder)), schema(), _NAME)


def open_index(folder: Path) -> Any:
    """Open the latest commit."""
    return FileIndex(KeepingStorage(str(folder)), schema(), _NAME)


def drop_old_files(folder: Path, index: Any) -> None:
    """Delete what only the commits before this one used; call it when the next commit begins."""
    clean_files(FileStorage(str(folder)), _NAME, index.latest_generation(), index._segments())


def fields_of(doc: Doc) -> dict[str, Any]:
    """Return the values of the schema's fields for a document."""
    title = tokens(fold(doc.title))
    text = title * _WEIGHT + tokens(fold("\n".join((*doc.aliases, doc.body))))
    return {"id": doc.id, "title": title, "text": text, "body": doc.body.encode("utf-8", "replace")}


def compiled(node: Node, field: Field) -> query.Query:
    """Return Whoosh's query for a node."""
    match node:
        case Term(word):
            return query.Term(field, word)
        case AllOf(nodes):
            return query.And([compiled(each, field) for each in nodes]) if nodes else query.NullQuery
        case AnyOf(nodes):
            return query.Or([compiled(each, field) for each in nodes]) if nodes else query.NullQuery
