"""A whole guide as a nested JSON object → fields, as ``rows`` makes them of a flat row.

The object has the fields of ``Guide``, and ``unit`` with division, name and codes in place of ids, which mean
nothing elsewhere.
"""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.catalogue.body import Guide
from portal.catalogue.importing.cells import Remark, UnusableRow, sentence
from portal.catalogue.importing.identity import usable
from portal.catalogue.importing.rows import Parsed
from portal.catalogue.importing.tables import Row
from portal.core.i18n import _
from portal.directory.edit import Unit

_IDS = frozenset({"unit_id", "co_unit_ids", "window_ids"})


class NamedUnit(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=120)
    division: str = Field("", pattern=r"^(\d{12})?$")
    codes: tuple[str, ...] = ()


def read_body(row: Row, home: str = "") -> Parsed:
    """``home``: division of units without one. Raises ``UnusableRow`` where no guide comes of it."""
    body = dict(row.body or {})
    try:
        named = NamedUnit.model_validate(body.pop("unit", {}))
        left_out = [name for name in body if name in _IDS or name not in Guide.model_fields]
        stated = {name: value for name, value in body.items() if name not in left_out}
        guide = Guide.model_validate(stated | {"unit_id": 0})
    except ValidationError as error:
        raise UnusableRow(sentence(error)) from error
    if any(case.window_ids for case in guide.cases):
        raise UnusableRow(_("A case names windows by numbers, which mean nothing here."))
    code = usable(guide.code.upper())
    fields = {name: getattr(guide, name) for name in stated} | {"code": code}
    remarks = tuple(Remark(row.number, name, _("This field is not taken from a file.")) for name in left_out)
    unit = Unit(named.division or home, named.name, tuple(c.upper() for c in named.codes))
    return Parsed(row.number, code, unit, "", "", fields, remarks)
