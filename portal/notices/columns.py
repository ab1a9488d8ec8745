"""The columns 栏目 of notices: one table, by which pages, lists and meta tags name them."""

from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import Message, _


class ColumnSlug(StrEnum):
    NOTICES = "notices"
    PUBLICITY = "publicity"
    POLICY = "policy"
    ALERTS = "alerts"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Column:
    """``type``: ColumnType by the page rules of government sites."""

    slug: ColumnSlug
    label: Message
    description: Message
    keywords: Message
    type: Message


COLUMNS: dict[ColumnSlug, Column] = {
    column.slug: column
    for column in (
        Column(
            ColumnSlug.NOTICES,
            _("Notices"),
            _("What changes, what is on, what everybody should know"),
            _("notices, announcements"),
            _("news"),
        ),
        Column(
            ColumnSlug.PUBLICITY,
            _("For public scrutiny"),
            _("Decisions and lists that are made public before they hold, so that anybody may object"),
            _("public scrutiny, lists, objections"),
            _("disclosure"),
        ),
        Column(
            ColumnSlug.POLICY,
            _("Policy documents"),
            _("Rules and policies in force, with their sources"),
            _("policies, rules, documents"),
            _("policy documents"),
        ),
        Column(
            ColumnSlug.ALERTS,
            _("Service alerts"),
            _("Changed hours, closed windows, new materials: what to know before you come"),
            _("service alerts, opening hours, windows"),
            _("service"),
        ),
        Column(
            ColumnSlug.MARKET,
            _("Market days"),
            _("What can be done at the town halls on market days"),
            _("market days, towns, service stations"),
            _("news"),
        ),
    )
}


def column(slug: str) -> Column | None:
    """The column that an address names; ``None`` where there is none."""
    return next((known for known in COLUMNS.values() if known.slug == slug), None)
