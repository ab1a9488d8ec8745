"""Who may do what: one table, and one small reading of it.

A role is granted on an organisation and holds for everything below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.models import Role
from portal.core.i18n import Message, _
from portal.core.work import Actor


class Permission(StrEnum):
    SEE = "see"
    EDIT = "edit"
    PUBLISH = "publish"
    HANDLE = "handle"
    TEACH = "teach"


# fmt: off
TABLE: dict[Permission, frozenset[Role]] = {
    # lists, findings, history and preview of the back office
    Permission.SEE: frozenset({Role.VIEWER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR}),
    # write an edition and hand it to a second person
    Permission.EDIT: frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    # approve, send back and withdraw what somebody else wrote
    Permission.PUBLISH: frozenset({Role.PUBLISHER, Role.ADMINISTRATOR}),
    # read letters, answer them, hand them on; not those of a channel that is entrusted to named people
    Permission.HANDLE: frozenset({Role.HANDLER, Role.ADMINISTRATOR}),
    # teach the search words, and see what it was asked in vain; the words are the whole portal's
    Permission.TEACH: frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
}

REFUSALS: dict[Permission, Message] = {
    Permission.SEE: _("You may not see this: it belongs to a unit that is not yours."),
    Permission.EDIT: _("You may not edit for this unit."),
    Permission.PUBLISH: _("You may not publish, send back or withdraw for this unit."),
    Permission.HANDLE: _("You may not handle letters of this unit."),
    Permission.TEACH: _("The words of the search are for editors of the whole portal."),
}
# fmt: on


@dataclass(frozen=True)
class Staff(Actor):
    """Somebody who is logged in. ``grants``: pairs of role and path of an organisation (``/1/4/``)."""

    login: str
    grants: tuple[tuple[Role, str], ...]

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """The subtrees in which the permission holds."""
        return tuple(path for role, path in self.grants if role in TABLE[permission])


def allows(actor: Actor | None, permission: Permission, org_path: str) -> bool:
    """Whether the actor has the permission for the organisation at ``org_path``."""
    return isinstance(actor, Staff) and within(org_path, actor.paths(permission))


def within(org_path: str, roots: Iterable[str]) -> bool:
    """Whether ``org_path`` is one of the subtrees or inside one."""
    return any(org_path.startswith(root) for root in roots)
