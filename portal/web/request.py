"""What a view has at hand: ``request.work`` to read, ``request.write`` to write, ``request.form_key``."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from pyramid.config import Configurator
from pyramid.interfaces import IRequestExtensions
from pyramid.request import Request

from portal.accounts import sessions
from portal.accounts.permissions import Staff
from portal.core import onetime
from portal.core.i18n import Message
from portal.core.work import Reading, Store, Writing
from portal.web import gate
from portal.web.cache import REVISION
from portal.web.staff import session_token
from portal.web.uploads import Upload


def _store(request: Request) -> Store:
    store: Store = request.registry["store"]
    return store


def _reading(request: Request) -> Reading:
    stack = ExitStack()
    request.add_finished_callback(lambda _request: stack.close())
    request.reading_closes = stack
    work: Reading = stack.enter_context(request.store.reading(revision=request.environ.get(REVISION)))
    return work


def _staff(request: Request) -> Staff | None:
    token = session_token(request)
    return sessions.resolve(request.store, token) if token else None


def _work(request: Request) -> Reading:
    reading: Reading = request.reading
    return replace(reading, actor=request.staff)


def _write(request: Request, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a verb in one transaction under the name of who is logged in."""
    staff = request.staff
    if "reading" in request.__dict__:
        request.reading_closes.close()
        for name in ("reading", "work"):  # what is read afterwards must see the write
            request.__dict__.pop(name, None)
        request.environ.pop(REVISION, None)
    return request.store.write_as(staff, verb, *args, **kwargs)


def _write_once(request: Request, purpose: str, verb: Callable[..., str], *args: Any, **kwargs: Any) -> str:
    """``request.write`` for the form ``purpose``: the verb returns where its result is shown, and a form sent
    twice leads there twice but does it once. Raises ``onetime.BadKey``."""
    key = _check_key(request, purpose)

    def act(work: Writing) -> str:
        return onetime.once(work, key, lambda: verb(work, *args, **kwargs))

    address: str = _write(request, act)
    return address


def _form_items(request: Request) -> list[tuple[str, str]]:
    items: list[tuple[str, str]] = request.submitted.items
    return items


def _form(request: Request) -> dict[str, str]:
    """The submitted fields; of a repeated field the last."""
    return dict(request.form_items)


def _files(request: Request) -> list[Upload]:
    files: list[Upload] = request.submitted.files
    return files


def _form_key(request: Request, purpose: str) -> str:
    """A fresh one-time key for the form ``purpose``, bound to who is logged in."""
    store = request.store
    return onetime.issue(store.settings.key, _bound(request, purpose), store.clock())


def _check_key(request: Request, purpose: str) -> str:
    """The key that the form brought. Raises ``onetime.BadKey``."""
    key: str = request.form.get("key", "")
    store: Store = request.store
    settings = store.settings
    onetime.check(settings.key, _bound(request, purpose), key, store.clock(), settings.form_hours)
    return key


def _bound(request: Request, purpose: str) -> str:
    return f"{purpose}/{request.staff.id if request.staff else 0}"


def _here(request: Request) -> str:
    """The path as addresses have it; ``path`` quotes it anew each time."""
    return str(request.path)


def _translate(request: Request, message: Message | str) -> str:
    gettext: Callable[[str], str] = request.registry["gettext"]
    return message.render(gettext) if isinstance(message, Message) else gettext(message)


def includeme(config: Configurator) -> None:
    for name, getter in (
        ("here", _here),
        ("store", _store),
        ("reading", _reading),
        ("staff", _staff),
        ("work", _work),
        ("submitted", gate.submitted),
        ("form_items", _form_items),
        ("form", _form),
        ("files", _files),
    ):
        config.add_request_method(getter, name, reify=True)
    config.add_request_method(_write, "write")
    config.add_request_method(_write_once, "write_once")
    config.add_request_method(_form_key, "form_key")
    config.add_request_method(_check_key, "check_key")
    config.add_request_method(_translate, "translate")


def make_class(config: Configurator) -> None:
    """One class of requests with all that was added to them; Pyramid would make one for each request."""
    config.commit()
    added = config.registry.getUtility(IRequestExtensions)
    config.registry.unregisterUtility(provided=IRequestExtensions)
    config.set_request_factory(type("Request", (Request,), {**added.methods, **added.descriptors}))
