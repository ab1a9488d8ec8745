"""Templates compiled by our rules say what Jinja's say, escape what it escapes, fail where it fails."""

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from portal.core.i18n import _
from portal.web.compiled import set_up

PARTS = {
    "parts": "{% macro tag(text, kind='b') %}<{{ kind }}>{{ text }}</{{ kind }}>{% endmacro %}",
    "head": "{% import 'parts' as own %}{% set name = 'inner' %}{{ own.tag(title) }}{{ name }}",
    "base": "[{% block main %}{% endblock %}]",
}
CHINESE = {"${n} days from ${place}": "离${place}还有 ${n} 天", "hall": "大厅"}
VALUES = {
    "title": "A & <b>",
    "thing": SimpleNamespace(name="it's", none=None),
    "safe": Markup("<i>x</i>"),
    "hall": _("hall"),
}


def environment(ours: bool) -> Environment:
    made = Environment(loader=DictLoader(PARTS), autoescape=True, undefined=StrictUndefined)
    if ours:
        set_up(made, lambda msgid: CHINESE.get(msgid, msgid))
    return made


def drawn(source: str, **more: Any) -> str:
    return environment(ours=True).from_string(source).render(**VALUES, **more)


@pytest.mark.parametrize(
    "source",
    [
        "{{ title }} {{ thing.name }} {{ safe }} {{ 3 }} {{ none }} {{ title | upper }} {{ safe ~ title }}",
        "{% set name = 'outer' %}{% include 'head' %}{{ name }}",
        "{% for title in ('x', 'y') %}{% include 'head' %}{% endfor %}",
        "{% import 'parts' as own %}{{ own.tag(title, 'i') }}{{ own.tag(kind='u', text=safe) }}",
        "{% extends 'base' %}{% block main %}{% include 'head' %}{% endblock %}",
        "{% if thing.name is defined and thing.other is not defined %}{{ thing.none is none }}{% endif %}",
        "{% macro all() %}{{ varargs | join('/') }}{% endmacro %}{{ all(*(1, 2)) }}{{ all(title, safe) }}",
        "{% macro frame() %}({{ caller() }}){% endmacro %}{% call frame() %}{{ title }}{% endcall %}",
        "{{ '%s' | format(title) }}{{ ['b', 'a'] | sort | first }}{{ dict(a=1)['a'] }}{{ title.lower() }}",
    ],
)
def test_a_page_is_what_jinja_makes_of_it(source: str) -> None:
    assert drawn(source) == environment(ours=False).from_string(source).render(**VALUES)


def test_a_sentence_is_translated_and_its_values_are_escaped() -> None:
    said = drawn("{{ _('${n} days from ${place}', n=thing.name, place=place) }}", place="${n} <b>")
    assert said == "离${n} &lt;b&gt;还有 it&#39;s 天"
    assert drawn("{{ _('${n} days from ${place}', n=2, place=hall) }}") == "离大厅还有 2 天"


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{{ 1 + thing.other }}", "{{ nothing.name }}", "{% include 'head' %}"]
)
def test_a_name_that_nobody_gave_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        environment(ours=True).from_string(source).render(thing=VALUES["thing"])


def test_a_macro_takes_as_many_values_as_it_has_names() -> None:
    with pytest.raises(TypeError, match="takes not more than 2"):
        drawn("{% import 'parts' as own %}{{ own.tag(1, 2, 3) }}")
