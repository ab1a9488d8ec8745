"""The rules by which inspectors look at a guide: each yields the path of a field and a sentence.

Rules without another source come from the check list by which provinces inspect guides
(办事指南 要素 完整性、准确性、一致性 检查).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from portal.catalogue.body import Guide, Step, TimeLimit
from portal.catalogue.cases import Applied, apply, choose
from portal.catalogue.codes import DayUnit, Handling, Kind, Way
from portal.core.i18n import Message, _

# With its area code; government hotlines (12345), 400 and 800 numbers have none.
_PHONE = re.compile(r"[(（]?0\d{2,3}[)）\- ]*\d{5,8}(?:[-转 ]+\d{1,6})?|12\d{3}|[48]00[- ]?\d{3}[- ]?\d{4}")
_SITE = re.compile(r"现场|勘查|勘验|踏勘|核查|勘察")

ELEMENTS = {
    "basis": _("legal basis"),
    "conditions": _("conditions"),
    "handling": _("kind of handling"),
    "statutory": _("statutory limit"),
    "promised": _("promised limit"),
    "steps": _("steps"),
    "served": _("who may apply"),
    "ways": _("ways of handling"),
    "visits": _("number of visits"),
    "free": _("whether there is a fee"),
    "results": _("result"),
}


@dataclass(frozen=True, slots=True)
class Contacts:
    """What the directory holds for the guide: its unit's phones, and how many windows handle it."""

    enquiry_phone: str = ""
    supervision_phone: str = ""
    windows: int = 0


Hits = Iterator[tuple[str, Message]]


def not_listed(guide: Guide, contacts: Contacts) -> Hits:
    """Nobody has said yet what to bring."""
    if not guide.complete:
        yield "materials", _("The materials are not listed yet.")


def not_stated(guide: Guide, contacts: Contacts) -> Hits:
    """Elements without which a guide is not complete (GB/T 39554, 实施清单 要素)."""
    for path, what in ELEMENTS.items():
        if getattr(guide, path) in (None, (), ""):
            yield path, _("Not stated yet: ${what}.", what=what)
    if not contacts.windows and not guide.place_note:
        yield "window_ids", _("Not stated yet: ${what}.", what=_("where to go"))


def promised_limit(guide: Guide, contacts: Contacts) -> Hits:
    """The promised limit is not longer than the statutory one."""
    for path, applied in _variants(guide, "promised"):
        if applied.promised and applied.statutory and _weeks(applied.promised) > _weeks(applied.statutory):
            yield path, _("The promised limit is longer than the statutory one.")


def instant(guide: Guide, contacts: Contacts) -> Hits:
    """即办件 ⇔ done on the spot, in 0 or 1 day."""
    days = guide.promised.days if guide.promised else None
    if guide.handling is not Handling.INSTANT:
        if days == 0:
            yield (
                "handling",
                _("The limit says on the spot, the kind of handling does not."),
            )
        return
    if days is not None and days > 1:
        yield (
            "promised",
            _("Settled on the spot takes 0 or 1 day, not ${days}.", days=days),
        )
    if guide.ways and Way.ON_THE_SPOT not in guide.ways:
        yield "ways", _("Settled on the spot, but the ways do not say so.")


def step_days(guide: Guide, contacts: Contacts) -> Hits:
    """The days of the steps, along the first branch of each, add up to the promised limit."""
    counted = sum(procedure.days for procedure in guide.special_procedures if procedure.counted)
    for path, applied in _variants(guide, "steps"):
        total = sum(step.days for step in _main_path(applied.steps))
        if not applied.steps or applied.promised is None:
            continue
        promised = applied.promised.days
        if total not in (promised, promised - counted) and max(total, promised) > 1:
            yield (
                path,
                _(
                    "The steps take ${total} days, promised are ${days}.",
                    total=total,
                    days=promised,
                ),
            )


def fees(guide: Guide, contacts: Contacts) -> Hits:
    """A fee has standard and basis, no fee has neither (价格法: 明码标价; 收费目录清单)."""
    if guide.free and guide.fees:
        yield "free", _("It says free of charge, and lists fees.")
    if guide.free is False and not guide.fees:
        yield "fees", _("It says that there is a fee, and lists none.")
    for number, fee in enumerate(guide.fees):
        if fee.amount is None and not fee.standard:
            yield (
                f"fees.{number}.standard",
                _("The fee “${name}” has no standard.", name=fee.name),
            )
        if fee.amount != 0 and not fee.basis:
            yield (
                f"fees.{number}.basis",
                _("The fee “${name}” has no basis.", name=fee.name),
            )


