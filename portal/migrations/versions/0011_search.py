"""The search index in PostgreSQL; with SQLite it is a folder."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "search_generation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commit", sa.Integer(), nullable=False),
        sa.Column("analyzer", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("search_generation_pkey")),
    )
    op.create_table(
        "search_segments",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("dead", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("search_segments_pkey")),
    )
    op.create_table(
        "search_arrays",
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("piece", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["search_segments.id"],
            name=op.f("search_arrays_segment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("segment_id", "piece", name=op.f("search_arrays_pkey")),
    )
    op.create_table(
        "search_docs",
        *(sa.Column(name, sa.Text(), nullable=False) for name in DOC),
        sa.PrimaryKeyConstraint("id", name=op.f("search_docs_pkey")),
    )


DOC = ("id", "kind", "title", "code", "address", "org", "body")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("search_docs", "search_arrays", "search_segments", "search_generation"):
            op.drop_table(table)
