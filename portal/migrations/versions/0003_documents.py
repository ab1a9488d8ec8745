"""The tables of documents, editions and guides."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_documents_org_id_orgs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_documents_kind_code")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_org_id"), ["org_id"], unique=False)
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approver_id"], ["users.id"], name=op.f("fk_editions_approver_id_users")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_editions_author_id_users")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_editions_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_editions_document_id_number")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_approver_id"), ["approver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_editions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_editions_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_editions_state"), ["state"], unique=False)
        batch_op.create_index("ix_editions_window", ["live_from", "live_until"], unique=False)
    op.create_table(
        "edition_refs",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_refs_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "kind", "ref_id", name=op.f("pk_edition_refs")),
    )
    with op.batch_alter_table("edition_refs", schema=None) as batch_op:
        batch_op.create_index("ix_edition_refs_target", ["kind", "ref_id"], unique=False)
    op.create_table(
        "guide_cards",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("handling", sa.String(length=40), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("day_unit", sa.String(length=10), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_guide_cards_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_guide_cards_org_id_orgs")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_guide_cards")),
    )
    with op.batch_alter_table("guide_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guide_cards_org_id"), ["org_id"], unique=False)
    op.create_table(
        "guide_tags",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_guide_tags_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "facet", "value", name=op.f("pk_guide_tags")),
    )
    with op.batch_alter_table("guide_tags", schema=None) as batch_op:
        batch_op.create_index("ix_guide_tags_value", ["facet", "value"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("guide_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_guide_tags_value")
    op.drop_table("guide_tags")
    with op.batch_alter_table("guide_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_cards_org_id"))
    op.drop_table("guide_cards")
    with op.batch_alter_table("edition_refs", schema=None) as batch_op:
        batch_op.drop_index("ix_edition_refs_target")
    op.drop_table("edition_refs")
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_index("ix_editions_window")
        batch_op.drop_index(batch_op.f("ix_editions_state"))
        batch_op.drop_index(batch_op.f("ix_editions_document_id"))
        batch_op.drop_index(batch_op.f("ix_editions_author_id"))
        batch_op.drop_index(batch_op.f("ix_editions_approver_id"))
    op.drop_table("editions")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_org_id"))
    op.drop_table("documents")
