"""Letters for tests, and the people who handle them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import delegates, verbs
from portal.cases.channels import CHANNELS, MINISTER, SUGGESTION_BOX
from portal.cases.letter import letter_form
from portal.cases.models import Case, DelegateRole
from portal.core.work import Actor, Store
from tests.support.staff import add_staff

AUTHOR = {"name": "钱多多", "phone": "13800138000", "address": "云溪县石桥镇大湾村3组12号"}
LETTER: dict[str, Any] = {
    "kind": "suggestion",
    "title": "窗口排队太久",
    "text": "我叫钱多多，电话138 0013 8000，希望周六也开门。",
    "consent": True,
    **AUTHOR,
}


def write_letter(
    store: Store, channel: str = SUGGESTION_BOX, files: Sequence[int] = (), **changes: Any
) -> Case:
    """The case of a letter that just came in."""
    model = letter_form(CHANNELS[channel])
    return store.write(verbs.receive, model.model_validate({**LETTER, **changes, "channel": channel}), files)


def name_delegates(store: Store) -> dict[str, Staff]:
    """The minister's mailbox is open for the year 2026: ``minister``, ``delegate`` and ``alternate``."""
    named = {}
    for role, name in (("minister", "部长章"), ("delegate", "受托周"), ("alternate", "候补吴")):
        named[role] = add_staff(store, role, Role.VIEWER, "county", name=name)
        store.write(
            delegates.delegate,
            role,
            DelegateRole(role),
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
        )
    return named


def seen_by(store: Store, actor: Actor, case: Case) -> int:
    """The version of the case that the actor looks at."""
    from portal.cases.steps import find

    with store.reading(actor) as work:
        return find(work, case.id).version


__all__ = ["AUTHOR", "LETTER", "MINISTER", "SUGGESTION_BOX", "name_delegates", "seen_by", "write_letter"]
