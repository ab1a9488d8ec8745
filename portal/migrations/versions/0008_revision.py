"""The number of public content, and an index for the next end of an edition."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "content_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revision")),
    )
    op.bulk_insert(table, [{"id": 1, "number": 1}])
    op.create_index("ix_editions_live_until", "editions", ["live_until"])


def downgrade() -> None:
    op.drop_index("ix_editions_live_until", "editions")
    op.drop_table("content_revision")
