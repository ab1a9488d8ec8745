"""Refusals for want of a permission: each says why, and who can."""

from sqlalchemy import ColumnElement, false, or_, select

from portal.accounts.models import Grant, User
from portal.accounts.permissions import REFUSALS, TABLE, Permission, Staff, allows
from portal.core.i18n import Forbidden, Message, _
from portal.core.work import Actor, Reading
from portal.directory.models import Org

NAMES = 6


def forbidden(work: Reading, permission: Permission, org_path: str) -> Forbidden | None:
    """Why the actor may not, for an organisation; ``None`` where they may."""
    if allows(work.actor, permission, org_path):
        return None
    who = who_can(work, permission, org_path)
    return Forbidden(_("${why} Who can: ${people}.", why=REFUSALS[permission], people=who))


def who_can(work: Reading, permission: Permission, org_path: str, *, but: int | None = None) -> Message | str:
    """Names of those who have the permission for an organisation, without the account ``but``."""
    above = [int(part) for part in org_path.split("/") if part]
    names = work.session.scalars(
        select(User.name)
        .join(Grant, Grant.user_id == User.id)
        .where(User.active, Grant.role.in_(TABLE[permission]), Grant.org_id.in_(above), User.id != (but or 0))
        .group_by(User.id, User.name)
        .order_by(User.name)
        .limit(NAMES)
    ).all()
    return "、".join(names) or _("nobody yet, ask the administrator of the portal")


def demand(work: Reading, permission: Permission, org_path: str) -> None:
    """Raises ``Forbidden`` with why, and who can."""
    if refusal := forbidden(work, permission, org_path):
        raise refusal


def under(actor: Actor | None, permission: Permission) -> ColumnElement[bool]:
    """The organisations for which the actor has the permission, as a clause on ``Org``."""
    paths = actor.paths(permission) if isinstance(actor, Staff) else ()
    return or_(false(), *(Org.path.startswith(path, autoescape=True) for path in paths))
