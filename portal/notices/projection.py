"""From a notice to the row that lists use."""

from sqlalchemy import delete

from portal.core.work import Writing
from portal.notices.body import Notice
from portal.notices.models import NoticeCard
from portal.publishing.body import Body
from portal.publishing.kinds import DocumentKind
from portal.publishing.models import Edition

KIND = "notice"


def project(work: Writing, edition: Edition, body: Body) -> None:
    """Write the card of an edition; that of an earlier draft goes."""
    assert isinstance(body, Notice)
    work.session.execute(delete(NoticeCard).where(NoticeCard.edition_id == edition.id))
    work.session.add(
        NoticeCard(
            edition_id=edition.id,
            org_id=body.org_id,
            column=body.column,
            title=body.title,
            summary=body.summary,
            valid_until=body.valid_until,
        )
    )


NOTICE = DocumentKind(KIND, Notice, project)
