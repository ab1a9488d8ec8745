"""The units that a list names, found in the directory or put there."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.accounts.permissions import REFUSALS, Permission, Staff, allows
from portal.catalogue.importing.cells import Remark
from portal.catalogue.importing.rows import Parsed
from portal.catalogue.importing.unit_codes import well_formed
from portal.core.i18n import Forbidden, Message, _
from portal.core.work import Actor, Reading, Store, Writing
from portal.directory.edit import Unit, state_org, take_unit
from portal.directory.models import Org, OrgCode, OrgKind
from portal.directory.queries import orgs

Phones = tuple[str, str]


class Units:
    """Remembers the unit of each (division, name, codes), so that a list asks once for each."""

    def __init__(self, store: Store, actor: Actor | None, *, publish: bool) -> None:
        self.store, self.actor = store, actor
        self.needed = Permission.PUBLISH if publish else Permission.EDIT
        self.known: dict[Unit, tuple[int, Phones]] = {}
        self.told: set[tuple[int, Phones]] = set()
        with store.reading(actor) as work:
            self.root, self.home = _root(work)

    def id_of(self, parsed: Parsed) -> tuple[int, list[Remark]]:
        """The unit's id, and what is to be said about it on first sight. Raises ``Forbidden``."""
        phones = parsed.phone, parsed.supervision_phone
        remarks: list[Remark] = []
        if parsed.unit not in self.known:
            unit_id, held, shared = self.store.write_as(
                self.actor, _take, parsed.unit, self.root, phones, self.needed
            )
            self.known[parsed.unit] = unit_id, held
            remarks = [Remark(parsed.number, "", text) for text in _about_codes(parsed.unit, shared)]
        unit_id, held = self.known[parsed.unit]
        other = any(given and given != kept for given, kept in zip(phones, held, strict=True))
        if other and (unit_id, phones) not in self.told:
            self.told.add((unit_id, phones))
            text = _("The unit has another phone number here; it was kept.")
            remarks.append(Remark(parsed.number, "", text))
        return unit_id, remarks


def _about_codes(unit: Unit, shared: list[str]) -> Iterator[Message]:
    for code in unit.codes:
        if not well_formed(code):
            yield _("“${code}” is no well-formed unit code; it was kept as it is.", code=code)
    for code in shared:
        yield _("The unit code ${code} is used for another unit too.", code=code)


def _root(work: Reading) -> tuple[int | None, str]:
    """The centre's top organisation and its division; nothing in an empty directory."""
    top = select(Org.id, Org.division).where(Org.kind == OrgKind.GOVERNMENT, Org.parent_id.is_(None))
    row = work.session.execute(top.order_by(Org.position, Org.id).limit(1)).one_or_none()
    return (row.id, row.division) if row else (None, "")


def _take(
    work: Writing, unit: Unit, root: int | None, phones: Phones, needed: Permission
) -> tuple[int, Phones, list[str]]:
    """Find or create the unit, under the government of its division or the centre's top; a phone that the
    directory lacks is filled in. Its id, the phones it has now, and those of its codes that others have."""
    session = work.session
    government = select(Org.id).where(Org.kind == OrgKind.GOVERNMENT, Org.division == unit.division)
    unit_id = take_unit(work, unit, session.scalar(government.order_by(Org.id).limit(1)) or root)
    path = session.get_one(Org, unit_id).path
    if isinstance(work.actor, Staff) and not allows(work.actor, needed, path):
        raise Forbidden(REFUSALS[needed])
    session.flush()
    card = orgs(work, [unit_id]).get(unit_id)
    held = (card.phone, card.supervision_phone) if card else ("", "")
    names = ("phone", "supervision_phone")
    lacking = {n: given for n, given, kept in zip(names, phones, held, strict=True) if given and not kept}
    if lacking:
        state_org(work, unit_id, work.today, **lacking)
    shared = select(OrgCode.code).where(OrgCode.code.in_(unit.codes), OrgCode.org_id != unit_id)
    now = held[0] or phones[0], held[1] or phones[1]
    return unit_id, now, list(session.scalars(shared.distinct()))
