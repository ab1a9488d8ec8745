"""Letters of the demo centre in every state, told through the verbs that residents and staff use.

Each came so many days before the demo is loaded, and every step is taken at its own moment by a store whose
clock is set back: the trail is what it would have been. A run that was cut off goes on where a letter stood.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from portal.accounts import users
from portal.accounts.permissions import Staff
from portal.cases import delegates, extract, intake, publication, verbs
from portal.cases.channels import CHANNELS, CaseKind
from portal.cases.letter import LetterIn, letter_form
from portal.cases.models import Case, DelegateRole
from portal.core.clock import local
from portal.core.work import Store, Writing
from portal.demo.content import DATA
from portal.demo.pictures import street
from portal.media import files
from portal.media import verbs as media
from portal.media.intake import Prepared, inspect

OPERATOR = "admin"
NAMED_FOR = timedelta(days=365)

Ids = Mapping[str, int]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepRow(_Row):
    """``after``: days since the step before; ``text``: an answer or a reason."""

    do: str
    by: str
    after: float = 0.05
    org: str = ""
    title: str = ""
    text: str = ""
    days: int = 0


class LetterRow(_Row):
    """``age``: how many days ago it came; without a ``name`` it is anonymous; ``photo``: a file's name."""

    channel: str
    kind: CaseKind
    title: str
    text: str
    age: float
    to: str = ""
    about: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    consent: bool = False
    photo: str = ""
    steps: tuple[StepRow, ...] = ()


class DelegateRow(_Row):
    login: str
    role: DelegateRole


class Letters(_Row):
    delegates: tuple[DelegateRow, ...]
    letters: tuple[LetterRow, ...]


def read_letters() -> Letters:
    return Letters.model_validate_json((DATA / "letters.json").read_bytes())


def load_letters(store: Store, orgs: Ids) -> int:
    """How many letters and steps are new."""
    rows = read_letters()
    with store.reading() as work:
        staff = {user.login: users.staff(work, user.login) for user in users.all_users(work) if user.active}
        named = delegates.named(work)
    if not named:
        store.write_as(staff[OPERATOR], _name, rows.delegates)
    return sum(_tell(store, row, orgs, staff) for row in rows.letters)


def _name(work: Writing, rows: tuple[DelegateRow, ...]) -> None:
    since, until = work.today - NAMED_FOR, work.today + NAMED_FOR
    for row in rows:
        delegates.delegate(work, row.login, row.role, since=since, until=until)


def _tell(store: Store, row: LetterRow, orgs: Ids, staff: Mapping[str, Staff]) -> int:
    """Receive the letter where it is not there, and take the steps that it lacks."""
    with store.reading() as work:
        known = work.session.execute(
            select(Case.id, Case.version, Case.received_at).where(
                Case.title == row.title, Case.channel == row.channel
            )
        ).first()
    now = store.clock()
    moment = known.received_at if known else _came(row, now)
    past = Store(store.settings, lambda: moment, store.engine)
    if known is None:
        prepared = inspect(BytesIO(street()), row.photo) if row.photo else None
        if prepared is not None:
            files.keep(store, prepared)
        case_id, version = past.write(_receive, _letter(row, orgs), prepared), 1
    else:
        case_id, version = known.id, known.version
    for number, step in enumerate(row.steps, 1):
        moment = min(_at_work(moment + timedelta(days=step.after)), now)
        if number >= version:
            past.write_as(staff[step.by], _take, case_id, step, orgs)
    return (known is None) + max(len(row.steps) + 1 - version, 0)


def _came(row: LetterRow, now: datetime) -> datetime:
    """Residents write by day and in the evening."""
    day = local(now - timedelta(days=row.age))
    return min(day.replace(hour=8 + len(row.text) % 13), now)


def _at_work(moment: datetime) -> datetime:
    """The same moment in office hours, or the next one that is."""
    place = local(moment)
    if place.hour >= 17:
        place += timedelta(days=1)
    if place.hour >= 17 or place.hour < 9:
        place = place.replace(hour=9)
    return place + timedelta(days=max(7 - place.weekday(), 0) if place.weekday() > 4 else 0)


def _letter(row: LetterRow, orgs: Ids) -> LetterIn:
    """Judged as what a resident sends."""
    facts = row.model_dump(exclude={"age", "to", "about", "photo", "steps"})
    units = {
        "to_org_id": orgs[row.to] if row.to else None,
        "about_org_id": orgs[row.about] if row.about else None,
    }
    model = letter_form(CHANNELS[row.channel])
    return model.model_validate({**facts, **units, "anonymous": not row.name})


def _receive(work: Writing, letter: LetterIn, prepared: Prepared | None) -> int:
    file_ids = [media.add(work, prepared)] if prepared else []
    return intake.receive(work, letter, file_ids).id


def _take(work: Writing, case_id: int, step: StepRow, orgs: Ids) -> None:
    STEPS[step.do](work, work.session.get_one(Case, case_id), step, orgs)


def _ask_publication(work: Writing, case: Case, step: StepRow, orgs: Ids) -> None:
    publication.ask_publication(work, case.id, publication.masked(work, case), seen=case.version)


def _extract(work: Writing, case: Case, step: StepRow, orgs: Ids) -> None:
    wording = extract.Extract(step.title, step.text)
    extract.send(work, case.id, orgs[step.org], wording, seen=case.version)


def _report(work: Writing, case: Case, step: StepRow, orgs: Ids) -> None:
    """The unit that was asked by the extract answers it."""
    asked = work.session.scalars(select(Case).where(Case.parent_id == case.id)).one()
    verbs.answer(work, asked.id, step.text, seen=asked.version)


def _plain(verb: Callable[..., Any]) -> Callable[[Writing, Case, StepRow, Ids], None]:
    """A verb that takes no more than the case."""
    return lambda work, case, step, orgs: verb(work, case.id, seen=case.version)


def _told(verb: Callable[..., Any]) -> Callable[[Writing, Case, StepRow, Ids], None]:
    """A verb that takes a text."""
    return lambda work, case, step, orgs: verb(work, case.id, step.text, seen=case.version)


STEPS: dict[str, Callable[[Writing, Case, StepRow, Ids], Any]] = {
    "read": lambda work, case, step, orgs: verbs.read(work, case.id),
    "take": _plain(verbs.take),
    "assign": lambda work, case, step, orgs: verbs.assign(
        work, case.id, orgs[step.org], seen=case.version, reason=step.text
    ),
    "hand_back": _told(verbs.hand_back),
    "answer": _told(verbs.answer),
    "extend": lambda work, case, step, orgs: verbs.extend(
        work, case.id, step.days, step.text, seen=case.version
    ),
    "close": _plain(verbs.close),
    "extract": _extract,
    "report": _report,
    "ask_publication": _ask_publication,
    "publish": _plain(publication.publish),
    "refuse_publication": _told(publication.refuse_publication),
    "unpublish": _told(publication.unpublish),
}
