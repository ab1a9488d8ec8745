"""Deform's widgets, with the portal's own templates.

``pstruct`` is what Peppercorn made of the names and values that came; ``cstruct`` is what was typed, as text:
a string, a list of them, a mapping. A structure that the form cannot have sent raises ``NotThisForm``.
"""

from typing import Any

from colander import Invalid, null
from deform.widget import Widget as DeformWidget

from portal.core.ui import Widget

Path = tuple[str | int, ...]
Problems = dict[Path, str]


class NotThisForm(Exception):
    """What came has another structure than the form that was shown."""


class Own(DeformWidget):
    """Renders ``templates/forms/<template>.jinja2`` with ``field``, ``widget``, ``value``, ``label``."""

    template = "line"

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> Any:
        given = {"label": field.title, **kw}
        return field.renderer(self.template, field=field, widget=self, value=cstruct, **given)

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        return _string(pstruct)


class Line(Own):
    kind = "text"
    inputmode = ""


class Date(Line):
    inputmode = "numeric"


class Number(Line):
    inputmode = "numeric"


class Amount(Line):
    inputmode = "decimal"


class Phone(Line):
    kind = "tel"
    inputmode = "tel"


class Text(Own):
    template = "text"


class Markdown(Text):
    """A long text with headings and lists; tall enough to see them."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{**facts, "height": max(16, facts["height"])})


class Hidden(Own):
    template = "hidden"


class Checkbox(Own):
    template = "checkbox"


class Select(Own):
    template = "select"

    def has(self, value: str) -> bool:
        """Whether ``value`` can be chosen."""
        return any(value == option for option, _text in self.options)


class Radios(Select):
    template = "radios"


class Checks(Own):
    template = "checks"

    def deserialize(self, field: Any, pstruct: Any) -> list[str]:
        return [_string(one) for one in _list(pstruct)]


class Group(Own):
    """Fields that belong together."""

    template = "group"

    def deserialize(self, field: Any, pstruct: Any) -> dict[str, Any]:
        if pstruct is null:
            pstruct = {}
        if not isinstance(pstruct, dict):
            raise NotThisForm
        return {child.name: child.deserialize(pstruct.get(child.name, null)) for child in field}


class Form(Group):
    template = "form"


class Row(Group):
    """One row of a sequence of groups."""

    template = "row"


class Rows(Own):
    """A sequence: rows are added, removed and moved by submit buttons, which work without script."""

    template = "rows"

    def serialize(self, field: Any, cstruct: list[Any], **kw: Any) -> Any:
        rows = []
        for number, value in enumerate(cstruct):
            row = field.children[0].clone()
            put(row, (*field.path, number))
            rows.append((row, value))
        return field.renderer(self.template, field=field, widget=self, rows=rows, **kw)

    def deserialize(self, field: Any, pstruct: Any) -> list[Any]:
        return [field.children[0].deserialize(one) for one in _list(pstruct)]


def oid(path: Path) -> str:
    """Id of the element of the field at ``path``."""
    return "-".join(("f", *map(str, path)))


def put(field: Any, path: Path) -> None:
    """Give the field and those in it their places, and the problems there."""
    field.path = path
    field.oid = oid(path)
    said = field.problems.get(path)
    field.error = Invalid(field.schema, said) if said else None
    if not isinstance(field.widget, Rows):  # its rows come when it is drawn
        for child in field:
            put(child, (*path, child.name))


def _string(pstruct: Any) -> str:
    if pstruct is null:
        return ""
    if not isinstance(pstruct, str):
        raise NotThisForm
    return pstruct


def _list(pstruct: Any) -> list[Any]:
    if pstruct is null:
        return []
    if not isinstance(pstruct, list):
        raise NotThisForm
    return pstruct


TYPED: dict[Widget, type[Own]] = {
    Widget.LINE: Line,
    Widget.TEXT: Text,
    Widget.MARKDOWN: Markdown,
    Widget.CHECKBOX: Checkbox,
    Widget.DATE: Date,
    Widget.PHONE: Phone,
    Widget.NUMBER: Number,
    Widget.AMOUNT: Amount,
    Widget.HIDDEN: Hidden,
}
CHOOSING: dict[Widget, type[Own]] = {
    Widget.SELECT: Select,
    Widget.RADIOS: Radios,
    Widget.CHECKS: Checks,
    Widget.HIDDEN: Hidden,
}
