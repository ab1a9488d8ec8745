"""The guide 办事指南: its fields follow the national list of elements (GB/T 39554 实施清单).

Units and windows are named by directory id, never by copies of names or phones. Every row of a sequence has a
stable ``id``, unique within the guide, which cases, branches and differences between editions refer to.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from portal.catalogue.codes import DayUnit, Form, Handling, Kind, Level, LifeEvent, Need, Served, Way
from portal.publishing.body import Body, Part

Line = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=8000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Days = Annotated[int, Field(ge=0, le=3650)]


class TimeLimit(Part):
    """A time limit 时限: ``days`` of ``unit``; 0 means on the spot."""

    days: Days
    unit: DayUnit = DayUnit.WORKING
    note: Line = ""


class Basis(Part):
    """A legal basis 设定依据. ``local`` marks a rule of the county's own."""

    title: Line
    article: Line = ""
    text: Text = ""
    local: bool = False


class SpecialProcedure(Part):
    """特殊环节: extension, hearing, site inspection, expert review; ``counted`` in the promised limit."""

    id: Slug
    name: Line
    days: Days
    unit: DayUnit = DayUnit.WORKING
    basis: Line = ""
    counted: bool = False


class CaseRow(Part):
    """A row that may belong to some cases only; ``cases`` empty means to all of them."""

    id: Slug
    cases: tuple[Slug, ...] = ()


class Branch(Part):
    """An arrow of the flow 流程分支: to the step ``to``, ``when`` something holds (材料不齐 …)."""

    to: Slug
    when: Line = ""


class Step(CaseRow):
    """A step 办理环节. ``next`` empty: the following step of the list."""

    name: Line
    role: Line = ""
    days: Days = 0
    detail: Text = ""
    next: tuple[Branch, ...] = ()


class Material(CaseRow):
    """A material 申请材料. Materials with the same ``any_of`` are alternatives: one of them is enough."""

    name: Line
    need: Need = Need.REQUIRED
    form: Form = Form.PAPER
    originals: Annotated[int, Field(ge=0, le=99)] = 0
    copies: Annotated[int, Field(ge=0, le=99)] = 0
    any_of: Line = ""
    source: Line = ""
    blank_form: Line = ""
    filled_sample: Line = ""
    note: Text = ""
    basis: Line = ""


class Fee(CaseRow):
    """A fee 收费项目. ``amount`` in yuan, ``None`` where the standard is a formula in words."""

    name: Line
    amount: Annotated[Decimal, Field(ge=0, le=Decimal("1e9"), decimal_places=2)] | None = None
    unit: Line = ""
    standard: Line = ""
    basis: Line = ""
    reduction: Line = ""
    payment: Line = ""


class Result(Part):
    """What the applicant gets 办理结果."""

    name: Line
    kind: Line = ""
    sample: Line = ""


class Faq(Part):
    id: Slug
    question: Line
    answer: Text


class Option(Part):
    """One plain answer to a question of 'choose your case'; ids are unique over all questions."""

    id: Slug
    text: Line


class Choice(Part):
    """One plain question that leads to a case."""

    id: Slug
    question: Line
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]


class Case(Part):
    """A case 情形 (业务办理项): taken when every option in ``options`` was chosen; the first that fits wins.

    What is ``None`` here stays as in the guide.
    """

    id: Slug
    name: Line
    options: Annotated[tuple[Slug, ...], Field(min_length=1)]
    promised: TimeLimit | None = None
    window_ids: tuple[int, ...] | None = None
    visits: Annotated[int, Field(ge=0, le=99)] | None = None
    note: Text = ""


class Guide(Body):
    """One matter's guide."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    basic_code: Line = ""
    main_item: Line = ""
    also_called: tuple[Line, ...] = ()
    kind: Kind
    level: Level | None = None
    basis: tuple[Basis, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    unit_id: int
    co_unit_ids: tuple[int, ...] = ()
    statutory: TimeLimit | None = None
    promised: TimeLimit | None = None
    special_procedures: tuple[SpecialProcedure, ...] = ()
    handling: Handling | None = None
    conditions: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = ()
    served: tuple[Served, ...] = ()
    visits: Annotated[int, Field(ge=0, le=99)] | None = None
    visits_reason: Line = ""
    area: Line = ""
    online_depth: Line = ""
    bookable: bool = False
    ways: tuple[Way, ...] = ()
    quantity_limit: Line = ""
    life_events: tuple[LifeEvent, ...] = ()
    window_ids: tuple[int, ...] = ()
    place_note: Line = ""
    results: tuple[Result, ...] = ()
    free: bool | None = None
    fees: tuple[Fee, ...] = ()
    materials: tuple[Material, ...] = ()
    no_materials: bool = False
    faq: tuple[Faq, ...] = ()
    choices: Annotated[tuple[Choice, ...], Field(max_length=2)] = ()
    cases: tuple[Case, ...] = ()
    source: Line = ""

    @property
    def complete(self) -> bool:
        """False for a name-only guide: nobody has listed yet what to bring."""
        return bool(self.materials) or self.no_materials

    def refs(self) -> frozenset[tuple[str, int]]:
        windows = {w for case in self.cases for w in case.window_ids or ()} | set(self.window_ids)
        units = {self.unit_id, *self.co_unit_ids}
        return frozenset({("window", w) for w in windows} | {("org", u) for u in units})

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        for problem in self._broken_references():
            raise ValueError(problem)
        return self

    def _broken_references(self) -> Iterator[str]:
        rows = (self.special_procedures, self.steps, self.fees, self.materials, self.faq, self.cases)
        for sequence in (*rows, [o for c in self.choices for o in c.options]):
            ids = [row.id for row in sequence]
            if len(ids) != len(set(ids)):
                yield "two rows of one sequence have the same id"
        cases = {case.id for case in self.cases}
        steps = {step.id for step in self.steps}
        options = {option.id for choice in self.choices for option in choice.options}
        for case_row in (*self.steps, *self.fees, *self.materials):
            if not cases.issuperset(case_row.cases):
                yield f"row {case_row.id} names an unknown case"
        for step in self.steps:
            if not steps.issuperset(branch.to for branch in step.next):
                yield f"step {step.id} leads to an unknown step"
        for case in self.cases:
            if not options.issuperset(case.options):
                yield f"case {case.id} names an unknown option"
