"""What an import did: every row is accounted for."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from portal.catalogue.checks import Rule
from portal.catalogue.importing.cells import Remark
from portal.core.i18n import Message


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(slots=True)
class Report:
    """``outcomes`` adds up to ``total``. ``errors`` say why rows failed, ``warnings`` what was left out of
    others; ``findings`` counts what the check list found in the guides."""

    total: int
    notices: list[Message]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    findings: Counter[Rule] = field(default_factory=Counter)

    @property
    def created(self) -> int:
        return self.outcomes[Outcome.CREATED]

    @property
    def new_editions(self) -> int:
        return self.outcomes[Outcome.CHANGED]

    @property
    def unchanged(self) -> int:
        return self.outcomes[Outcome.UNCHANGED]

    @property
    def duplicates(self) -> int:
        return self.outcomes[Outcome.DUPLICATE]

    @property
    def failed(self) -> int:
        return self.outcomes[Outcome.FAILED]

    def fail(self, row: int, message: Message) -> Outcome:
        self.errors.append(Remark(row, "", message))
        return Outcome.FAILED
