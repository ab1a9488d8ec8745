"""Every mapped class of the portal, for migrations and for tests that look at the whole schema."""

from sqlalchemy import MetaData

from portal.accounts import models as accounts
from portal.cases import models as cases
from portal.catalogue import models as catalogue
from portal.core import audit, nodes, onetime, outbox, revision
from portal.core.calendar import local as calendar
from portal.core.db import Base
from portal.directory import models as directory
from portal.lexicon import models as lexicon
from portal.media import models as media
from portal.notices import models as notices
from portal.publishing import models as publishing
from portal.schedules import models as schedules
from search_index import postgres_tables

ROOMS = (
    accounts,
    audit,
    calendar,
    cases,
    catalogue,
    directory,
    lexicon,
    media,
    nodes,
    notices,
    onetime,
    outbox,
    publishing,
    revision,
    schedules,
)


def tables(dialect: str) -> list[MetaData]:
    """All tables in a database of this dialect: those of the classes, and those of the search index."""
    return [Base.metadata, *([postgres_tables.metadata] if dialect == "postgresql" else [])]
