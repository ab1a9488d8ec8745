"""The steps with a letter, as its page's forms send them: verb → what is done with the fields."""

from collections.abc import Callable, Mapping
from typing import Any

from pyramid.request import Request

from portal.cases import extract, publication, verbs
from portal.cases.extract import Extract
from portal.cases.publication import Wording
from portal.core.text import whole_number
from portal.core.work import Writing

HIGHEST_ID = 2**31 - 1

Typed = Mapping[str, str]

TAKE: dict[str, Callable[[Writing, int, Typed, int], Any]] = {
    "take": lambda work, case, typed, seen: verbs.take(work, case, seen=seen),
    "answer": lambda work, case, typed, seen: verbs.answer(work, case, typed["answer"], seen=seen),
    "assign": lambda work, case, typed, seen: verbs.assign(
        work, case, number(typed["unit"]), reason=typed["reason"], seen=seen
    ),
    "extract": lambda work, case, typed, seen: extract.send(
        work,
        case,
        number(typed["unit"]),
        Extract(typed["title"], typed["text"]),
        files=map(number, typed["files"].split()),
        seen=seen,
    ),
    "hand_back": lambda work, case, typed, seen: verbs.hand_back(work, case, typed["reason"], seen=seen),
    "extend": lambda work, case, typed, seen: verbs.extend(
        work, case, number(typed["days"]), typed["reason"], seen=seen
    ),
    "exclude": lambda work, case, typed, seen: verbs.exclude(work, case, number(typed["user"]), seen=seen),
    "close": lambda work, case, typed, seen: verbs.close(work, case, seen=seen),
    "ask_publication": lambda work, case, typed, seen: publication.ask_publication(
        work, case, Wording(typed["title"], typed["text"], typed["answer"]), seen=seen
    ),
    "publish": lambda work, case, typed, seen: publication.publish(work, case, seen=seen),
    "refuse_publication": lambda work, case, typed, seen: publication.refuse_publication(
        work, case, typed["reason"], seen=seen
    ),
    "unpublish": lambda work, case, typed, seen: publication.unpublish(
        work, case, typed["reason"], seen=seen
    ),
}

FIELDS = ("verb", "seen", "unit", "reason", "answer", "days", "user", "title", "text")


def typed_by(request: Request) -> dict[str, str]:
    """The fields of whichever form was sent; ``files``: the positions ticked, with spaces between them."""
    ticked = " ".join(value for name, value in request.form_items if name == "files")
    return {**{name: request.form.get(name, "") for name in FIELDS}, "files": ticked}


def number(text: str) -> int:
    """An id or a number of days; 0 for anything else."""
    return whole_number(text, 0, 1, HIGHEST_ID)
