"""The check list that editor and importer show: one rule, one function of ``rules``, one row of ``RULES``."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.catalogue import rules, text_rules
from portal.catalogue.body import Guide
from portal.catalogue.rules import Contacts, Hits
from portal.core.i18n import Message

__all__ = ["RULES", "Contacts", "Finding", "Rule", "Severity", "check"]


class Severity(StrEnum):
    """An error is a contradiction or lacks what a rule demands; a warning asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    NOT_LISTED = "not-listed"
    NOT_STATED = "not-stated"
    PROMISED_LIMIT = "promised-limit"
    INSTANT = "instant"
    STEP_DAYS = "step-days"
    FEES = "fees"
    PHONES = "phones"
    VISITS = "visits"
    PERMIT_STEPS = "permit-steps"
    PERMIT_FAQ = "permit-faq"
    SITE_INSPECTION = "site-inspection"
    IN_PERSON = "in-person"
    CONDITION_DOCUMENTS = "condition-documents"
    FORMS = "forms"
    CATCH_ALL_MATERIAL = "catch-all-material"
    CATCH_ALL_TEXT = "catch-all-text"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Finding:
    """``path`` names the field: ``fees.0.basis``."""

    rule: Rule
    severity: Severity
    path: str
    message: Message


class Row(NamedTuple):
    """``name_only``: the rule also looks at guides whose materials nobody has listed yet."""

    severity: Severity
    find: Callable[[Guide, Contacts], Hits]
    name_only: bool = False


RULES: dict[Rule, Row] = {
    Rule.NOT_LISTED: Row(Severity.WARNING, rules.not_listed, name_only=True),
    Rule.NOT_STATED: Row(Severity.WARNING, rules.not_stated),
    Rule.PROMISED_LIMIT: Row(Severity.ERROR, rules.promised_limit, name_only=True),
    Rule.INSTANT: Row(Severity.ERROR, rules.instant, name_only=True),
    Rule.STEP_DAYS: Row(Severity.ERROR, rules.step_days),
    Rule.FEES: Row(Severity.ERROR, rules.fees, name_only=True),
    Rule.PHONES: Row(Severity.WARNING, rules.phones),
    Rule.VISITS: Row(Severity.ERROR, rules.visits, name_only=True),
    Rule.PERMIT_STEPS: Row(Severity.ERROR, rules.permit_steps),
    Rule.PERMIT_FAQ: Row(Severity.ERROR, rules.permit_faq),
    Rule.SITE_INSPECTION: Row(Severity.ERROR, rules.site_inspection, name_only=True),
    Rule.IN_PERSON: Row(Severity.WARNING, text_rules.in_person),
    Rule.CONDITION_DOCUMENTS: Row(Severity.WARNING, text_rules.condition_documents),
    Rule.FORMS: Row(Severity.ERROR, text_rules.forms),
    Rule.CATCH_ALL_MATERIAL: Row(Severity.ERROR, text_rules.catch_all_material),
    Rule.CATCH_ALL_TEXT: Row(Severity.WARNING, text_rules.catch_all_text, name_only=True),
    Rule.CASES: Row(Severity.ERROR, rules.cases, name_only=True),
}


def check(guide: Guide, contacts: Contacts) -> list[Finding]:
    """All findings, in the order of ``RULES``. A guide without materials gets one for all that it lacks."""
    return [
        Finding(rule, row.severity, path, message)
        for rule, row in RULES.items()
        if guide.complete or row.name_only
        for path, message in row.find(guide, contacts)
    ]
