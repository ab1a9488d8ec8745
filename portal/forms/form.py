"""A form of a model: shown, received, refused, shown again with everything that was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

import deform
from markupsafe import Markup
from pydantic import BaseModel, ValidationError
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.request import Request

from portal.core.i18n import Message, Refusal, _
from portal.core.onetime import BadKey
from portal.forms import files, pairs, places, rows, values, widgets
from portal.forms.files import Uploads
from portal.forms.problems import sentences
from portal.forms.schema import Choices, tree
from portal.forms.widgets import NotThisForm, Path, Problems
from portal.web.errors import status_of
from portal.web.render import render_part

SEND = _("Send")

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Model]):
    """What a submit led to: a ``value`` that the model accepts, or ``None`` and the form's ``page`` again.

    ``files``: ids of the files parked under ``key``; the verb that accepts the form claims them by that key.
    """

    value: Model | None
    files: tuple[int, ...] = ()
    key: str = ""
    page: Markup = field(default=Markup())


class PortalForm(Generic[Model]):
    """The form of ``model`` for one request; its one-time key is for ``purpose``."""

    def __init__(
        self,
        request: Request,
        model: type[Model],
        purpose: str,
        *,
        submit: Message = SEND,
        choices: Choices | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        self._request = request
        self._model = model
        self._purpose = purpose
        self._submit = submit
        self._uploads = uploads
        self._problems: Problems = {}
        self._refused_files: list[files.Problem] = []
        self._key = ""
        schema = tree(model, choices or {}, request.translate)
        renderer = partial(_draw, request)
        self._form = deform.Form(schema, renderer=renderer, focus="off", problems=self._problems)
        self._typed: dict[str, Any] = {}

    def show(self, initial: Model | Mapping[str, Any] | None = None) -> Markup:
        """The whole form, filled with ``initial`` (a model, or values by name)."""
        self._typed = values.typed(self._form, initial)
        self._key = self._request.form_key(self._purpose)
        return self._page()

    def receive(self) -> Outcome[Model]:
        """What was submitted. Raises 400 for what this form cannot have sent."""
        request, items = self._request, self._request.form_items
        button = pairs.pressed(items)
        try:
            self._typed = self._form.deserialize(pairs.structure(items))
            stale = self._renew_key()
            if self._uploads:
                self._refused_files = files.take(request, self._key, self._uploads)
            if button:
                self._operate(button)
                return self._again(200)
        except NotThisForm:
            raise HTTPBadRequest() from None
        self._typed = values.without_blank_rows(self._form, self._typed)
        value = self._judged()
        if stale:
            self._problems[()] = request.translate(stale)
        if value is None or stale or self._refused_files:
            return self._again(422)
        return Outcome(value, tuple(stored.id for stored in self._parked()), self._key)

    def refuse(self, refusal: Refusal, field: str = "") -> Markup:
        """The form again, with why the verb refused it; ``field`` is the one to put right, if it is one."""
        path: Path = (field,) if field else ()
        self._renew_key()
        self._problems[path] = self._request.translate(refusal.message)
        wrong = field or isinstance(refusal, BadKey)
        return self._again(422 if wrong else status_of(refusal)).page

    def _renew_key(self) -> Message | None:
        """Keep the key that came, or take a fresh one and say why."""
        request = self._request
        try:
            self._key = request.check_key(self._purpose)
        except BadKey as refusal:
            self._key = request.form_key(self._purpose)
            if self._uploads:
                files.move(request, request.form.get("key", ""), self._key)
            return refusal.message
        return None

    def _operate(self, button: str) -> None:
        verb, _space, place = button.partition(" ")
        if verb == files.DROP and self._uploads:
            files.drop(self._request, self._key, place)
        else:
            rows.operate(self._form, self._typed, button)

    def _judged(self) -> Model | None:
        try:
            return self._model.model_validate(values.data(self._form, self._typed))
        except ValidationError as error:
            for path, sentence in sentences(self._form, error.errors()):
                self._problems.setdefault(path, self._request.translate(sentence))
        return None

    def _again(self, status: int) -> Outcome[Model]:
        self._request.response.status_int = status
        return Outcome(None, page=self._page())

    def _parked(self) -> list[Any]:
        return files.parked(self._request, self._key) if self._uploads else []

    def _page(self) -> Markup:
        widgets.put(self._form, ())
        page: Markup = self._form.serialize(
            self._typed,
            action=self._request.path,
            key=self._key,
            submit=self._submit,
            uploads=self._uploads,
            parked=self._parked(),
            refused_files=self._refused_files,
            summary=self._summary(),
        )
        return page

    def _summary(self) -> list[tuple[str, str]]:
        """Pairs of (id of the field, sentence), in the order of the fields."""
        said = sorted(self._problems.items(), key=lambda item: places.order(self._form, item[0]))
        found = [(widgets.oid(path) if path else "", self._told(path, text)) for path, text in said]
        for name, sentence in self._refused_files:
            text = self._request.translate(sentence)
            found.append((widgets.oid((files.FIELD,)), self._request.translate(told(name, text))))
        return found

    def _told(self, path: Path, text: str) -> str:
        """The sentence with the labels that lead to its field."""
        for label in reversed(places.labels(self._form, path)):
            text = self._request.translate(told(label, text))
        return text


def _draw(request: Request, template: str, **given: Any) -> Markup:
    return render_part(request, f"forms/{template}", **given)


def told(label: str, text: str) -> Message:
    """``Title: Please fill this in.``"""
    return _("${field}: ${problem}", field=label, problem=text)
