"""Alembic's entry; ``portal.migrations.upgrade`` hands it a connection."""

from typing import Any, Literal

from alembic import context

from portal.core.db import UTCDateTime, Word
from portal.models import tables


def render(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Migrations name plain types, so that a renamed class of ours never breaks an old one."""
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.String(length=40)" if isinstance(item, Word) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables(connection.dialect.name),
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
