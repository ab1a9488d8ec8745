"""Every mapped class of the portal, for migrations and for tests that look at the whole schema."""

from portal.accounts import models as accounts
from portal.cases import models as cases
from portal.catalogue import models as catalogue
from portal.core import audit, onetime, outbox, revision
from portal.core.calendar import local as calendar
from portal.core.db import Base
from portal.directory import models as directory
from portal.lexicon import models as lexicon
from portal.media import models as media
from portal.notices import models as notices
from portal.publishing import models as publishing
from portal.schedules import models as schedules

ROOMS = (
    accounts,
    audit,
    calendar,
    cases,
    catalogue,
    directory,
    lexicon,
    media,
    notices,
    onetime,
    outbox,
    publishing,
    revision,
    schedules,
)

metadata = Base.metadata
