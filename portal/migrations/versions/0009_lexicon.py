"""Local words of the search, and the questions that led nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _lexicon()
    op.create_table(
        "search_misses",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.String(length=60), nullable=False),
        sa.Column("later", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "day", name=op.f("pk_search_misses")),
    )
    with op.batch_alter_table("search_misses", schema=None) as batch_op:
        batch_op.create_index("ix_search_misses_asked", ["asked"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_misses_day"), ["day"], unique=False)


def _lexicon() -> None:
    op.create_table(
        "lexicon_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=200), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_lexicon_entries_changed_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_entries")),
        sa.UniqueConstraint("word", name=op.f("uq_lexicon_entries_word")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lexicon_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lexicon_entries_changed_by"), ["changed_by"], unique=False)
    number = op.create_table(
        "lexicon_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_revision")),
    )
    op.bulk_insert(number, [{"id": 1, "number": 1}])


def downgrade() -> None:
    for table in ("search_misses", "lexicon_revision", "lexicon_entries"):
        op.drop_table(table)
