"""From a guide to the rows that lists use."""

from sqlalchemy import delete

from portal.catalogue.body import Guide
from portal.catalogue.models import GuideCard, GuideTag
from portal.core.work import Writing
from portal.publishing.body import Body
from portal.publishing.kinds import DocumentKind
from portal.publishing.models import Edition

KIND = "guide"


def project(work: Writing, edition: Edition, body: Body) -> None:
    """Write the card and the tags of an edition; those of an earlier draft go."""
    assert isinstance(body, Guide)
    for table in (GuideTag, GuideCard):
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
            free=body.free,
            complete=body.complete,
        )
    )
    for facet, values in tags(body).items():
        work.session.add_all(
            GuideTag(edition_id=edition.id, facet=facet, value=value) for value in sorted(set(values))
        )


def tags(guide: Guide) -> dict[str, tuple[str, ...]]:
    """The facets of a guide that have many values."""
    return {"life_event": guide.life_events, "served": guide.served, "way": guide.ways}


GUIDE = DocumentKind(KIND, Guide, project)
