"""The tables in which PostgreSQL keeps an index. The arrays are those of every engine; see docs/adr/0016."""

from sqlalchemy import Column, ForeignKey, Identity, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

GENERATION = Table(  # no row: no index yet; else one
    "search_generation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("commit", Integer, nullable=False),
    Column("analyzer", String(40), nullable=False),
)
SEGMENTS = Table(
    "search_segments",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("dead", LargeBinary, nullable=False),  # a bit for each document: replaced or deleted
)
ARRAYS = Table(  # the bytes of a segment, in pieces: PostgreSQL sends a value as a whole
    "search_arrays",
    metadata,
    Column("segment_id", Integer, ForeignKey(SEGMENTS.c.id, ondelete="CASCADE"), primary_key=True),
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
DOCS = Table(  # what a hit shows; by id, so that merging segments touches none
    "search_docs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("body", Text, nullable=False),
)
