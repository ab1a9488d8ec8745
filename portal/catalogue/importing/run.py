"""Storing a list: one short write a row, so that others can write in between and a bad row loses no other."""

from collections.abc import Callable
from time import monotonic, sleep

from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.catalogue.body import Guide
from portal.catalogue.findings import findings
from portal.catalogue.importing.cells import Remark, UnusableRow
from portal.catalogue.importing.listing import Listing
from portal.catalogue.importing.merging import merge
from portal.catalogue.importing.report import Outcome, Report
from portal.catalogue.importing.rows import Parsed
from portal.catalogue.importing.standing import Moved, Standing, put, standing
from portal.catalogue.importing.tables import Row
from portal.catalogue.importing.units import Units
from portal.core.i18n import Refusal, _
from portal.core.work import Actor, Store, Writing

ATTEMPTS = 4
# SQLite's lock goes to whoever asks at the right moment, so an importer that holds it most of the time would
# starve the others: it leaves the database alone for as long as its last write took, up to these seconds.
LONGEST_PAUSE = 0.03


def import_guides(
    store: Store,
    listing: Listing,
    *,
    actor: Actor | None,
    publish: bool,
    source: str = "",
    progress: Callable[[int], object] = lambda done: None,
) -> Report:
    """Store every row of a list: a new guide, a new edition, or nothing where it says what is here already.

    With ``publish`` the editions go live at once, by the policy "import" and under the actor's name; else
    they are drafts. ``progress`` gets the number of rows done. Running it again changes nothing.
    """
    work = _Import(store, listing, actor, publish=publish, source=source)
    for done, row in enumerate(listing.rows, 1):
        work.report.outcomes[work.take(row)] += 1
        progress(done)
    if work.report.created or work.report.new_editions:
        store.write_as(actor, _record, work.report, publish=publish)
    return work.report


class _Import:
    def __init__(
        self, store: Store, listing: Listing, actor: Actor | None, *, publish: bool, source: str
    ) -> None:
        self.store, self.listing, self.actor = store, listing, actor
        self.publish, self.source = publish, source
        self.report = Report(len(listing.rows), listing.notices())
        self.units = Units(store, actor, publish=publish)
        self.may_write_at = 0.0
        self.seen: dict[str, tuple[int, str]] = {}

    def take(self, row: Row) -> Outcome:
        """Parse and store one row; whatever is wrong with it is reported."""
        try:
            parsed = self.listing.parse(row, self.units.home)
            if parsed.code in self.seen:
                first, digest = self.seen[parsed.code]
                return self._again(parsed, first, same=digest == parsed.digest())
            outcome = self._store(parsed)
        except Refusal as refusal:
            return self.report.fail(row.number, refusal.message)
        except DBAPIError as error:
            problem = str(error.orig)[:200]
            return self.report.fail(row.number, _("The database refused it: ${problem}", problem=problem))
        self.seen[parsed.code] = row.number, parsed.digest()
        self.report.warnings += parsed.remarks
        return outcome

    def _again(self, parsed: Parsed, first: int, *, same: bool) -> Outcome:
        if not same:
            raise UnusableRow(_("Row ${row} has the same code and says something else.", row=first))
        self.report.warnings.append(Remark(parsed.number, "", _("The row repeats row ${row}.", row=first)))
        return Outcome.DUPLICATE

    def _store(self, parsed: Parsed) -> Outcome:
        for _attempt in range(ATTEMPTS - 1):
            try:
                return self._store_once(parsed)
            except (Moved, IntegrityError):
                # Somebody else stored the same unit or guide between reading and writing: look again.
                continue
        return self._store_once(parsed)

    def _store_once(self, parsed: Parsed) -> Outcome:
        unit_id, remarks = self.units.id_of(parsed)
        self.report.warnings += remarks
        with self.store.reading(self.actor) as work:
            here = standing(work, parsed.code)
            guide = merge(here.guide, parsed.fields, unit_id)
            found = findings(work, guide)
        outcome = self._write(here, guide)
        self.report.findings.update(finding.rule for finding in found)
        return outcome

    def _write(self, here: Standing, guide: Guide) -> Outcome:
        if here.says(guide, publish=self.publish):
            return Outcome.UNCHANGED
        here.check_open()
        sleep(max(0.0, self.may_write_at - monotonic()))
        start = monotonic()
        self.store.write_as(self.actor, put, guide, here.mark, publish=self.publish, source=self.source)
        self.may_write_at = (end := monotonic()) + min(LONGEST_PAUSE, end - start)
        return Outcome.CHANGED if here.mark else Outcome.CREATED


def _record(work: Writing, report: Report, *, publish: bool) -> None:
    counts = {outcome.value: count for outcome, count in sorted(report.outcomes.items())}
    work.record("import", "guide", None, publish=publish, total=report.total, **counts)
