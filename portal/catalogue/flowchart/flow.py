"""What follows what 办理流程: the arrows between a guide's steps, for one case or for all cases together.

The chart and the list beside it both read this, so they cannot say different things.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.catalogue.body import Case, Guide, Step
from portal.catalogue.cases import apply, rows_for
from portal.catalogue.codes import Handling
from portal.core.i18n import Message, _

START, END = "(start)", "(end)"
"""Where the arrows begin and end; no step can have these ids."""

NAMED_CASES = 3

Hop = tuple[str, str, str]
"""Source, target, and the guide's own condition."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two steps, by id; ``condition`` is empty where it is always taken."""

    source: str
    target: str
    condition: Message | str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps and arrows, both in the order of the guide. ``timed``: the days of the steps are known."""

    steps: tuple[Step, ...]
    arrows: tuple[Arrow, ...]
    timed: bool

    def told(self, source: str) -> tuple[Arrow, ...]:
        """The arrows that leave ``source`` and that a numbered list does not tell by its order."""
        ids = [START, *(step.id for step in self.steps), END]
        following = ids[ids.index(source) + 1]
        leaving = tuple(arrow for arrow in self.arrows if arrow.source == source)
        plain = [arrow for arrow in leaving if not arrow.condition and arrow.target == following]
        return () if len(plain) == len(leaving) else leaving

    @property
    def beginnings(self) -> tuple[Arrow, ...]:
        """What is to be told before the list: not everybody begins with its first step."""
        return self.told(START)

    @property
    def names(self) -> dict[str, str]:
        """The names of the steps, by id."""
        return {step.id: step.name for step in self.steps}


def flow(guide: Guide, case: Case | None) -> Flow:
    """The flow for ``case``. Without one, all cases are laid over each other, and an arrow that only some of
    them take says which."""
    steps = rows_for(guide.steps, case)
    variants: Sequence[Case | None] = guide.cases if case is None and guide.cases else (case,)
    takers: dict[Hop, list[str]] = defaultdict(list)
    for variant in variants:
        for hop in dict.fromkeys(_hops(rows_for(guide.steps, variant))):
            takers[hop].append(variant.id if variant else "")
    order = {step.id: number for number, step in enumerate(steps)}
    last = len(steps)
    names = {each.id: each.name for each in guide.cases}
    hops = sorted(takers, key=lambda hop: (order.get(hop[0], -1), -1 if hop[2] else order.get(hop[1], last)))
    promised = apply(guide, case).promised
    at_once = guide.handling is Handling.INSTANT or (promised is not None and promised.days == 0)
    return Flow(
        steps=steps,
        arrows=tuple(Arrow(hop[0], hop[1], _condition(hop, takers, names)) for hop in hops),
        timed=at_once or any(step.days for step in steps),
    )


def _hops(steps: Sequence[Step]) -> Iterator[Hop]:
    """Branches lead only to what is among ``steps``; a step without branches leads to the next one."""
    known = {step.id for step in steps}
    following = [*(step.id for step in steps[1:]), END]
    if steps:
        yield START, steps[0].id, ""
    for step, after in zip(steps, following, strict=False):
        branches = [(step.id, branch.to, branch.when) for branch in step.next if branch.to in known]
        yield from branches or [(step.id, after, "")]


def _condition(hop: Hop, takers: dict[Hop, list[str]], names: dict[str, str]) -> Message | str:
    """In the guide's own words, else by the cases that take the arrow, where others leave its source too."""
    source, _target, when = hop
    if when:
        return when
    siblings = [other for other in takers if other[0] == source]
    passing = {case for other in siblings for case in takers[other]}
    if len(takers[hop]) == len(passing):
        return ""
    many = [other for other in siblings if len(takers[other]) > NAMED_CASES]
    cases = [names[case] for case in takers[hop]]
    if len(cases) <= NAMED_CASES:
        return _("for ${cases}", cases="、".join(cases))
    if many == [hop]:
        return _("in all other cases")
    return _("for ${cases} and others, ${n} cases in all", cases="、".join(cases[:2]), n=len(cases))
