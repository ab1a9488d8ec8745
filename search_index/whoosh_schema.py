"""Whoosh as used here: the one place that imports it. It stores documents; `Segment` arrays find them."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any
from weakref import finalize

with warnings.catch_warnings():
    # Whoosh 2.7.4 is from 2016: invalid escapes in its docstrings warn when Python 3.12 and later compile it,
    # and its import of pkg_resources warns where setuptools is installed. Neither is about this program.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.filterwarnings("ignore", "pkg_resources", UserWarning)
    from whoosh import columns, fields
    from whoosh.codec import default_codec
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import FileIndex, clean_files

__all__ = ["column", "column_file", "drop_old_files", "keep_segments", "new_index", "open_index"]

_NAME = "MAIN"
_STORED = "stored"


def _schema() -> fields.Schema:
    """Return the schema; passed on every opening, so that the pickled one in the index is never loaded.

    There is one column and no field with words: those are in the arrays, which are made ten times as fast.
    """
    return fields.Schema(**{_STORED: fields.COLUMN(columns.VarBytesColumn())})


class _SharedFile(StructFile):
    """A file that threads read at the same time: its position plays no part."""

    def get(self, position: int, length: int) -> bytes:
        """Return the bytes at a position."""
        return os.pread(self.file.fileno(), length, position)


class _Storage(FileStorage):
    """A folder of which a commit deletes nothing.

    Whoosh deletes the files of segments that are no more while it commits, though readers of the commit
    before may be just opening them.
    """

    def delete_file(self, name: str) -> None:
        """Keep the file; see `drop_old_files`."""

    def open_file(self, name: str, **options: Any) -> _SharedFile:
        """Open a file for any number of threads."""
        return _SharedFile((Path(self.folder) / name).open("rb"), name=name, **options)


def new_index(folder: Path) -> Any:
    """Make an index in an empty folder."""
    return FileIndex.create(_Storage(str(folder)), _schema(), _NAME)


def open_index(folder: Path) -> Any:
    """Open the latest commit."""
    return FileIndex(_Storage(str(folder)), _schema(), _NAME)


def drop_old_files(folder: Path, index: Any) -> None:
    """Delete what only the commits before this one used; call it when the next commit begins."""
    clean_files(FileStorage(str(folder)), _NAME, index.latest_generation(), index._segments())


def keep_segments(count: int) -> Any:
    """Return the merge policy for a commit that leaves the first segments as they are, without the others."""
    return lambda writer, segments: segments[:count]


def column(index: Any, segment: Any) -> Any:
    """Return what a segment stores: bytes by place."""
    reader = default_codec().per_document_reader(index.storage, segment)
    found = reader.column_reader(_STORED, index.schema[_STORED].column_type)
    finalize(found, reader.close)  # when nobody uses the column any more
    return found


def column_file(folder: Path, segment_id: str) -> Path:
    """Return the file of what a segment stores."""
    return folder / f"{segment_id}.{_STORED}.col"