def phones(guide: Guide, contacts: Contacts) -> Hits:
    """Enquiry and supervision have different phones, each with its area code."""
    enquiry, supervision = (
        _numbers(contacts.enquiry_phone),
        _numbers(contacts.supervision_phone),
    )
    for path, numbers in (
        ("enquiry_phone", enquiry),
        ("supervision_phone", supervision),
    ):
        if not numbers:
            yield path, _("The unit has no such phone number yet.")
        elif not all(_PHONE.fullmatch(number) for number in numbers):
            yield path, _("A phone number has no area code.")
    if set(enquiry) & set(supervision):
        yield (
            "supervision_phone",
            _("Enquiries and supervision have the same phone number."),
        )


def visits(guide: Guide, contacts: Contacts) -> Hits:
    """A visit has a reason; without visits there is the web or the post."""
    for path, applied in _variants(guide, "visits"):
        if applied.visits and not guide.visits_reason:
            yield path, _("It takes a visit, but the reason is not given.")
        if applied.visits == 0 and not {Way.ONLINE, Way.BY_POST} & set(guide.ways):
            yield (
                path,
                _("It takes no visit, but neither the web nor the post is offered."),
            )


def permit_steps(guide: Guide, contacts: Contacts) -> Hits:
    """A permit has at least the steps 受理, 审核, 审批, 办结, 送达."""
    if guide.kind is Kind.PERMIT and len(guide.steps) < 5:
        yield (
            "steps",
            _("A permit has at least five steps: acceptance, review, decision, closing, delivery."),
        )


def permit_faq(guide: Guide, contacts: Contacts) -> Hits:
    """A permit answers at least one frequent question."""
    if guide.kind is Kind.PERMIT and not guide.faq:
        yield "faq", _("A permit answers at least one frequent question.")


def site_inspection(guide: Guide, contacts: Contacts) -> Hits:
    """A site inspection needs at least five days."""
    for number, procedure in enumerate(guide.special_procedures):
        if _SITE.search(procedure.name) and procedure.days < 5:
            yield (
                f"special_procedures.{number}.days",
                _("A site inspection needs at least five days."),
            )


def cases(guide: Guide, contacts: Contacts) -> Hits:
    """Every combination of answers leads to a case, and every case can be reached."""
    reached = set()
    for options in product(*(choice.options for choice in guide.choices)) if guide.choices else ():
        case = choose(guide, tuple(option.id for option in options)).case
        reached.add(case.id if case else None)
        if case is None:
            answers = " + ".join(option.text for option in options)
            yield (
                "choices",
                _("No case is for the answers ${answers}.", answers=answers),
            )
    for number, case in enumerate(guide.cases):
        if case.id not in reached:
            yield (
                f"cases.{number}",
                _("No answers lead to the case “${name}”.", name=case.name),
            )


def _variants(guide: Guide, field: str) -> Iterator[tuple[str, Applied]]:
    """The guide as each case sees it, with the path to point to; the guide itself where it has no cases."""
    if not guide.cases:
        yield field, apply(guide, None)
    for number, case in enumerate(guide.cases):
        yield f"cases.{number}", apply(guide, case)


def _weeks(limit: TimeLimit) -> float:
    """Length for comparing working with calendar days: five working days make a week."""
    return limit.days / (5 if limit.unit is DayUnit.WORKING else 7)


def _main_path(steps: tuple[Step, ...]) -> Iterator[Step]:
    """From the first step along the first branch of each, until the end or a loop."""
    places = {step.id: number for number, step in enumerate(steps)}
    seen: set[int] = set()
    number = 0
    while number < len(steps) and number not in seen:
        seen.add(number)
        step = steps[number]
        yield step
        number = next(
            (places[branch.to] for branch in step.next if branch.to in places),
            number + 1,
        )


def _numbers(phones: str) -> list[str]:
    return [number.strip() for number in re.split("[、，,;；/]", phones) if number.strip()]
