"""Who may see a case: one SQL clause for inbox, page, search, counts, files and exports alike.

Ordinary letters are seen by those who handle them in a subtree that has, or received, the letter. A
minister's letter is seen by the minister and delegates named for today; by the alternate, and only by them,
where the minister is accused. Administrators are no exception. Whoever is accused never sees it, from receipt
on: whom the author picked, whoever's full name stands in it, whom triage marked, and the handlers of an
accused unit (practice S7). An account is known by its name, so that must be the one on the boards; namesakes
are kept out together.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.guard import under
from portal.accounts.permissions import Permission, Staff
from portal.cases.channels import ENTRUSTED
from portal.cases.delegates import Named, named
from portal.cases.models import Case, CaseParty, DelegateRole
from portal.core.privacy import squeeze
from portal.core.work import Reading
from portal.directory.models import Org

Clause = ColumnElement[bool]

LEAST_NAME = 2


def visible(work: Reading) -> Clause:
    """Cases that the actor may see at ``work.now``; nothing for nobody."""
    actor = work.actor
    if not isinstance(actor, Staff):
        return false()
    parent = aliased(Case)
    # What was taken out of a letter is as closed to the accused as the letter itself.
    of_parent = exists().where(parent.id == Case.parent_id, accuses(parent, actor.id, actor.name, actor))
    return and_(
        or_(_handled(actor, Permission.HANDLE), *_entrusted(actor, named(work))),
        not_(accuses(Case, actor.id, actor.name, actor)),
        not_(of_parent),
    )


def held(actor: Staff, permission: Permission) -> Clause:
    """Cases of units for which the actor has the permission."""
    return Case.org_id.in_(select(Org.id).where(under(actor, permission)))


def accuses(case: Any, user_id: int, name: str, actor: Staff | None = None) -> Clause:
    """Whether a case (a mapped class or its alias) accuses this person, or the unit that they handle for."""
    marked = exists().where(CaseParty.case_id == case.id, CaseParty.user_id == user_id)
    plain = squeeze(name)
    said = case.named.contains(plain, autoescape=True) if len(plain) >= LEAST_NAME else literal(False)
    paths = actor.paths(Permission.HANDLE) if actor else ()
    # A letter about no unit would make the whole clause NULL, and its negation too.
    units = (and_(case.about_org_id.is_not(None), case.about_org_id.in_(_own_unit(path))) for path in paths)
    return or_(marked, said, *units)


def _handled(actor: Staff, permission: Permission) -> Clause:
    mine = select(Org.id).where(under(actor, permission))
    ordinary = Case.channel.not_in(ENTRUSTED)
    return and_(ordinary, or_(Case.org_id.in_(mine), Case.intake_id.in_(mine)))


def _entrusted(actor: Staff, people: list[Named]) -> Iterable[Clause]:
    for channel in ENTRUSTED:
        roles = {p.role for p in people if p.current and p.user_id == actor.id and p.channel == channel}
        ministers = [p for p in people if p.channel == channel and p.role is DelegateRole.MINISTER]
        accused = or_(false(), *(accuses(Case, minister.user_id, minister.name) for minister in ministers))
        if roles & {DelegateRole.MINISTER, DelegateRole.DELEGATE}:
            yield and_(Case.channel == channel, not_(accused))
        if DelegateRole.ALTERNATE in roles:
            yield and_(Case.channel == channel, accused)


def _own_unit(path: str) -> Any:
    """The units from the one granted upwards, but not the root: everybody is within that one."""
    ids = [int(part) for part in path.split("/") if part]
    return select(Org.id).where(Org.id.in_(ids), Org.parent_id.is_not(None))
