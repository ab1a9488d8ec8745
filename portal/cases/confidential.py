"""What of a letter must not leave the circle of those who see it."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.accounts.models import User
from portal.cases import codes
from portal.cases.models import Case
from portal.core.privacy import address_parts, identifiers, squeeze
from portal.core.work import Reading
from portal.directory.models import OrgFacts, Person, WindowFacts


def author_secrets(work: Reading, case: Case) -> list[str]:
    """Name, phone, address of the author, and the numbers and house numbers that stand in the letter.

    What the directory publishes anyway is no secret: the author may have quoted the hall's phone.
    """
    known = {squeeze(phone) for phone in _public_phones(work)}
    written = [
        *(found for found in identifiers(f"{case.title}\n{case.text}") if squeeze(found) not in known),
        *(case.author_name, case.author_phone),
        *address_parts(case.author_address),
    ]
    return list(dict.fromkeys(filter(None, written)))


def all_secrets(work: Reading, case: Case) -> list[str]:
    """The same with what leads back to the letter itself: its number and its query code."""
    code = codes.query_code(work.settings, case.id)
    return [*author_secrets(work, case), case.number, code]


def names_in(work: Reading, case: Case) -> list[str]:
    """The author's name, and the names of staff and of people on the boards that stand in the letter."""
    everybody = [*work.session.scalars(select(User.name)), *work.session.scalars(select(Person.name))]
    found = [name for name in everybody if len(plain := squeeze(name)) >= 2 and plain in case.named]
    return list(dict.fromkeys(filter(None, [case.author_name, *found])))


def _public_phones(work: Reading) -> Iterable[str]:
    for column in (OrgFacts.phone, OrgFacts.supervision_phone, WindowFacts.phone, Person.phone):
        for text in work.session.scalars(select(column).where(column != "").distinct()):
            yield from text.replace("；", "、").replace("，", "、").split("、")
