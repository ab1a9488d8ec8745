"""The tables of notices, and the end that a publisher sets."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "notice_cards",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_notice_cards_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_notice_cards_org_id_orgs")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_notice_cards")),
    )
    with op.batch_alter_table("notice_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_cards_org_id"), ["org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_cards_column"), ["column"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_cards_column"))
        batch_op.drop_index(batch_op.f("ix_notice_cards_org_id"))
    op.drop_table("notice_cards")
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_column("ends_at")
