"""The tables of media, and the portraits of people."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_digest"), ["digest"], unique=False)
    op.create_table(
        "parked_files",
        sa.Column("media_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_parked_files_media_id_media")),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_parked_files")),
    )
    with op.batch_alter_table("parked_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_files_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_files_parked_at"), ["parked_at"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("portrait_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_people_portrait_id_media"), "media", ["portrait_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_people_portrait_id"), ["portrait_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_portrait_id"))
        batch_op.drop_constraint(batch_op.f("fk_people_portrait_id_media"), type_="foreignkey")
        batch_op.drop_column("portrait_id")
    op.drop_table("parked_files")
    op.drop_table("media")
