"""Accounts: what they may do and where, and what is refused."""

import pytest
from sqlalchemy import select

from portal.accounts import guard, passwords, users
from portal.accounts.errors import LoginRefused, NoSuchUser, WeakPassword
from portal.accounts.models import Role, User
from portal.accounts.permissions import Permission, Staff, allows
from portal.core import audit
from portal.core.work import Actor, Store
from portal.directory.errors import NoSuchOrg
from tests.support.portal import Centre
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

MAY = {
    Role.VIEWER: {Permission.SEE},
    Role.EDITOR: {Permission.SEE, Permission.EDIT, Permission.TEACH},
    Role.PUBLISHER: {Permission.SEE, Permission.PUBLISH},
    Role.HANDLER: {Permission.HANDLE},
    Role.ADMINISTRATOR: set(Permission),
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(role: Role) -> None:
    staff = Staff(1, "李敏", "limin", ((role, "/1/4/"),))
    assert {permission for permission in Permission if allows(staff, permission, "/1/4/")} == MAY[role]


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/1/4/", True), ("/1/4/9/", True), ("/1/", False), ("/1/40/", False), ("/2/", False)],
)
def test_a_role_holds_for_a_unit_and_all_below(path: str, inside: bool) -> None:
    staff = Staff(1, "李敏", "limin", ((Role.EDITOR, "/1/4/"),))
    assert allows(staff, Permission.EDIT, path) is inside


@pytest.mark.parametrize("actor", [None, Actor(1, "somebody"), Staff(1, "李敏", "limin", ())])
def test_without_a_role_nothing_is_allowed(actor: Actor | None) -> None:
    assert not any(allows(actor, permission, "/1/") for permission in Permission)


def test_a_login_is_folded_and_taken_once(store: Store, centre: Centre) -> None:
    assert add_staff(store, " ＬiMin ", Role.EDITOR, "police").login == "limin"
    with pytest.raises(LoginRefused, match="taken"):
        add_staff(store, "LIMIN", Role.VIEWER, "police")


@pytest.mark.parametrize("login", ["", "x", "two words", "-dash", "a" * 61, "a/b", "<b>"])
def test_what_is_no_login_is_refused(store: Store, centre: Centre, login: str) -> None:
    with pytest.raises(LoginRefused):
        add_staff(store, login, Role.EDITOR, "police")


def test_an_unknown_unit_leaves_no_account_behind(store: Store, centre: Centre) -> None:
    with pytest.raises(NoSuchOrg):
        add_staff(store, "limin", Role.EDITOR, "nowhere")
    with store.reading() as work:
        assert users.all_users(work) == []


def test_a_role_is_granted_once(store: Store, centre: Centre) -> None:
    add_staff(store, "limin", Role.EDITOR, "police")
    assert store.write(users.grant, "limin", Role.PUBLISHER, "town") is True
    assert store.write(users.grant, "LiMin", Role.PUBLISHER, "town") is False
    with store.reading() as work:
        (row,) = users.all_users(work)
    assert row.grants == ((Role.EDITOR, "police"), (Role.PUBLISHER, "town"))


def test_a_closed_account_is_nobody(store: Store, centre: Centre) -> None:
    add_staff(store, "limin", Role.EDITOR, "police")
    store.write(users.deactivate, "limin")
    with store.reading() as work, pytest.raises(NoSuchUser):
        users.staff(work, "limin")
    with pytest.raises(NoSuchUser):
        store.write(users.deactivate, "wangqiang")


def test_a_refusal_names_who_can(store: Store, centre: Centre) -> None:
    viewer = add_staff(store, "limin", Role.VIEWER, "police")
    path = f"/{centre.county}/{centre.police}/"
    with store.reading(viewer) as work:
        nobody = guard.forbidden(work, Permission.PUBLISH, path)
    add_staff(store, "wangqiang", Role.PUBLISHER, "county", name="王强")
    add_staff(store, "zhaoyi", Role.PUBLISHER, "town", name="赵毅")
    with store.reading(viewer) as work:
        refusal = guard.forbidden(work, Permission.PUBLISH, path)
        assert guard.forbidden(work, Permission.SEE, path) is None
    assert "ask the administrator" in str(nobody)
    assert "王强" in str(refusal)
    assert "赵毅" not in str(refusal)


def test_the_trail_keeps_no_personal_text(store: Store, centre: Centre) -> None:
    add_staff(store, "limin", Role.EDITOR, "police", name="李敏")
    store.write(users.set_password, "limin", "x")
    store.write(users.deactivate, "limin")
    with store.reading() as work:
        rows = (
            work.session.execute(select(audit.AuditRow).where(audit.AuditRow.kind == "user")).scalars().all()
        )
        user_id = work.session.scalar(select(User.id))
    assert [row.verb for row in rows] == ["create", "grant", "set_password", "deactivate"]
    assert {row.subject_id for row in rows} == {user_id}
    assert not any("limin" in row.facts or "李敏" in row.facts for row in rows)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "a" * 201,
        "password123",
        "Password123",
        "１２３４５６７８９０",
        "aaaaaaaaaaaa",
        "abababababab",
        "my limin pass",
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.hash_password(password, "limin")


def test_guessing_is_made_dear() -> None:
    """At least what the OWASP password storage cheat sheet asks of Argon2id."""
    assert passwords.KIBIBYTES >= 19 * 1024
    assert passwords.PASSES >= 2


def test_a_password_fits_in_any_width_and_only_itself() -> None:
    kept = passwords.hash_password("Lantern27云溪灯", "limin")
    assert passwords.verify(kept, "Lantern27云溪灯")
    assert passwords.verify(kept, "Ｌａｎｔｅｒｎ２７云溪灯")
    assert not passwords.verify(kept, "lantern27云溪灯")
    assert not passwords.verify(None, "Lantern27云溪灯")
    assert not passwords.verify("!", "Lantern27云溪灯")
