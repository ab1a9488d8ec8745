"""How a view is declared: by the name of its route, which knows the methods."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from pyramid.view import view_config

from portal.web.routes import READ, ROUTES

View = TypeVar("View", bound=Callable[..., Any])

_METHODS = {route.name: route.methods for route in ROUTES}


def _declared(**predicates: Any) -> Callable[[View], View]:
    return cast("Callable[[View], View]", view_config(**predicates))


def page(route: str, template: str, *, submit: bool = False) -> Callable[[View], View]:
    """A view that renders ``templates/<template>.jinja2``; ``submit``: it takes the form that POST brings."""
    methods = ("POST",) if submit else READ
    assert set(methods) <= set(_METHODS[route])
    return _declared(route_name=route, request_method=methods, renderer=f"portal:templates/{template}.jinja2")


def data(route: str) -> Callable[[View], View]:
    """A view whose result is sent as JSON."""
    return _declared(route_name=route, request_method=READ, renderer="json")


def plain(route: str, *, submit: bool = False) -> Callable[[View], View]:
    """A view that makes its own response."""
    return _declared(route_name=route, request_method=("POST",) if submit else READ)
