"""Passwords: how they are kept, and which ones are refused.

Hashing takes about 60 ms on purpose, so it is never done inside a write.
"""

import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.errors import WeakPassword
from portal.core.i18n import _

LEAST, MOST = 10, 200

# Argon2id as in the OWASP password storage cheat sheet (19 MiB, 2 passes or more), slowed down to the target;
# small memory, because four threads may hash at once in a process of 160 MB.
PASSES, KIBIBYTES = 3, 19 * 1024
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=KIBIBYTES, parallelism=1)


def hash_password(password: str, login: str) -> str:
    """The string to keep. Raises ``WeakPassword`` where a rule is broken."""
    text = _usual_form(password)
    if not LEAST <= len(text) <= MOST:
        raise WeakPassword(_("Use ${least} to ${most} characters.", least=LEAST, most=MOST))
    if login and login.casefold() in text.casefold():
        raise WeakPassword(_("The password must not contain the log-in."))
    if text.casefold() in _usual() or len(set(text)) < 5:
        raise WeakPassword(_("This password is too easy to guess."))
    return _hasher.hash(text)


def verify(kept: str | None, password: str) -> bool:
    """Whether the password fits; without a kept string the same work is done in vain."""
    text = _usual_form(password)[:MOST]
    try:
        return _hasher.verify(kept or _decoy(), text) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def renewed(kept: str, password: str) -> str | None:
    """A new string for a password that was just verified, where the way of hashing has changed since."""
    return _hasher.hash(_usual_form(password)) if _hasher.check_needs_rehash(kept) else None


def _usual_form(password: str) -> str:
    """The same password typed in full width or with another input method."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """The most usual passwords of at least ten characters in published statistics of leaks."""
    return frozenset(Path(__file__).with_name("usual_passwords.txt").read_text(encoding="ascii").split())


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe(24))
