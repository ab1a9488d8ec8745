"""Staff who can log in."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from argon2 import PasswordHasher
from webtest import TestApp, TestResponse

from portal.accounts import passwords, users
from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.core.work import Store

PASSWORD = "云溪 lantern 27"


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Hashing takes its 60 ms on purpose, but not a thousand times in a test run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@lru_cache(maxsize=1)
def password_hash() -> str:
    return passwords.hash_password(PASSWORD, "")


def add_staff(store: Store, login: str, role: Role, org: str, *, name: str = "") -> Staff:
    """An account with ``PASSWORD`` and one role on the organisation with the slug ``org``."""
    hashed = password_hash()
    store.write(users.add, login, name=name or login, password_hash=hashed, role=role, org_slug=org)
    with store.reading() as work:
        return users.staff(work, login)


def log_in(app: TestApp, login: str, password: str = PASSWORD, **address: str) -> TestResponse:
    """Fill in and send the log-in form; ``next`` may say where to go."""
    form = app.get("/login", params=address).forms[0]
    form["login"], form["password"] = login, password
    return form.submit(expect_errors=True)
