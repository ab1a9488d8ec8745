"""'Choose your case' 选择情形: plain answers lead to one case, and the case to what holds for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from portal.catalogue.body import (
    Case,
    CaseRow,
    Choice,
    Fee,
    Guide,
    Material,
    Option,
    Step,
    TimeLimit,
)
from portal.core.i18n import Message, _

Row = TypeVar("Row", bound=CaseRow)

LONGEST_PARAMETER = 400


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """One thing to bring: one material, or alternatives of which one is enough."""

    materials: tuple[Material, ...]

    @property
    def alternatives(self) -> bool:
        return len(self.materials) > 1


@dataclass(frozen=True, slots=True)
class Applied:
    """What the guide says for one case; without a case, everything that it says.

    ``total`` in yuan is ``None`` where an amount is unknown or depends on the case.
    """

    materials: tuple[MaterialGroup, ...]
    fees: tuple[Fee, ...]
    total: Decimal | None
    promised: TimeLimit | None
    statutory: TimeLimit | None
    window_ids: tuple[int, ...]
    visits: int | None
    steps: tuple[Step, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a link: ``param`` is the ``case`` parameter that it leads to."""

    choice: Choice
    option: Option
    param: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Where the answers so far have led.

    ``given``: the answers that count; the ``param`` of each takes it back. ``question`` is the next one, if
    any, with its ``answers``. ``problem`` says what was ignored, or that no case fits.
    """

    param: str
    given: tuple[Answer, ...]
    question: Choice | None
    answers: tuple[Answer, ...]
    case: Case | None
    applied: Applied
    problem: Message | None = None


def parse_choice(text: str) -> tuple[str, ...]:
    """The option ids of a ``case`` parameter such as ``first.adult``, each once."""
    return tuple(dict.fromkeys(part for part in text[:LONGEST_PARAMETER].split(".") if part))


def choose(guide: Guide, chosen: tuple[str, ...]) -> Selection:
    """Follow the answers ``chosen`` (option ids). The first case that fits wins; the next question is the
    first unanswered one that a case still possible asks for."""
    taken, problem = _settle(guide, chosen)
    possible = [case for case in guide.cases if _possible(guide, case, taken)]
    ids = {option.id for option in taken.values()}
    case = possible[0] if possible and ids.issuperset(possible[0].options) else None
    question = None if case else _next_question(guide, possible, taken)
    if guide.cases and not possible:
        problem = _("There is no list for this combination: ask at the window. Everything is shown below.")
    return Selection(
        param=_param(guide, taken),
        given=tuple(
            Answer(choice, taken[choice.id], _param(guide, {**taken, choice.id: None}))
            for choice in guide.choices
            if choice.id in taken
        ),
        question=question,
        answers=tuple(
            Answer(question, option, _param(guide, {**taken, question.id: option}))
            for option in (question.options if question else ())
            if question
        ),
        case=case,
        applied=apply(guide, case),
        problem=problem,
    )


def apply(guide: Guide, case: Case | None) -> Applied:
    """What holds for ``case``: its own value where it has one, else the guide's."""
    fees = rows_for(guide.fees, case)
    override = case.promised if case else None
    windows = case.window_ids if case else None
    visits = case.visits if case else None
    return Applied(
        materials=_grouped(rows_for(guide.materials, case)),
        fees=fees,
        total=_total(guide, fees, case),
        promised=guide.promised if override is None else override,
        statutory=guide.statutory,
        window_ids=guide.window_ids if windows is None else windows,
        visits=guide.visits if visits is None else visits,
        steps=rows_for(guide.steps, case),
        note=case.note if case else "",
    )


def rows_for(rows: Sequence[Row], case: Case | None) -> tuple[Row, ...]:
    """The rows that belong to ``case``; without a case, all of them."""
    return tuple(row for row in rows if case is None or not row.cases or case.id in row.cases)


def _settle(guide: Guide, chosen: tuple[str, ...]) -> tuple[dict[str, Option], Message | None]:
    """The answers that count, by question; of two answers to one question the first."""
    known = {option.id: (choice, option) for choice in guide.choices for option in choice.options}
    taken: dict[str, Option] = {}
    problem = None
    for chosen_id in chosen:
        choice, option = known.get(chosen_id, (None, None))
        if choice is None or option is None:
            problem = _("One of the answers does not belong to this guide and was left out.")
        elif choice.id in taken:
            problem = _("Two answers contradict each other; the first one counts.")
        else:
            taken[choice.id] = option
    return taken, problem


def _possible(guide: Guide, case: Case, taken: dict[str, Option]) -> bool:
    for choice in guide.choices:
        wanted = {option.id for option in choice.options} & set(case.options)
        if choice.id in taken and wanted and wanted != {taken[choice.id].id}:
            return False
    return True


def _next_question(guide: Guide, possible: list[Case], taken: dict[str, Option]) -> Choice | None:
    wanted = {option_id for case in possible for option_id in case.options}
    for choice in guide.choices:
        if choice.id not in taken and any(option.id in wanted for option in choice.options):
            return choice
    return None


def _param(guide: Guide, taken: "dict[str, Option] | dict[str, Option | None]") -> str:
    options = (taken.get(choice.id) for choice in guide.choices)
    return ".".join(option.id for option in options if option)


def _grouped(materials: tuple[Material, ...]) -> tuple[MaterialGroup, ...]:
    """Alternatives stand together, where the first of them stood."""
    groups: dict[str, list[Material]] = {}
    for material in materials:
        groups.setdefault(f"any {material.any_of}" if material.any_of else material.id, []).append(material)
    return tuple(MaterialGroup(tuple(group)) for group in groups.values())


def _total(guide: Guide, fees: tuple[Fee, ...], case: Case | None) -> Decimal | None:
    if not fees and (guide.free or guide.fees):
        return Decimal(0)
    amounts = [fee.amount for fee in fees if fee.amount is not None]
    depends = case is None and any(fee.cases for fee in fees)
    if not fees or depends or len(amounts) < len(fees):
        return None
    return sum(amounts, Decimal(0))
