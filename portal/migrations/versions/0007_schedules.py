"""The tables of schedules, absences, and what boards show of a guide."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _absences()
    _schedules()
    _boards()


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id_people")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_absences_recorded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absences_recorded_by"), ["recorded_by"], unique=False)


def _schedules() -> None:
    op.create_table(
        "market_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_market_rules_org_id_orgs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_rules")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "market_exceptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_market_exceptions_org_id_orgs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_exceptions")),
        sa.UniqueConstraint("org_id", "day", name=op.f("uq_market_exceptions_org_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_duties_org_id_orgs")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duties_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sqlite_autoincrement=True,
    )
    for table in ("market_rules", "market_exceptions", "duties"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_org_id"), ["org_id"], unique=False)
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_person_id"), ["person_id"], unique=False)


def _boards() -> None:
    op.create_table(
        "guide_fees",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("standard", sa.String(length=500), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("reduction", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_guide_fees_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_guide_fees")),
    )
    with op.batch_alter_table("guide_cards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("statutory_days", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("statutory_unit", sa.String(length=10), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("basis", sa.Text(), nullable=False, server_default=""))
    _fill_boards(op.get_bind())
    with op.batch_alter_table("guide_cards", schema=None) as batch_op:
        batch_op.alter_column("statutory_unit", server_default=None)
        batch_op.alter_column("basis", server_default=None)


def _fill_boards(connection: sa.Connection) -> None:
    """What the editions already there say."""
    metadata = sa.MetaData()
    cards = sa.Table("guide_cards", metadata, autoload_with=connection)
    fees = sa.Table("guide_fees", metadata, autoload_with=connection)
    editions = sa.Table("editions", metadata, autoload_with=connection)
    bodies = sa.select(editions.c.id, editions.c.body).join(cards, cards.c.edition_id == editions.c.id)
    for edition_id, text in connection.execute(bodies).all():
        guide = json.loads(text)
        statutory = guide["statutory"] or {}
        basis = "\n".join(f"{each['title']}{each['article']}" for each in guide["basis"])
        connection.execute(
            cards.update()
            .where(cards.c.edition_id == edition_id)
            .values(
                statutory_days=statutory.get("days"), statutory_unit=statutory.get("unit", ""), basis=basis
            )
        )
        if rows := _fees(edition_id, guide):
            connection.execute(fees.insert(), rows)


def _fees(edition_id: int, guide: dict[str, Any]) -> list[dict[str, Any]]:
    names = {case["id"]: case["name"] for case in guide["cases"]}
    return [
        {
            "edition_id": edition_id,
            "position": position,
            "name": fee["name"],
            "cases": "、".join(names[case] for case in fee["cases"]),
            "amount": fee["amount"] or "",
            "standard": fee["standard"] or fee["unit"],
            "basis": fee["basis"],
            "reduction": fee["reduction"],
        }
        for position, fee in enumerate(guide["fees"])
    ]


def downgrade() -> None:
    with op.batch_alter_table("guide_cards", schema=None) as batch_op:
        for column in ("basis", "statutory_unit", "statutory_days"):
            batch_op.drop_column(column)
    for table in ("guide_fees", "duties", "market_exceptions", "market_rules", "absences"):
        op.drop_table(table)
