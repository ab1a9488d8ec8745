"""Making a letter and its answer public: masked, with the author's consent, by two persons."""

from typing import NamedTuple

from sqlalchemy import select

from portal.cases.confidential import author_secrets, names_in
from portal.cases.errors import Leaks, TextMissing
from portal.cases.models import Case, PublishedLetter
from portal.cases.steps import begin, note
from portal.cases.workflow import PUBLICATION, Publication
from portal.core.i18n import _
from portal.core.privacy import leaks, mask_text
from portal.core.work import Reading, Writing

TITLE, TEXT, REASON = 100, 5000, 500


class Wording(NamedTuple):
    """What everybody would read."""

    title: str
    text: str
    answer: str


def masked(work: Reading, case: Case) -> Wording:
    """A wording for a person to look through: what names anybody is masked."""
    names = names_in(work, case)
    return Wording(*(mask_text(part, names) for part in (case.title, case.text, case.answer)))


def proposed(work: Reading, case: Case) -> Wording | None:
    """The wording that was proposed last."""
    found = work.session.execute(
        select(PublishedLetter.title, PublishedLetter.text, PublishedLetter.answer).where(
            PublishedLetter.case_id == case.id
        )
    ).first()
    return Wording(*found) if found else None


def ask_publication(work: Writing, case_id: int, wording: Wording, *, seen: int) -> Case:
    """Propose a wording to a second person. Raises ``TextMissing``, or ``Leaks`` where it tells who wrote."""
    case = begin(work, case_id, "ask_publication", seen)
    title, text, answer = (part.strip() for part in wording)
    wording = Wording(title[:TITLE], text[:TEXT], answer[:TEXT])
    demand_clean(wording._asdict(), author_secrets(work, case))
    assert work.actor is not None  # ``begin`` lets nobody else in
    proposal = PublishedLetter(
        case_id=case.id,
        **wording._asdict(),
        proposer_id=work.actor.id,
        publisher_id=None,
        published_at=None,
    )
    work.session.merge(proposal)
    _go(work, case, "ask_publication")
    return case


def publish(work: Writing, case_id: int, *, seen: int) -> Case:
    """Make the proposed wording public, as another person than its proposer."""
    case = begin(work, case_id, "publish", seen)
    letter = work.session.get_one(PublishedLetter, case.id)
    letter.published_at = work.now
    letter.publisher_id = work.actor.id if work.actor else None
    work.announce("letter", case.id)
    _go(work, case, "publish")
    return case


def refuse_publication(work: Writing, case_id: int, reason: str, *, seen: int) -> Case:
    """Send the wording back; the reason is for colleagues."""
    case = begin(work, case_id, "refuse_publication", seen)
    _go(work, case, "refuse_publication", _reason(reason))
    return case


def unpublish(work: Writing, case_id: int, reason: str, *, seen: int) -> Case:
    """Take letter and answer off the public pages at once; the reason is for colleagues."""
    case = begin(work, case_id, "unpublish", seen)
    _go(work, case, "unpublish", _reason(reason))
    work.announce("letter", case.id)
    return case


def demand_clean(fields: dict[str, str], secrets: list[str]) -> None:
    """Raises ``TextMissing`` for an empty field, ``Leaks`` for one that holds a secret."""
    for field, text in fields.items():
        if not text:
            raise TextMissing(_("Write something here."), field)
        if found := leaks(text, secrets):
            told = "、".join(dict.fromkeys(found))
            raise Leaks(_("This still tells who wrote the letter: ${what}. Take it out.", what=told), field)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise TextMissing(_("Write the reason: colleagues will need it."), "reason")
    return reason.strip()[:REASON]


def _go(work: Writing, case: Case, verb: str, private: str = "") -> None:
    case.publication = Publication(PUBLICATION.go(case.publication, verb))
    note(work, case, verb, private=private)
