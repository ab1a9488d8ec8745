"""How a view is declared: by the name of its route, which knows the methods."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from portal.web.routes import READ, ROUTES

View = TypeVar("View", bound=Callable[..., Any])

_METHODS = {route.name: route.methods for route in ROUTES}
_PRIVATE = {route.name for route in ROUTES if route.private}


def _declared(route: str, **predicates: Any) -> Callable[[View], View]:
    if route in _PRIVATE:
        predicates["decorator"] = _unkept
    return cast("Callable[[View], View]", view_config(route_name=route, **predicates))


def _unkept(view: Callable[[Any, Request], Response]) -> Callable[[Any, Request], Response]:
    """The view, with word to every cache that it must not keep what is shown."""

    def wrapped(context: Any, request: Request) -> Response:
        response = view(context, request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def page(route: str, template: str, *, submit: bool = False) -> Callable[[View], View]:
    """A view that renders ``templates/<template>.jinja2``; ``submit``: it takes the form that POST brings."""
    methods = ("POST",) if submit else READ
    assert set(methods) <= set(_METHODS[route])
    return _declared(route, request_method=methods, renderer=f"portal:templates/{template}.jinja2")


def data(route: str) -> Callable[[View], View]:
    """A view whose result is sent as JSON."""
    return _declared(route, request_method=READ, renderer="json")


def plain(route: str, *, submit: bool = False) -> Callable[[View], View]:
    """A view that makes its own response."""
    return _declared(route, request_method=("POST",) if submit else READ)
