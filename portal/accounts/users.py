"""Verbs on accounts. The audit trail keeps ids, roles and organisations, never a name or a log-in.

A password reaches these verbs as what ``passwords.hash_password`` made of it: hashing is slow and has no
place in a write.
"""

import re
from dataclasses import dataclass

from sqlalchemy import Select, delete, select

from portal.accounts.errors import LoginRefused, NoSuchUser
from portal.accounts.models import Grant, Role, StaffSession, User
from portal.accounts.permissions import Staff
from portal.core.i18n import _
from portal.core.text import fold
from portal.core.work import Reading, Writing
from portal.directory.errors import NoSuchOrg
from portal.directory.models import Org

_LOGIN = re.compile(r"\w[\w.@-]{1,59}")


@dataclass(frozen=True, slots=True)
class UserRow:
    """An account in a list. ``grants``: pairs of role and slug of an organisation."""

    login: str
    name: str
    active: bool
    grants: tuple[tuple[Role, str], ...]


def fold_login(login: str) -> str:
    """A log-in as it is kept: half-width, small letters."""
    return fold(login).casefold()


def add(work: Writing, login: str, *, name: str, password_hash: str, role: Role, org_slug: str) -> int:
    """The id of a new account with its first role. Raises ``LoginRefused`` or ``NoSuchOrg``."""
    login = fold_login(login)
    if not _LOGIN.fullmatch(login):
        raise LoginRefused(_("A log-in has 2 to 60 letters, digits or . _ - @ and no spaces."))
    if work.session.scalar(select(User.id).where(User.login == login)) is not None:
        raise LoginRefused(_("The log-in ${login} is taken.", login=login))
    user = User(
        login=login, name=fold(name) or login, password_hash=password_hash, active=True, created_at=work.now
    )
    work.session.add(user)
    work.session.flush()
    work.record("create", "user", user.id)
    grant(work, login, role, org_slug)
    return user.id


def grant(work: Writing, login: str, role: Role, org_slug: str) -> bool:
    """Give a role on an organisation and everything below it; False where it is held already."""
    user = _user(work, login)
    org_id = work.session.scalar(select(Org.id).where(Org.slug == org_slug))
    if org_id is None:
        raise NoSuchOrg(_("There is no organisation ${slug}.", slug=org_slug))
    held = select(Grant.id).where(Grant.user_id == user.id, Grant.role == role, Grant.org_id == org_id)
    if work.session.scalar(held) is not None:
        return False
    work.session.add(Grant(user_id=user.id, role=role, org_id=org_id))
    work.record("grant", "user", user.id, role=role.value, org=org_id)
    return True


def set_password(work: Writing, login: str, password_hash: str) -> None:
    """Change the password, and end every session of the account."""
    user = _user(work, login)
    user.password_hash = password_hash
    _end_sessions(work, user.id)
    work.record("set_password", "user", user.id)


def deactivate(work: Writing, login: str) -> None:
    """Close the account, and end its sessions; what it did keeps its name."""
    user = _user(work, login)
    user.active = False
    _end_sessions(work, user.id)
    work.record("deactivate", "user", user.id)


def staff(work: Reading, login: str) -> Staff:
    """An active account as an actor. Raises ``NoSuchUser``."""
    rows = work.session.execute(_staff().where(User.login == fold_login(login), User.active)).all()
    if not rows:
        raise NoSuchUser(_("There is no active account ${login}.", login=login))
    grants = tuple((row.role, row.path) for row in rows if row.path is not None)
    return Staff(rows[0].id, rows[0].name, rows[0].login, grants)


def all_users(work: Reading) -> list[UserRow]:
    """Every account with its roles, by log-in."""
    rows: dict[str, UserRow] = {}
    for row in work.session.execute(_staff().order_by(User.login, Org.path, Grant.role)):
        held = rows[row.login].grants if row.login in rows else ()
        if row.role is not None:
            held += ((row.role, row.slug),)
        rows[row.login] = UserRow(row.login, row.name, row.active, held)
    return list(rows.values())


def _staff() -> Select[int, str, str, bool, Role, str, str]:
    return (
        select(User.id, User.login, User.name, User.active, Grant.role, Org.path, Org.slug)
        .outerjoin(Grant, Grant.user_id == User.id)
        .outerjoin(Org, Org.id == Grant.org_id)
    )


def _user(work: Writing, login: str) -> User:
    user = work.session.scalar(select(User).where(User.login == fold_login(login)))
    if user is None:
        raise NoSuchUser(_("There is no account ${login}.", login=login))
    return user


def _end_sessions(work: Writing, user_id: int) -> None:
    work.session.execute(delete(StaffSession).where(StaffSession.user_id == user_id))
