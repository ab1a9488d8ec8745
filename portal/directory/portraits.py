"""Whose portrait everybody may see."""

from sqlalchemy import Select, or_, select

from portal.core.work import Reading
from portal.directory.models import Holding, Person


def shown(work: Reading) -> Select[int | None]:
    """The ids of the portraits of those who hold a post today; who has left is no longer shown."""
    holding = (
        Holding.valid_from <= work.today,
        or_(Holding.valid_until.is_(None), work.today < Holding.valid_until),
    )
    return (
        select(Person.portrait_id)
        .join(Holding, Holding.person_id == Person.id)
        .where(Person.portrait_id.is_not(None), *holding)
    )
