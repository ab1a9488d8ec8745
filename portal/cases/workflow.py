"""How far a case is, and how far its publication is: two tables of transitions."""

from enum import StrEnum

from portal.core.i18n import Message, _
from portal.core.workflow import Transition, Workflow


class CaseState(StrEnum):
    RECEIVED = "received"
    READ = "read"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


class Publication(StrEnum):
    NONE = "none"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[StrEnum, Message] = {
    CaseState.RECEIVED: _("received, not read yet"),
    CaseState.READ: _("read, nobody has taken it yet"),
    CaseState.TAKEN: _("being worked on"),
    CaseState.ANSWERED: _("answered"),
    CaseState.CLOSED: _("closed"),
}

PUBLICATION_LABELS: dict[StrEnum, Message] = {
    Publication.NONE: _("not published"),
    Publication.PROPOSED: _("proposed for publication"),
    Publication.PUBLISHED: _("open to everybody"),
    Publication.REFUSED: _("publication was refused"),
    Publication.WITHDRAWN: _("taken off the public pages"),
}

OPEN = frozenset({CaseState.RECEIVED, CaseState.READ, CaseState.TAKEN})
"""Not answered yet: the clock runs."""

WORKFLOW = Workflow(
    (
        Transition("read", frozenset({CaseState.RECEIVED}), CaseState.READ),
        Transition("take", OPEN, CaseState.TAKEN),
        Transition("assign", OPEN, CaseState.RECEIVED),
        Transition("hand_back", OPEN, CaseState.RECEIVED),
        Transition("extract", OPEN, CaseState.TAKEN),
        Transition("extend", frozenset({CaseState.TAKEN}), CaseState.TAKEN),
        Transition("answer", OPEN, CaseState.ANSWERED),
        Transition("close", frozenset({CaseState.ANSWERED}), CaseState.CLOSED),
    ),
    STATE_LABELS,
)

PUBLICATION = Workflow(
    (
        Transition(
            "ask_publication",
            frozenset({Publication.NONE, Publication.REFUSED, Publication.WITHDRAWN}),
            Publication.PROPOSED,
        ),
        Transition("publish", frozenset({Publication.PROPOSED}), Publication.PUBLISHED),
        Transition("refuse_publication", frozenset({Publication.PROPOSED}), Publication.REFUSED),
        Transition("unpublish", frozenset({Publication.PUBLISHED}), Publication.WITHDRAWN),
    ),
    PUBLICATION_LABELS,
)
