"""A workflow is a table: from these states, this verb leads to that state."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import Message, Refusal, _


@dataclass(frozen=True, slots=True)
class Transition:
    verb: str
    sources: frozenset[StrEnum]
    target: StrEnum


class WrongState(Refusal):
    """The verb does not apply in the present state."""


class Workflow:
    """A table of transitions with the labels of its states."""

    def __init__(self, transitions: Iterable[Transition], labels: dict[StrEnum, Message]) -> None:
        self.transitions = {transition.verb: transition for transition in transitions}
        self.labels = labels

    def go(self, state: StrEnum, verb: str) -> StrEnum:
        """The state that ``verb`` leads to. Raises ``WrongState`` where it does not apply."""
        transition = self.transitions[verb]
        if state not in transition.sources:
            raise WrongState(_("This cannot be done now: it is ${state}.", state=self.labels[state]))
        return transition.target

    def verbs(self, state: StrEnum) -> tuple[str, ...]:
        """The verbs that apply in ``state``, in the order of the table."""
        return tuple(verb for verb, transition in self.transitions.items() if state in transition.sources)
