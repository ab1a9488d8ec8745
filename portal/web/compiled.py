"""Templates compiled to plainer Python than Jinja's own, which asks at every step for what no page here is.

No function that a template calls takes Jinja's context, so a call is a call. Text without special characters
is not made Markup on its way, a sentence with values is put together where it stands, what a template
includes is part of it, and a module of macros is made once.
"""
# ruff: noqa: N802 - Jinja finds a method by the name of a class

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from portal.core.i18n import Message

_VALUE = re.compile(r"\$\{(\w+)\}")


def set_up(environment: Environment, gettext: Callable[[str], str]) -> None:
    """Let ``environment`` compile its templates so; ``gettext`` translates their sentences."""

    def said(value: object) -> str:
        """A value within a sentence."""
        if type(value) is str:
            return value
        return value.render(gettext) if isinstance(value, Message) else str(value)

    environment.code_generator_class = Compiled
    environment.extend(
        sentence=gettext,
        said=said,
        shown=shown,
        macro=QuickMacro,
        module=cache(lambda name: environment.get_template(name).module),
    )


def shown(value: Any) -> str:
    """A value as the page has it, escaped."""
    kind = type(value)
    if kind is str:
        text: str = value
        odd = "&" in text or "<" in text or ">" in text or '"' in text or "'" in text
        return escape(text) if odd else text
    return value if kind is Markup else escape(value)


class QuickMacro(Macro):
    """A macro, called with each value in its place, as it mostly is."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        odd = kwargs or self.caller or self.catch_kwargs or self.catch_varargs
        if odd or len(args) != self._argument_count:
            return super().__call__(*args, **kwargs)
        return Markup(self._func(*args))  # noqa: S704 - the macro has escaped what it was given


class Joined(NodeTransformer):
    """Puts what a template includes in the place of its include."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        loader, name = self.environment.loader, node.template
        if loader is None or not isinstance(name, nodes.Const):
            return node
        source, path, _fresh = loader.get_source(self.environment, name.value)
        part = self.visit(self.environment.parse(source, name.value, path))
        # An error knows the file of the whole alone, so it is told at the line that includes.
        return nodes.Scope(part.body).set_lineno(node.lineno, override=True)


class Compiled(CodeGenerator):
    """Writes the Python of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(Joined(self.environment).visit(node), frame)

    def write_commons(self) -> None:
        super().write_commons()
        # What Jinja writes by these names is ours.
        self.writeline("escape, Macro, said = environment.shown, environment.macro, environment.said")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif isinstance(node.node, nodes.Name) and node.node.name == "_" and node.kwargs:
            self._sentence(node, frame)
        else:
            self.visit(node.node, frame)
            self.write("(")
            for given in (*node.args, *node.kwargs):
                self.visit(given, frame)
                self.write(", ")
            self.write(")")

    def _sentence(self, node: nodes.Call, frame: Frame) -> None:
        """``_('${n} days', n=3)``: its parts and values, joined."""
        gettext: Callable[[str], str] = vars(self.environment)["sentence"]
        values = {each.key: each.value for each in node.kwargs}
        self.write("concat((")
        for place, part in enumerate(_VALUE.split(gettext(node.args[0].as_const()))):
            if place % 2:
                self.write("said(")
                self.visit(values[part], frame)
                self.write("), ")
            else:
                self.write(f"{part!r}, ")
        self.write("))")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
        else:
            self.write("environment.module(")
            self.visit(node.template, frame)
            self.write(")")
