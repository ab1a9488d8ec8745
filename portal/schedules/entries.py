"""What the forms of the back office ask for: a rule, an exception, a duty."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from portal.core.i18n import Message, _
from portal.core.ui import Ui, Unfit, Widget
from portal.publishing.body import Part
from portal.schedules.duty import LABELS
from portal.schedules.errors import UnreadableRule
from portal.schedules.models import DutyKind, EntryKind
from portal.schedules.rules import parse

Line = Annotated[str, StringConstraints(max_length=200)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def _of_this_century(day: date) -> date:
    if not 2000 <= day.year < 2100:
        raise Unfit(_("Please check the year."))
    return day


# The days after the last one that Python, or the lunar calendar, knows cannot be reckoned with.
Day = Annotated[date, AfterValidator(_of_this_century)]
First = Annotated[Day, Ui(_("From"), hint=_("For example 2026-11-22"))]
Last = Annotated[Day | None, Ui(_("Last day"), hint=_("Empty: until further notice"))]


class _Span(Part):
    """From a day to a day, both included; without the last: until further notice."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first, last = getattr(self, "valid_from", None), getattr(self, "last_day", None)
        if first and last and last < first:
            raise Unfit(_("The last day comes before the first."), field="last_day")
        return self


class RuleIn(_Span):
    """``seen``: the rule whose next days were looked at; it is saved once they were."""

    org_id: Annotated[int, Ui(_("Whose market"), widget=Widget.SELECT)]
    text: Annotated[
        Reason,
        Ui(
            _("On which days"),
            hint=_("For example 逢一四七 (lunar), 逢1、4、7 (Gregorian), 每周三、周六, 农历初一、十五"),
        ),
    ]
    place: Annotated[Line, Ui(_("Place"), hint=_("For example: window 1 of the town's hall"))] = ""
    hours: Annotated[Line, Ui(_("At what time"), hint=_("For example 8:30–12:00"))] = ""
    note: Annotated[str, Ui(_("What to know"), rows=3), StringConstraints(max_length=1000)] = ""
    valid_from: First
    last_day: Last = None
    seen: Annotated[Line, Ui(_("Days looked through"), widget=Widget.HIDDEN)] = ""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _read(self.text)
        return self


class ExceptionIn(Part):
    org_id: Annotated[int, Ui(_("Whose market"), widget=Widget.SELECT)]
    day: Annotated[Day, Ui(_("Day"), hint=_("For example 2026-11-22"))]
    held: Annotated[
        bool, Ui(_("A market is held that day"), hint=_("Without the tick the market falls away."))
    ] = False
    reason: Annotated[Reason, Ui(_("Why"), hint=_("Visitors read it, for example: Spring Festival"))]


class DutyIn(_Span):
    org_id: Annotated[int, Ui(_("At which unit"), widget=Widget.SELECT)]
    kind: Annotated[DutyKind, Ui(_("What for"), options=LABELS)]
    person_id: Annotated[int, Ui(_("Who"), widget=Widget.SELECT)]
    text: Annotated[
        Line,
        Ui(
            _("On which of these days"),
            hint=_("For example 每周一、周三, or 2026年11月22日. Empty: on all of them"),
        ),
    ] = ""
    note: Annotated[Line, Ui(_("What to know"))] = ""
    valid_from: First
    last_day: Last = None

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.text:
            _read(self.text)
        return self


ENTRIES: dict[EntryKind, type[Part]] = {
    EntryKind.RULES: RuleIn,
    EntryKind.EXCEPTIONS: ExceptionIn,
    EntryKind.DUTIES: DutyIn,
}
TITLES: dict[StrEnum, Message] = {
    EntryKind.RULES: _("Rule of a market"),
    EntryKind.EXCEPTIONS: _("Day that differs"),
    EntryKind.DUTIES: _("Duty"),
}


def _read(text: str) -> None:
    try:
        parse(text)
    except UnreadableRule as refusal:
        raise Unfit(refusal.message, field="text") from None
