"""What the check list finds in guides, with the directory's phones and windows put beside them."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from portal.catalogue.body import Guide
from portal.catalogue.checks import Contacts, Finding, Severity, check
from portal.catalogue.errors import UnfinishedGuide
from portal.catalogue.rules import ELEMENTS
from portal.core.i18n import Message, Refusal, _
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.publishing.body import Body
from portal.publishing.models import Edition

REMEMBERED = 50_000

SECTIONS = ELEMENTS | {
    "materials": _("materials"),
    "fees": _("fees"),
    "faq": _("frequent questions"),
    "choices": _("choose your case"),
    "cases": _("cases"),
    "visits_reason": _("reason of the visit"),
    "window_ids": _("where to go"),
    "special_procedures": _("special procedures"),
    "enquiry_phone": _("the unit's enquiry phone"),
    "supervision_phone": _("the unit's supervision phone"),
}


class Checked(NamedTuple):
    """An edition to check, and the unit whose phones and window count for it."""

    edition_id: int
    digest: str
    unit_id: int


class Tally(NamedTuple):
    errors: int
    warnings: int

    def has(self, severity: Severity) -> bool:
        return bool(self.errors if severity is Severity.ERROR else self.warnings)


# A body never changes under its digest, so what was counted once holds as long as the unit's contacts do.
_counted: dict[tuple[str, str, str, int], Tally] = {}


def section(finding: Finding) -> Message:
    """The part of the guide that a finding is about: "fees, row 1"."""
    name, _dot, rest = finding.path.partition(".")
    row = rest.partition(".")[0]
    return _("${section}, row ${row}", section=SECTIONS[name], row=int(row) + 1) if row else SECTIONS[name]


def findings(work: Reading, guide: Guide) -> list[Finding]:
    """All findings of one guide, with its unit as it is today."""
    return check(guide, _contacts(guide, directory.orgs(work, [guide.unit_id]).get(guide.unit_id)))


def unfinished(work: Reading, body: Body) -> Refusal | None:
    """Why a guide cannot be handed to a second person: the check list found errors."""
    assert isinstance(body, Guide)
    errors = sum(finding.severity is Severity.ERROR for finding in findings(work, body))
    return (
        UnfinishedGuide(_("The checks found ${n} errors: put them right first.", n=errors))
        if errors
        else None
    )


def tallies(work: Reading, editions: Iterable[Checked]) -> dict[int, Tally]:
    """How many errors and warnings each edition has, by its id."""
    wanted = list(editions)
    units = directory.orgs(work, {edition.unit_id for edition in wanted})
    keys = {edition.edition_id: _key(edition, units.get(edition.unit_id)) for edition in wanted}
    # Another thread may empty the memory between a look and a read.
    known = {edition_id: _counted.get(key) for edition_id, key in keys.items()}
    found = {edition_id: tally for edition_id, tally in known.items() if tally is not None}
    unknown = [edition_id for edition_id in keys if edition_id not in found]
    for start in range(0, len(unknown), 500):
        some = unknown[start : start + 500]
        for row in work.session.execute(select(Edition.id, Edition.body).where(Edition.id.in_(some))):
            guide = Guide.parse(row.body)
            found[row.id] = _tally(check(guide, _contacts(guide, units.get(guide.unit_id))))
    if len(_counted) > REMEMBERED:
        _counted.clear()
    _counted.update({keys[edition_id]: found[edition_id] for edition_id in unknown})
    return found


def _key(edition: Checked, unit: OrgCard | None) -> tuple[str, str, str, int]:
    contacts = _unit_contacts(unit)
    return edition.digest, contacts.enquiry_phone, contacts.supervision_phone, contacts.windows


def _contacts(guide: Guide, unit: OrgCard | None) -> Contacts:
    of_unit = _unit_contacts(unit)
    return Contacts(
        of_unit.enquiry_phone, of_unit.supervision_phone, len(guide.window_ids) or of_unit.windows
    )


def _unit_contacts(unit: OrgCard | None) -> Contacts:
    if unit is None:
        return Contacts()
    return Contacts(unit.phone, unit.supervision_phone, int(unit.window_id is not None))


def _tally(found: list[Finding]) -> Tally:
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    return Tally(errors, len(found) - errors)
