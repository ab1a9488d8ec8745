"""Who was named for an entrusted channel: minister, delegates, an alternate for what accuses the minister."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, update

from portal.accounts.errors import NoSuchUser
from portal.accounts.models import User
from portal.accounts.users import fold_login
from portal.cases.channels import CHANNELS, MINISTER
from portal.cases.errors import NoSuchMailbox
from portal.cases.models import DelegateRole, Delegation
from portal.core.i18n import _
from portal.core.work import Reading, Writing
from portal.directory.errors import WrongDates

NEEDED = {DelegateRole.MINISTER, DelegateRole.ALTERNATE}
"""A mailbox is open while both are named: what accuses the minister must have somebody who reads it."""


class Named(NamedTuple):
    user_id: int
    login: str
    name: str
    channel: str
    role: DelegateRole
    valid_from: date
    valid_until: date
    current: bool


_named = (
    select(
        Delegation.user_id,
        User.login,
        User.name,
        Delegation.channel,
        Delegation.role,
        Delegation.valid_from,
        Delegation.valid_until,
        User.active,
    )
    .join(User, User.id == Delegation.user_id)
    .order_by(Delegation.channel, Delegation.valid_from, Delegation.id)
)


def named(work: Reading) -> list[Named]:
    """Everybody who was ever named, with whether they are today."""
    return [
        Named(*row[:-1], current=row.active and row.valid_from <= work.today <= row.valid_until)
        for row in work.session.execute(_named)
    ]


def is_open(people: Iterable[Named], channel: str) -> bool:
    """Whether somebody would read what is written to an entrusted channel today."""
    return {person.role for person in people if person.channel == channel and person.current} >= NEEDED


def delegate(
    work: Writing, login: str, role: DelegateRole, *, since: date, until: date, channel: str = MINISTER
) -> None:
    """Name somebody from a day up to and with another.

    Raises ``NoSuchUser``, ``NoSuchMailbox`` or ``WrongDates``.
    """
    user = _user(work, login)
    if channel not in CHANNELS or not CHANNELS[channel].entrusted:
        raise NoSuchMailbox(_("There is no such mailbox."))
    if until < since:
        raise WrongDates(_("It would end before it begins."))
    work.session.add(
        Delegation(
            user_id=user,
            channel=channel,
            role=role,
            valid_from=since,
            valid_until=until,
            named_by=work.actor.id if work.actor else None,
        )
    )
    facts = {"role": role.value, "since": since.isoformat(), "until": until.isoformat()}
    work.record("delegate", "user", user, channel=channel, **facts)


def revoke(work: Writing, login: str, until: date, channel: str = MINISTER) -> bool:
    """Let what somebody was named for end with a day; False where nothing lasted longer."""
    user = _user(work, login)
    lasting = update(Delegation).where(
        Delegation.user_id == user, Delegation.channel == channel, Delegation.valid_until > until
    )
    if not work.session.execute(lasting.values(valid_until=until).returning(Delegation.id)).all():
        return False
    work.record("revoke", "user", user, channel=channel, until=until.isoformat())
    return True


def _user(work: Writing, login: str) -> int:
    user = work.session.scalar(select(User.id).where(User.login == fold_login(login)))
    if user is None:
        raise NoSuchUser(_("There is no account ${login}.", login=login))
    return user
