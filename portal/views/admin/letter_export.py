"""The list of letters as a table for spreadsheet programs: what the list shows, and no author."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.cases.channels import KIND_LABELS
from portal.cases.inbox import Row
from portal.cases.workflow import STATE_LABELS
from portal.core.clock import local
from portal.core.i18n import Message, _
from portal.core.sheets import csv_bytes

HEAD = (
    *(_("Number"), _("Mailbox"), _("Kind"), _("Subject"), _("State"), _("Unit"), _("Handler")),
    *(_("Received"), _("Due"), _("Provisional"), _("Late")),
)


def table(rows: Iterable[Row], translate: Callable[[Message], str]) -> bytes:
    """CSV with a head; dates and times are those of the hall's wall clock."""
    return csv_bytes([map(translate, HEAD), *(_cells(row, translate) for row in rows)])


def _cells(row: Row, translate: Callable[[Message], str]) -> Iterable[Any]:
    yes = translate(_("yes"))
    return (
        row.number,
        translate(row.channel.label),
        translate(KIND_LABELS[row.kind]),
        row.title,
        translate(STATE_LABELS[row.state]),
        row.unit,
        row.handler,
        local(row.received_at).strftime("%Y-%m-%d %H:%M"),
        row.due.isoformat(),
        yes if row.provisional else "",
        yes if row.late else "",
    )
