"""From a guide to the rows that lists use."""

from collections.abc import Iterator

from sqlalchemy import delete

from portal.catalogue.body import Guide
from portal.catalogue.findings import unfinished
from portal.catalogue.models import GuideCard, GuideFee, GuideTag
from portal.core.work import Writing
from portal.publishing.body import Body
from portal.publishing.kinds import DocumentKind
from portal.publishing.models import Edition

KIND = "guide"


def project(work: Writing, edition: Edition, body: Body) -> None:
    """Write the card, the fees and the tags of an edition; those of an earlier draft go."""
    assert isinstance(body, Guide)
    for table in (GuideTag, GuideFee, GuideCard):
        work.session.execute(delete(table).where(table.edition_id == edition.id))
    work.session.add(
        GuideCard(
            edition_id=edition.id,
            org_id=body.unit_id,
            name=body.name,
            kind=body.kind,
            level=body.level,
            handling=body.handling,
            days=body.promised.days if body.promised else None,
            day_unit=body.promised.unit.value if body.promised else "",
            statutory_days=body.statutory.days if body.statutory else None,
            statutory_unit=body.statutory.unit.value if body.statutory else "",
            basis="\n".join(f"{basis.title}{basis.article}" for basis in body.basis),
            free=body.free,
            complete=body.complete,
        )
    )
    work.session.add_all(_fees(edition.id, body))
    for facet, values in tags(body).items():
        work.session.add_all(
            GuideTag(edition_id=edition.id, facet=facet, value=value) for value in sorted(set(values))
        )


def _fees(edition_id: int, guide: Guide) -> Iterator[GuideFee]:
    names = {case.id: case.name for case in guide.cases}
    for position, fee in enumerate(guide.fees):
        yield GuideFee(
            edition_id=edition_id,
            position=position,
            name=fee.name,
            cases="、".join(names[case] for case in fee.cases),
            amount="" if fee.amount is None else str(fee.amount),
            standard=fee.standard or fee.unit,
            basis=fee.basis,
            reduction=fee.reduction,
        )


def tags(guide: Guide) -> dict[str, tuple[str, ...]]:
    """The facets of a guide that have many values."""
    return {"life_event": guide.life_events, "served": guide.served, "way": guide.ways}


GUIDE = DocumentKind(KIND, Guide, project, unfinished)
