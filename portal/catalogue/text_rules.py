"""The rules by which inspectors look at the wording of a guide."""

import re
from collections.abc import Iterator

from portal.catalogue import wording
from portal.catalogue.body import Guide
from portal.catalogue.codes import Need, Way
from portal.catalogue.rules import Contacts, Hits
from portal.core.i18n import _


def in_person(guide: Guide, contacts: Contacts) -> Hits:
    """'In person' contradicts 'by proxy'."""
    if Way.BY_PROXY in guide.ways:
        for path, text in _texts(guide):
            if wording.IN_PERSON.search(text):
                yield (
                    path,
                    _("It asks for the person in person, and offers a proxy agent."),
                )


def condition_documents(guide: Guide, contacts: Contacts) -> Hits:
    """A document that the conditions name is among the materials."""
    names = " ".join(f"{material.name} {material.note}" for material in guide.materials)
    for number, condition in enumerate(guide.conditions):
        for document in wording.documents_named(condition):
            if not wording.mentions(document, names):
                yield (
                    f"conditions.{number}",
                    _(
                        "The conditions name “${document}”, the materials do not.",
                        document=document,
                    ),
                )


def forms(guide: Guide, contacts: Contacts) -> Hits:
    """A required form has a blank and a filled sample; a form that another office issues needs none."""
    for number, material in enumerate(guide.materials):
        if material.need is not Need.REQUIRED or not wording.is_form(material.name):
            continue
        if re.search("核发|出具|签发", material.source):
            continue
        for field in ("blank_form", "filled_sample"):
            if not getattr(material, field):
                yield (
                    f"materials.{number}.{field}",
                    _("“${name}” lacks its blank or its sample.", name=material.name),
                )


def catch_all_material(guide: Guide, contacts: Contacts) -> Hits:
    """'Other materials' names nothing: it counts as missing (国办发〔2018〕45号: 不得有兜底性条款)."""
    for number, material in enumerate(guide.materials):
        if match := wording.CATCH_ALL.search(material.name):
            yield (
                f"materials.{number}.name",
                _("“${words}” does not say what to bring.", words=match[0]),
            )


def catch_all_text(guide: Guide, contacts: Contacts) -> Hits:
    """'As the rules say' and 'and so on' leave the reader where they were."""
    for path, text in _texts(guide):
        if match := wording.CATCH_ALL.search(text):
            yield path, _("“${words}” does not say what holds.", words=match[0])


def _texts(guide: Guide) -> Iterator[tuple[str, str]]:
    """The sentences addressed to the applicant, with their paths; quoted law is not among them."""
    yield "visits_reason", guide.visits_reason
    for number, condition in enumerate(guide.conditions):
        yield f"conditions.{number}", condition
    for number, fee in enumerate(guide.fees):
        yield f"fees.{number}.standard", fee.standard
    for number, step in enumerate(guide.steps):
        yield f"steps.{number}.detail", step.detail
    for number, material in enumerate(guide.materials):
        yield f"materials.{number}.note", material.note
