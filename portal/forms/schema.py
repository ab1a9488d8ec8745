"""A model's fields as a colander tree of text nodes: colander judges nothing, the model does."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

import colander
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal.core.i18n import Message, _
from portal.core.ui import Options, Ui, Widget
from portal.forms import widgets

ROWS = 100
LONG = 200
FEW = 5

Translate = Callable[[Message | str], str]
Choices = Mapping[str, Options]
"""What can be chosen in fields whose choices depend on the data: name of the field → options."""


@dataclass(frozen=True)
class Shape:
    """What a field holds: ``base`` is a scalar type or a model, several of them where ``many``."""

    base: Any
    many: bool
    optional: bool
    longest: int | None
    """Characters of a text, or rows of a sequence."""
    fewest: int
    info: FieldInfo
    nullable: bool

    @property
    def may_stay_empty(self) -> bool:
        """Whether a person may leave the field as empty as it is shown."""
        return self.optional and self.info.get_default(call_default_factory=True) in ("", None, ())

    @property
    def is_model(self) -> bool:
        return isinstance(self.base, type) and issubclass(self.base, BaseModel)


def shape(info: FieldInfo) -> Shape:
    """The shape of a model's field."""
    base, nullable = _without_none(info.annotation)
    metadata = [*info.metadata, *(_inner_metadata(info.annotation))]
    many = get_origin(base) is tuple
    if many:
        base, _nullable = _without_none(get_args(base)[0])
    longest, fewest = _bounds(metadata)
    return Shape(base, many, not info.is_required(), longest, fewest, info, nullable)


def tree(model: type[BaseModel], choices: Choices, translate: Translate) -> colander.SchemaNode:
    """The nodes of all fields that have ``Ui``, and the hidden ``id`` of a row."""
    return _Tree(choices, translate).mapping(model, widgets.Form())


@dataclass(frozen=True)
class _Tree:
    choices: Choices
    translate: Translate

    def mapping(self, model: type[BaseModel], widget: Any, **known: Any) -> colander.SchemaNode:
        node = colander.SchemaNode(colander.Mapping(), widget=widget, model=model, **known)
        for name, info in model.model_fields.items():
            ui = next((one for one in info.metadata if isinstance(one, Ui)), None)
            if ui is not None:
                node.add(self._node(name, shape(info), ui))
            elif name == "id":
                node.add(_text("id", shape(info), widgets.Hidden()))
        return node

    def _node(self, name: str, of: Shape, ui: Ui) -> colander.SchemaNode:
        known = {
            "name": name,
            "title": self.translate(ui.label),
            "description": self.translate(ui.hint) if ui.hint else "",
            "shape": of,
        }
        options = self._options(name, of, ui)
        if of.many and options is None:
            item = self._item(of, ui)
            return colander.SchemaNode(
                colander.Sequence(),
                item,
                widget=widgets.Rows(most=(of.longest or ROWS) if ui.grows else 0, fewest=of.fewest),
                **known,
            )
        if of.is_model:
            return self.mapping(of.base, widgets.Group(), **known)
        return colander.SchemaNode(colander.String(), widget=_widget(of, ui, options), **known)

    def _item(self, of: Shape, ui: Ui) -> colander.SchemaNode:
        item = Shape(of.base, False, False, None, 0, of.info, False)
        if of.is_model:
            return self.mapping(of.base, widgets.Row(), name="row", title="", shape=item)
        return _text("row", item, _widget(item, ui, None))

    def _options(self, name: str, of: Shape, ui: Ui) -> list[tuple[str, str]] | None:
        given = self.choices.get(name, ui.options)
        pairs = list(given.items() if isinstance(given, Mapping) else given)
        if of.base is bool and of.nullable:
            pairs = [("true", _("Yes")), ("false", _("No"))]
        if not pairs and not (name in self.choices or _is_words(of.base)):
            return None
        return [(str(value), self.translate(text)) for value, text in pairs]


def _text(name: str, of: Shape, widget: Any) -> colander.SchemaNode:
    return colander.SchemaNode(colander.String(), name=name, title="", widget=widget, shape=of)


def _widget(of: Shape, ui: Ui, options: list[tuple[str, str]] | None) -> Any:
    facts = {"autocomplete": ui.autocomplete, "height": ui.rows, "longest": of.longest}
    if options is not None:
        return widgets.CHOOSING[ui.widget or _choosing(of, options)](options=options)
    return widgets.TYPED[ui.widget or _suggested(of)](**facts)


def _choosing(of: Shape, options: list[tuple[str, str]]) -> Widget:
    if of.many:
        return Widget.CHECKS
    return Widget.RADIOS if len(options) <= FEW else Widget.SELECT


def _suggested(of: Shape) -> Widget:
    if of.base is str:
        return Widget.TEXT if (of.longest or 0) > LONG else Widget.LINE
    return {bool: Widget.CHECKBOX, int: Widget.NUMBER, Decimal: Widget.AMOUNT, date: Widget.DATE}[of.base]


def _is_words(base: Any) -> bool:
    return isinstance(base, type) and issubclass(base, StrEnum)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The type itself, and whether it may also be ``None``."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        (some,) = (one for one in get_args(annotation) if one is not type(None))
        return _without_none(some)[0], True
    return annotation, False


def _inner_metadata(annotation: Any) -> list[Any]:
    """What is written beside a type that may also be ``None``."""
    return [
        extra
        for one in get_args(annotation)
        if get_origin(one) is Annotated and get_origin(annotation) is not tuple
        for extra in get_args(one)[1:]
    ]


def _bounds(metadata: list[Any]) -> tuple[int | None, int]:
    """``max_length`` and ``min_length``, whichever of pydantic's ways they were written in."""
    longest = [rule.max_length for rule in metadata if getattr(rule, "max_length", None) is not None]
    fewest = [rule.min_length for rule in metadata if getattr(rule, "min_length", None) is not None]
    return min(longest, default=None), max(fewest, default=0)
