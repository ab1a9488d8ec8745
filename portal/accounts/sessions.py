"""Sessions of staff: rows in the database, so that the server can end them.

The cookie holds a random token; the row is found by its SHA-256, so that a stolen copy of the database opens
no session.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, or_, select, update

from portal.accounts import passwords, throttle
from portal.accounts.errors import TooManyAttempts, WrongPassword
from portal.accounts.models import Grant, StaffSession, User
from portal.accounts.permissions import Staff
from portal.accounts.users import fold_login
from portal.core.i18n import _
from portal.core.work import Store, Writing
from portal.directory.models import Org

WINDOW = 15 * 60
SEEN_EVERY = timedelta(minutes=1)
MISFIT = _("Log-in and password do not fit. Please check both.")

_visits = (
    select(
        User.id,
        User.name,
        User.login,
        User.active,
        StaffSession.seen_at,
        StaffSession.ends_at,
        Grant.role,
        Org.path,
    )
    .join(User, User.id == StaffSession.user_id)
    .outerjoin(Grant, Grant.user_id == User.id)
    .outerjoin(Org, Org.id == Grant.org_id)
    .order_by(Org.path, Grant.role)
)


def log_in(store: Store, login: str, password: str, *, address: str, old_token: str | None = None) -> str:
    """The token of a new session; the browser's old one ends.

    Each attempt counts for the account and for the client's address, and is given back where it succeeds.
    Raises ``TooManyAttempts`` or ``WrongPassword``.
    """
    login = fold_login(login)
    buckets = (f"log-in address {address}", f"log-in account {login}")
    wait = throttle.hit(store, *buckets, limit=store.settings.login_attempts, seconds=WINDOW)
    if wait:
        message = _(
            "Too many failed log-ins. Please try again in ${minutes} minutes.", minutes=-(-wait // 60)
        )
        raise TooManyAttempts(message, wait)
    with store.reading() as work:
        user = work.session.execute(
            select(User.id, User.password_hash).where(User.login == login, User.active)
        ).one_or_none()
    if not passwords.verify(user.password_hash if user else None, password) or user is None:
        raise WrongPassword(MISFIT)
    renewed = passwords.renewed(user.password_hash, password) or user.password_hash
    token = secrets.token_urlsafe(32)
    store.write(_begin, user.id, (user.password_hash, renewed), (token, old_token), buckets)
    return token


def resolve(store: Store, token: str) -> Staff | None:
    """Whose session this is, now; ``None`` where it has ended, or its account was closed."""
    with store.reading() as work:
        rows = work.session.execute(_visits.where(StaffSession.token_hash == _digest(token))).all()
        now, idle = work.now, timedelta(minutes=work.settings.session_idle_minutes)
    if not rows or not rows[0].active or now >= min(rows[0].ends_at, rows[0].seen_at + idle):
        return None
    first = rows[0]
    if now - first.seen_at >= SEEN_EVERY:
        store.write(_touch, token)
    grants = tuple((row.role, row.path) for row in rows if row.path is not None)
    return Staff(first.id, first.name, first.login, grants)


def owner(store: Store, token: str) -> int:
    """Id of whose session this is or was; 0 where that is not known any more."""
    with store.reading() as work:
        held = select(StaffSession.user_id).where(StaffSession.token_hash == _digest(token))
        return work.session.scalar(held) or 0


def log_out(work: Writing, token: str) -> None:
    """End one session."""
    ended = work.session.execute(
        delete(StaffSession).where(StaffSession.token_hash == _digest(token)).returning(StaffSession.user_id)
    ).scalar_one_or_none()
    if ended is not None:
        work.record("log_out", "user", ended)


def purge(work: Writing) -> None:
    """Drop the sessions that have ended by themselves."""
    idle = work.now - timedelta(minutes=work.settings.session_idle_minutes)
    over = or_(StaffSession.ends_at <= work.now, StaffSession.seen_at <= idle)
    work.session.execute(delete(StaffSession).where(over))


def _begin(
    work: Writing,
    user_id: int,
    hashes: tuple[str, str],
    tokens: tuple[str, str | None],
    buckets: tuple[str, ...],
) -> None:
    (verified, renewed), (token, old_token) = hashes, tokens
    # The password was verified before this write; it may have been changed, or the account closed, meanwhile.
    same = update(User).where(User.id == user_id, User.password_hash == verified, User.active)
    if work.session.execute(same.values(password_hash=renewed).returning(User.id)).first() is None:
        raise WrongPassword(MISFIT)
    purge(work)
    if old_token:
        work.session.execute(delete(StaffSession).where(StaffSession.token_hash == _digest(old_token)))
    ends_at = work.now + timedelta(minutes=work.settings.session_minutes)
    work.session.execute(
        insert(StaffSession).values(
            token_hash=_digest(token),
            user_id=user_id,
            created_at=work.now,
            seen_at=work.now,
            ends_at=ends_at,
        )
    )
    throttle.give_back(work, *buckets)
    work.record("log_in", "user", user_id)


def _touch(work: Writing, token: str) -> None:
    session = update(StaffSession).where(StaffSession.token_hash == _digest(token))
    work.session.execute(session.values(seen_at=work.now))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
