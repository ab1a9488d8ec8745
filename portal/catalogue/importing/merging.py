"""What a row states, laid over the guide as it is here: what the file has no word on stays."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from portal.catalogue.body import CaseRow, Faq, Guide
from portal.catalogue.importing.cells import UnusableRow, sentence

Item = TypeVar("Item", CaseRow, Faq)

# A list that the file gives replaces the one here; an item found again by this field keeps its id, its cases
# and whatever else was added to it here.
SAME_BY = {"steps": "name", "materials": "name", "fees": "name", "faq": "question"}


def merge(current: Guide | None, fields: Mapping[str, Any], unit_id: int) -> Guide:
    """The guide after the row. Raises ``UnusableRow`` where the result would not hold together."""
    stated = dict(fields)
    for name, key in SAME_BY.items():
        if current is not None and name in stated:
            stated[name] = _recognised(getattr(current, name), stated[name], key)
    try:
        return Guide.model_validate({**dict(current or {}), **stated, "unit_id": unit_id})
    except ValidationError as error:
        raise UnusableRow(sentence(error)) from error


def _recognised(here: tuple[Item, ...], given: tuple[Item, ...], key: str) -> tuple[Item, ...]:
    known: dict[str, list[Item]] = {}
    for item in here:
        known.setdefault(getattr(item, key), []).append(item)
    used = {item.id for item in here}
    found = []
    for item in given:
        same = known.get(getattr(item, key))
        if not same:
            item_id = item.id if item.id not in used else _fresh(item.id, used)
            used.add(item_id)
            found.append(item.model_copy(update={"id": item_id}))
        else:
            stated = item.model_fields_set - {"id"}
            found.append(same.pop(0).model_copy(update={name: getattr(item, name) for name in stated}))
    return tuple(found)


def _fresh(item_id: str, used: set[str]) -> str:
    stem = item_id.rstrip("0123456789").rstrip("-")[:30] or "row"
    return next(slug for number in range(1, 10_000) if (slug := f"{stem}-{number}") not in used)
