"""The boards as rows of text, for CSV."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from portal.catalogue.boards import Board, FeeLine, LimitLine, PowerLine
from portal.catalogue.body import TimeLimit
from portal.catalogue.codes import label
from portal.core.i18n import Message, _
from portal.schedules.boards import StaffBoard

Translate = Callable[[Message | str], str]
Units = Mapping[int, str]
Table = tuple[list[str], Iterable[list[str]]]


def _limits(board: Board[LimitLine], units: Units, say: Translate) -> Table:
    def limit(limit: TimeLimit | None) -> list[str]:
        return [str(limit.days), say(label(limit.unit))] if limit else ["", ""]

    header = (
        *(_("Unit"), _("Matter"), _("Code"), _("Handling")),
        *(_("Promised"), _("Counted in"), _("By law"), _("Counted in")),
    )
    rows = (
        [*_matter(line, units), _word(line.handling, say), *limit(line.promised), *limit(line.statutory)]
        for line in board.lines
    )
    return [say(each) for each in header], rows


def _fees(board: Board[FeeLine], units: Units, say: Translate) -> Table:
    header = (
        *(_("Unit"), _("Matter"), _("Code"), _("For what"), _("Case"), _("Yuan")),
        *(_("Standard"), _("Basis"), _("Reduction")),
    )
    rows = (
        [
            *_matter(line, units),
            line.fee,
            line.cases,
            "" if line.amount is None else str(line.amount),
            line.standard,
            line.basis,
            line.reduction,
        ]
        for line in board.lines
    )
    return [say(each) for each in header], rows


def _powers(board: Board[PowerLine], units: Units, say: Translate) -> Table:
    header = (_("Unit"), _("Matter"), _("Code"), _("Kind of matter"), _("Level"), _("Basis"))
    rows = (
        [*_matter(line, units), _word(line.kind, say), _word(line.level, say), "；".join(line.bases)]
        for line in board.lines
    )
    return [say(each) for each in header], rows


def _staff(board: StaffBoard, units: Units, say: Translate) -> Table:
    header = (_("Unit"), _("Post"), _("A or B"), _("Name"), _("Phone"), _("Now"))
    rows = (
        [
            units[post.org_id],
            post.title,
            holder.rank.value.upper(),
            holder.name,
            holder.phone,
            say(_("Away") if holder.away else _("At work")),
        ]
        for post in board.posts
        for holder in post.holders
    )
    return [say(each) for each in header], rows


def _matter(line: LimitLine | FeeLine | PowerLine, units: Units) -> list[str]:
    return [units[line.org_id], line.name, line.code]


def _word(word: StrEnum | None, say: Translate) -> str:
    return say(label(word)) if word else ""


TABLES: Mapping[str, Callable[..., Table]] = {
    "time-limits": _limits,
    "fees": _fees,
    "staff": _staff,
    "powers": _powers,
}
