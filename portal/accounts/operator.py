"""Whoever works at the machine's own command line."""

from sqlalchemy import select

from portal.accounts.models import User
from portal.core.work import Actor, Writing

# Brackets cannot stand in a log-in, so nobody's account has this one.
LOGIN = "(operator)"


def operator(work: Writing) -> Actor:
    """The account of commands that were given no other. It is closed, so nobody can log in with it."""
    user = work.session.scalar(select(User).where(User.login == LOGIN))
    if user is None:
        user = User(login=LOGIN, name=LOGIN, password_hash="", active=False, created_at=work.now)
        work.session.add(user)
        work.session.flush()
        work.record("create", "user", user.id)
    return Actor(user.id, user.name)
